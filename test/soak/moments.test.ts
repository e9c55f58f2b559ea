import { expect, test } from 'vitest';
import { dealt, momentKinds, planMoments } from './moments.ts';

test('the same seed kills at the same moments, another one at others', () => {
  expect(planMoments(3, 60)).toEqual(planMoments(3, 60));
  expect(planMoments(3, 60)).not.toEqual(planMoments(4, 60));
});

test('sixty kills come at every kind of moment, and a submit is never missed by more than 20 ms', () => {
  const moments = planMoments(1, 60);
  expect([moments.length, new Set(moments.map(({ kind }) => kind))]).toEqual([60, new Set(momentKinds)]);
  const submits = moments.filter(({ kind }) => kind === 'submit');
  expect([submits.length >= 8, submits.every(({ delayMs }) => delayMs >= 0 && delayMs <= 20)]).toEqual([
    true,
    true,
  ]);
});

test('what is dealt comes evenly', () => {
  expect([...dealt(['a', 'b', 'c', 'd'], 8, 5)].sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd']);
});
