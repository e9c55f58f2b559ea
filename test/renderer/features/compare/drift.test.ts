import { expect, test } from 'vitest';
import { correct } from '#renderer/features/compare/drift.ts';

test('ignores an imperceptible difference', () => {
  expect(correct({ driftSec: 0.005, rate: 1 })).toEqual({ kind: 'none' });
  expect(correct({ driftSec: -0.005, rate: 2 })).toEqual({ kind: 'none' });
});

test('slows down a video that is ahead and speeds up one that is behind, in proportion', () => {
  expect(correct({ driftSec: 0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.9 });
  expect(correct({ driftSec: -0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.1 });
});

test('changes the rate by at most two fifths', () => {
  expect(correct({ driftSec: 0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.6 });
  expect(correct({ driftSec: -0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.4 });
});

test('scales the correction with the chosen speed', () => {
  expect(correct({ driftSec: 0.05, rate: 2 })).toEqual({ kind: 'nudge', rate: 1.5 });
  expect(correct({ driftSec: -0.04, rate: 0.5 })).toEqual({ kind: 'nudge', rate: 0.6 });
});

test('seeks when the drift is large', () => {
  expect(correct({ driftSec: 0.2, rate: 1 })).toEqual({ kind: 'seek' });
  expect(correct({ driftSec: -3, rate: 0.5 })).toEqual({ kind: 'seek' });
});

test('corrects every drift within the rate range to less than a frame within half a second', () => {
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
