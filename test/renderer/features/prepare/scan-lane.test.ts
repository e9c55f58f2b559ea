import { expect, test } from 'vitest';
import { areaPath, curvePoints, stretchShare } from '#renderer/features/prepare/scan-lane.tsx';

const view = { fromSec: 0, toSec: 4 };

test('places each value in the middle of its time span', () => {
  const points = curvePoints({ values: [0, 0.5, 1, 0.5], stepSec: 1, view, count: 10 });
  expect(points).toEqual([
    { x: 0.125, height: 0 },
    { x: 0.375, height: 0.5 },
    { x: 0.625, height: 1 },
    { x: 0.875, height: 0.5 },
  ]);
});

test('keeps a short movement visible in a long video', () => {
  const values = Array.from({ length: 6000 }, (_, at) => (at === 4321 ? 0.9 : 0));
  const points = curvePoints({ values, stepSec: 0.1, view: { fromSec: 0, toSec: 600 }, count: 480 });
  expect(points.length).toBeLessThanOrEqual(482);
  expect(points.filter(({ height }) => height === 0.9)).toHaveLength(1);
});

test('moves the curve without changing its shape on scrolling', () => {
  const values = Array.from({ length: 1000 }, (_, at) => (at % 7) / 7);
  const heightsFrom = (fromSec: number) =>
    curvePoints({ values, stepSec: 0.1, view: { fromSec, toSec: fromSec + 50 }, count: 50 })
      .map(({ height }) => height)
      .slice(2, 20);
  expect(heightsFrom(10.3)).toEqual(heightsFrom(10.9));
});

test('closes the area on the lower edge, and returns an empty path for an empty view', () => {
  expect(
    areaPath([
      { x: 0, height: 0.25 },
      { x: 1, height: 1 },
    ]),
  ).toBe('M0 1L0 0.75L1 0L1 1Z');
  expect(areaPath([])).toBe('');
});

test('limits a time range to the view', () => {
  const close = { fromSec: 2, toSec: 4 };
  expect(stretchShare(close, { startSec: 1, endSec: 3 })).toEqual({ left: 0, width: 0.5 });
  expect(stretchShare(close, { startSec: 3, endSec: 9 })).toEqual({ left: 0.5, width: 0.5 });
  expect(stretchShare(close, { startSec: 0, endSec: 2 })).toBeNull();
});
