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

/** A clip of 14 s at 25 frames a second, of which 3 to 10 s may be used. */
const bounds: TrimBounds = { durationSec: 14, minSec: 3, maxSec: 10, fps: 25 };

test('times are those of frames', () => {
  expect([toFrame(1.01, 25), toFrame(1.03, 25), toFrame(0.5, 30)]).toEqual([1, 1.04, 0.5]);
});

test('ten seconds from the playhead begin there', () => {
  expect(partFrom(2, 10, bounds)).toEqual({ startSec: 2, endSec: 12 });
});

test('ten seconds from near the end begin earlier, so that they stay ten', () => {
  expect(partFrom(9, 10, bounds)).toEqual({ startSec: 4, endSec: 14 });
  expect(partFrom(14, 10, bounds)).toEqual({ startSec: 4, endSec: 14 });
});

test('ten seconds of a shorter clip are all of it', () => {
  expect(partFrom(3, 10, { ...bounds, durationSec: 6.4 })).toEqual({ startSec: 0, endSec: 6.4 });
});

test('the start moves alone while the length allows it', () => {
  expect(moveStart({ startSec: 2, endSec: 10 }, 4, bounds)).toEqual({ startSec: 4, endSec: 10 });
});

test('the start pulls the end along where the part would grow too long', () => {
  expect(moveStart({ startSec: 4, endSec: 14 }, 1, bounds)).toEqual({ startSec: 1, endSec: 11 });
});

test('the start pushes the end along where the part would grow too short', () => {
  expect(moveStart({ startSec: 2, endSec: 6 }, 5, bounds)).toEqual({ startSec: 5, endSec: 8 });
});

test('the start stops where the least length still fits, and at nought', () => {
  expect(moveStart({ startSec: 2, endSec: 14 }, 13, bounds)).toEqual({ startSec: 11, endSec: 14 });
  expect(moveStart({ startSec: 2, endSec: 8 }, -3, bounds)).toEqual({ startSec: 0, endSec: 8 });
});

test('the end moves, pulls and stops in the same way', () => {
  expect(moveEnd({ startSec: 2, endSec: 10 }, 8, bounds)).toEqual({ startSec: 2, endSec: 8 });
  expect(moveEnd({ startSec: 0, endSec: 10 }, 13, bounds)).toEqual({ startSec: 3, endSec: 13 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 7, bounds)).toEqual({ startSec: 4, endSec: 7 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 99, bounds)).toEqual({ startSec: 6, endSec: 14 });
  expect(moveEnd({ startSec: 6, endSec: 10 }, 1, bounds)).toEqual({ startSec: 0, endSec: 3 });
});

test('a part that slides keeps its length and stops at either end', () => {
  const part = { startSec: 4, endSec: 9 };
  expect(slide(part, 2, bounds)).toEqual({ startSec: 6, endSec: 11 });
  expect(slide(part, -20, bounds)).toEqual({ startSec: 0, endSec: 5 });
  expect(slide(part, 20, bounds)).toEqual({ startSec: 9, endSec: 14 });
});

test('a clip shorter than the least length is used whole', () => {
  const short = { ...bounds, durationSec: 2 };
  expect(moveStart({ startSec: 0, endSec: 2 }, 1, short)).toEqual({ startSec: 0, endSec: 2 });
  expect(moveEnd({ startSec: 0, endSec: 2 }, 1, short)).toEqual({ startSec: 0, endSec: 2 });
});

test('both ends are on frames, whatever the rate, and the part is never longer than the model takes', () => {
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

test('thirty seconds are ten where the model takes no more', () => {
  expect(partFrom(2, 30, bounds)).toEqual({ startSec: 2, endSec: 12 });
});

test('a handle holds on to a cut that it comes near, and to no other', () => {
  const cuts = { timesSec: [4, 7.2, 7.4], withinSec: 0.15 };
  expect([
    snapTo(4.1, cuts),
    snapTo(7.31, cuts),
    snapTo(5, cuts),
    snapTo(5, { ...cuts, timesSec: [] }),
  ]).toEqual([4, 7.4, 5, 5]);
});
