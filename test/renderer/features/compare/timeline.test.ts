import { expect, test } from 'vitest';
import {
  correctDrift,
  leadingSide,
  nextSpeed,
  placeIn,
  shortEnd,
  stepFrames,
  timelineSec,
} from '#renderer/features/compare/timeline.ts';

test('is as long as the longer video, which leads', () => {
  expect(timelineSec({ beside: 13, result: 10 })).toBe(13);
  expect(leadingSide({ beside: 13, result: 10 })).toBe('beside');
  expect(leadingSide({ beside: 5, result: 5.04 })).toBe('result');
  expect(leadingSide({ beside: 5, result: 5 })).toBe('beside');
});

test('returns the end of the shorter video and how much earlier it is', () => {
  expect(shortEnd({ beside: 8, result: 5 })).toEqual({ side: 'result', atSec: 5, earlierSec: 3 });
  expect(shortEnd({ beside: 5, result: 8 })).toEqual({ side: 'beside', atSec: 5, earlierSec: 3 });
});

test('ignores a difference of a few frames', () => {
  expect(shortEnd({ beside: 10, result: 10.04 })).toBeNull();
});

test('keeps a video past its end on its last frame', () => {
  expect(placeIn(5, 3)).toBe(3);
  expect(placeIn(5, 7)).toBeCloseTo(4.999);
  expect(placeIn(5, -1)).toBe(0);
});

test('steps to the middle of the next or previous frame', () => {
  const forward = stepFrames({ atSec: 1, fps: 25, by: 1, endSec: 5 });
  expect(forward).toBeCloseTo(26.5 / 25);
  expect(stepFrames({ atSec: forward, fps: 25, by: -1, endSec: 5 })).toBeCloseTo(25.5 / 25);
});

test('returns to the starting frame after a hundred steps forward and back', () => {
  const walk = (from: number, by: number) =>
    Array.from({ length: 100 }).reduce<number>(
      (at) => stepFrames({ atSec: at, fps: 29.97, by, endSec: 10 }),
      from,
    );
  const start = stepFrames({ atSec: 2, fps: 29.97, by: 0, endSec: 10 });
  expect(walk(walk(start, 1), -1)).toBeCloseTo(start);
});

test('stops at the first and at the last frame', () => {
  expect(stepFrames({ atSec: 0, fps: 30, by: -1, endSec: 2 })).toBeCloseTo(0.5 / 30);
  expect(stepFrames({ atSec: 1.99, fps: 30, by: 5, endSec: 2 })).toBeCloseTo(59.5 / 30);
});

test('changes the speed one step at a time and stops at the ends', () => {
  expect([nextSpeed(1, 1), nextSpeed(1, -1), nextSpeed(2, 1), nextSpeed(0.25, -1)]).toEqual([
    1.5, 0.5, 2, 0.25,
  ]);
});

test('ignores an imperceptible difference', () => {
  expect(correctDrift({ driftSec: 0.005, rate: 1 })).toEqual({ kind: 'none' });
  expect(correctDrift({ driftSec: -0.005, rate: 2 })).toEqual({ kind: 'none' });
});

test('slows down a video that is ahead and speeds up one that is behind, in proportion', () => {
  expect(correctDrift({ driftSec: 0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.9 });
  expect(correctDrift({ driftSec: -0.02, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.1 });
});

test('changes the rate by at most two fifths', () => {
  expect(correctDrift({ driftSec: 0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 0.6 });
  expect(correctDrift({ driftSec: -0.19, rate: 1 })).toEqual({ kind: 'nudge', rate: 1.4 });
});

test('scales the correction with the chosen speed', () => {
  expect(correctDrift({ driftSec: 0.05, rate: 2 })).toEqual({ kind: 'nudge', rate: 1.5 });
  expect(correctDrift({ driftSec: -0.04, rate: 0.5 })).toEqual({ kind: 'nudge', rate: 0.6 });
});

test('seeks when the drift is large', () => {
  expect(correctDrift({ driftSec: 0.2, rate: 1 })).toEqual({ kind: 'seek' });
  expect(correctDrift({ driftSec: -3, rate: 0.5 })).toEqual({ kind: 'seek' });
});

test('corrects every drift within the rate range to less than a frame within half a second', () => {
  const afterHalfASecond = (startSec: number): number => {
    let driftSec = startSec;
    for (let look = 0; look < 10; look += 1) {
      const correction = correctDrift({ driftSec, rate: 1 });
      if (correction.kind === 'nudge') driftSec += (correction.rate - 1) * 0.05;
    }
    return Math.abs(driftSec);
  };
  expect([0.19, 0.1, 0.03, -0.03, -0.19].map(afterHalfASecond).every((sec) => sec < 1 / 30)).toBe(true);
});
