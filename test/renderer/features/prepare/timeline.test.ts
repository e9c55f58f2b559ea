import { expect, test } from 'vitest';
import {
  closestSec,
  isInView,
  isWhole,
  keepInside,
  panBy,
  reveal,
  secAt,
  shareAt,
  wholeView,
  zoomAround,
} from '#renderer/features/prepare/timeline.ts';

const bounds = { durationSec: 100, minLengthSec: 0.5 };
const view = { fromSec: 20, toSec: 40 };

test('converts a time to a position and back', () => {
  expect([shareAt(view, 25), shareAt(view, 10), secAt(view, 0.25), secAt(view, 1.5)]).toEqual([
    0.25, -0.5, 25, 50,
  ]);
});

test('keeps the time under the pointer in place when zooming in', () => {
  const closer = zoomAround(view, { atSec: 25, by: 2 }, bounds);
  expect(closer).toEqual({ fromSec: 22.5, toSec: 32.5 });
  expect(shareAt(closer, 25)).toBe(shareAt(view, 25));
});

test('stops zooming out at the whole video, without showing anything outside it', () => {
  expect(zoomAround(view, { atSec: 25, by: 0.5 }, bounds)).toEqual({ fromSec: 15, toSec: 55 });
  expect(zoomAround(view, { atSec: 38, by: 0.3 }, bounds)).toMatchObject({ fromSec: 0 });
  expect(zoomAround(view, { atSec: 25, by: 0.01 }, bounds)).toEqual(wholeView(100));
});

test('zooms in to twelve frames, or to the whole of a shorter video', () => {
  expect([closestSec(24, 60), closestSec(24, 0.2)]).toEqual([0.5, 0.2]);
  expect(zoomAround(view, { atSec: 30, by: 1000 }, bounds)).toEqual({ fromSec: 29.75, toSec: 30.25 });
});

test('stops scrolling at either end', () => {
  expect([panBy(view, 5, 100), panBy(view, -50, 100), panBy(view, 500, 100)]).toEqual([
    { fromSec: 25, toSec: 45 },
    { fromSec: 0, toSec: 20 },
    { fromSec: 80, toSec: 100 },
  ]);
  expect(keepInside({ fromSec: -10, toSec: 200 }, 100)).toEqual(wholeView(100));
});

test('does not move for a visible time, and moves another to the requested position', () => {
  expect(reveal(view, { atSec: 33, share: 0.1 }, 100)).toBe(view);
  expect(reveal(view, { atSec: 50, share: 0.1 }, 100)).toEqual({ fromSec: 48, toSec: 68 });
  expect(reveal(view, { atSec: 99, share: 0.1 }, 100)).toEqual({ fromSec: 80, toSec: 100 });
});

test('counts the edges as visible', () => {
  expect([isInView(view, 20), isInView(view, 40), isInView(view, 40.01)]).toEqual([true, true, false]);
  expect([isWhole(view, 100), isWhole(wholeView(100), 100)]).toEqual([false, true]);
});
