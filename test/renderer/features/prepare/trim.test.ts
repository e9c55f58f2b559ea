import { expect, test } from 'vitest';
import {
  moveEnd,
  moveStart,
  partFrom,
  slide,
  snapTo,
  type TrimBounds,
  toFrame,
} from '#renderer/features/prepare/trim.ts';

/** A video of 14 s at 25 fps, of which 3 to 10 s may be used. */
const bounds: TrimBounds = { durationSec: 14, minSec: 3, maxSec: 10, fps: 25 };

test('rounds times to frames', () => {
  expect([toFrame(1.01, 25), toFrame(1.03, 25), toFrame(0.5, 30)]).toEqual([1, 1.04, 0.5]);
});

test('starts ten seconds at the playhead', () => {
  expect(partFrom(2, 10, bounds)).toEqual({ startSec: 2, endSec: 12 });
});

test('starts ten seconds earlier near the end, so that the length is kept', () => {
  expect(partFrom(9, 10, bounds)).toEqual({ startSec: 4, endSec: 14 });
  expect(partFrom(14, 10, bounds)).toEqual({ startSec: 4, endSec: 14 });
});

test('uses all of a video shorter than ten seconds', () => {
  expect(partFrom(3, 10, { ...bounds, durationSec: 6.4 })).toEqual({ startSec: 0, endSec: 6.4 });
});

test('moves the start alone while the length is allowed', () => {
  expect(moveStart({ startSec: 2, endSec: 10 }, 4, bounds)).toEqual({ startSec: 4, endSec: 10 });
});

test('moves the end along with the start when the part would exceed the maximum', () => {
  expect(moveStart({ startSec: 4, endSec: 14 }, 1, bounds)).toEqual({ startSec: 1, endSec: 11 });
});

test('moves the end along with the start when the part would fall below the minimum', () => {
  expect(moveStart({ startSec: 2, endSec: 6 }, 5, bounds)).toEqual({ startSec: 5, endSec: 8 });
});

test('stops the start where the minimum length fits, and at 0', () => {
  expect(moveStart({ startSec: 2, endSec: 14 }, 13, bounds)).toEqual({ startSec: 11, endSec: 14 });
  expect(moveStart({ startSec: 2, endSec: 8 }, -3, bounds)).toEqual({ startSec: 0, endSec: 8 });
});

test('moves the end, with the start, within the same limits', () => {
  expect(moveEnd({ startSec: 2, endSec: 10 }, 8, bounds)).toEqual({ startSec: 2, endSec: 8 });
  expect(moveEnd({ startSec: 0, endSec: 10 }, 13, bounds)).toEqual({ startSec: 3, endSec: 13 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 7, bounds)).toEqual({ startSec: 4, endSec: 7 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 99, bounds)).toEqual({ startSec: 6, endSec: 14 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 1, bounds)).toEqual({ startSec: 0, endSec: 3 });
});

test('slides the part without changing its length and stops at either end', () => {
  const part = { startSec: 4, endSec: 9 };
  expect(slide(part, 2, bounds)).toEqual({ startSec: 6, endSec: 11 });
  expect(slide(part, -20, bounds)).toEqual({ startSec: 0, endSec: 5 });
  expect(slide(part, 20, bounds)).toEqual({ startSec: 9, endSec: 14 });
});

test('uses the whole of a video shorter than the minimum', () => {
  const short = { ...bounds, durationSec: 2 };
  expect(moveStart({ startSec: 0, endSec: 2 }, 1, short)).toEqual({ startSec: 0, endSec: 2 });
  expect(moveEnd({ startSec: 0, endSec: 2 }, 1, short)).toEqual({ startSec: 0, endSec: 2 });
});

test('places both ends on frames at any rate, never above the maximum length', () => {
  const ntsc = { durationSec: 60.06, minSec: 3, maxSec: 10, fps: 30000 / 1001 };
  const parts = [
    partFrom(7.777, 10, ntsc),
    moveStart({ startSec: 20, endSec: 30 }, 5.123, ntsc),
    moveEnd({ startSec: 20, endSec: 30 }, 44.4, ntsc),
    moveEnd({ startSec: 20, endSec: 30 }, 20.5, ntsc),
  ];
  for (const { startSec, endSec } of parts) {
    for (const frame of [startSec * ntsc.fps, endSec * ntsc.fps])
      expect(frame).toBeCloseTo(Math.round(frame), 5);
    expect(endSec - startSec).toBeLessThanOrEqual(10.000001);
    expect(endSec - startSec).toBeGreaterThanOrEqual(2.999999);
  }
});

test('limits thirty seconds to ten where the model accepts no more', () => {
  expect(partFrom(2, 30, bounds)).toEqual({ startSec: 2, endSec: 12 });
});

test('snaps a handle to a nearby cut only', () => {
  const cuts = { timesSec: [4, 7.2, 7.4], withinSec: 0.15 };
  expect([
    snapTo(4.1, cuts),
    snapTo(7.31, cuts),
    snapTo(5, cuts),
    snapTo(5, { ...cuts, timesSec: [] }),
  ]).toEqual([4, 7.4, 5, 5]);
});
