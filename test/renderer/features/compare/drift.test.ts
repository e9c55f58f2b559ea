import { expect, test } from 'vitest';
import { correct } from '#renderer/features/compare/drift.ts';

test('a difference that nobody can see is left alone', () => {
  expect(correct({ driftSec: 0.005, rate: 1 })).toEqual({ kind: 'none' });
  expect(correct({ driftSec: -0.005, rate: 2 })).toEqual({ kind: 'none' });
});

test('a clip that is a little ahead is slowed, one that is behind is hurried, in proportion', () => {
  expect(correct({ driftSec: 0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.9 });
  expect(correct({ driftSec: -0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.1 });
});

test('a nudge never changes the speed by more than two fifths', () => {
  expect(correct({ driftSec: 0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.6 });
  expect(correct({ driftSec: -0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.4 });
});

test('a nudge is relative to the chosen speed', () => {
  expect(correct({ driftSec: 0.05, rate: 2 })).toEqual({ kind: 'nudge', rate: 1.5 });
  expect(correct({ driftSec: -0.04, rate: 0.5 })).toEqual({ kind: 'nudge', rate: 0.6 });
});

test('a clip that is far away jumps', () => {
  expect(correct({ driftSec: 0.2, rate: 1 })).toEqual({ kind: 'seek' });
  expect(correct({ driftSec: -3, rate: 0.5 })).toEqual({ kind: 'seek' });
});

test('nudges bring a clip back to within a frame within half a second, from wherever they are used', () => {
  const afterHalfASecond = (startSec: number): number => {
    let driftSec = startSec;
    for (let look = 0; look < 10; look += 1) {
      const correction = correct({ driftSec, rate: 1 });
      if (correction.kind === 'nudge') driftSec += (correction.rate - 1) * 0.05;
    }
    return Math.abs(driftSec);
  };
  expect([0.19, 0.1, 0.03, -0.03, -0.19].map(afterHalfASecond).every((sec) => sec < 1 / 30)).toBe(true);
});
