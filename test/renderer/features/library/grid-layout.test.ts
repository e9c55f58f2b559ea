import { expect, test } from 'vitest';
import { layOut, rowsToDraw, spanOf } from '#renderer/features/library/grid-layout.ts';

test.each([
  [0, 1],
  [399, 1],
  [400, 2],
  [1236, 6],
])('fits into a window of %i px %i columns', (widthPx, columns) => {
  expect(layOut(widthPx).columns).toBe(columns);
});

test('fills the width exactly with the tiles of a row and their gaps', () => {
  for (const widthPx of [400, 777, 1236, 2400]) {
    const { columns, tileWidthPx } = layOut(widthPx);
    const usedPx = columns * tileWidthPx + (columns - 1) * 16;
    expect(widthPx - usedPx).toBeGreaterThanOrEqual(0);
    expect(widthPx - usedPx).toBeLessThan(columns);
  }
});

test('renders a few rows around the visible ones, and the one that Tab reaches', () => {
  const seen = { startIndex: 10, endIndex: 12, count: 100 };
  expect(rowsToDraw(seen, 11)).toEqual([8, 9, 10, 11, 12, 13, 14]);
  expect(rowsToDraw(seen, 0)).toEqual([0, 8, 9, 10, 11, 12, 13, 14]);
  expect(rowsToDraw(seen, 99)).toEqual([8, 9, 10, 11, 12, 13, 14, 99]);
  expect(rowsToDraw({ startIndex: 0, endIndex: 1, count: 2 }, 0)).toEqual([0, 1]);
  expect(rowsToDraw({ startIndex: 0, endIndex: 0, count: 0 }, 0)).toEqual([]);
});

test('reads rows with all of their tiles, and nothing after the last one', () => {
  expect(spanOf([2, 3, 4], { columns: 3, count: 100 })).toEqual({ first: 6, last: 14 });
  expect(spanOf([2, 3, 4], { columns: 3, count: 13 })).toEqual({ first: 6, last: 12 });
  expect(spanOf([], { columns: 3, count: 13 })).toBeNull();
  expect(spanOf([0], { columns: 3, count: 0 })).toBeNull();
});
