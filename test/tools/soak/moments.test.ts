import { expect, test } from 'vitest';
import { momentKinds, planMoments, spreadEvenly } from './moments.ts';

test('plans the same moments for the same seed, and others for another seed', () => {
  expect(planMoments(3, 60)).toEqual(planMoments(3, 60));
  expect(planMoments(3, 60)).not.toEqual(planMoments(4, 60));
});

test('plans every kind of moment in sixty kills, and submits with a delay of at most 20 ms', () => {
  const moments = planMoments(1, 60);
  expect([moments.length, new Set(moments.map(({ kind }) => kind))]).toEqual([60, new Set(momentKinds)]);
  const submits = moments.filter(({ kind }) => kind === 'submit');
  expect([submits.length >= 8, submits.every(({ delayMs }) => delayMs >= 0 && delayMs <= 20)]).toEqual([
    true,
    true,
  ]);
});

test('spreads values evenly', () => {
  expect([...spreadEvenly(['a', 'b', 'c', 'd'], 8, 5)].sort()).toEqual([
    'a',
    'a',
    'b',
    'b',
    'c',
    'c',
    'd',
    'd',
  ]);
});
