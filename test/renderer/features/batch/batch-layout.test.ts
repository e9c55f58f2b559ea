import { expect, test } from 'vitest';
import { moveInMatrix } from '#renderer/features/batch/batch-layout.ts';

const size = { rows: 4, columns: 3 };
const middle = { row: 1, column: 1 };
const press = (key: string, isFar = false, from = middle) => moveInMatrix(from, { key, isFar }, size);

test('moves by one cell with arrow keys, across blocks, and stops at the edges', () => {
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].map((key) => press(key))).toEqual([
    { row: 1, column: 2 },
    { row: 1, column: 0 },
    { row: 2, column: 1 },
    { row: 0, column: 1 },
  ]);
  const last = { row: 3, column: 2 };
  expect([press('ArrowRight', false, last), press('ArrowDown', false, last)]).toEqual([last, last]);
  const first = { row: 0, column: 0 };
  expect([press('ArrowLeft', false, first), press('ArrowUp', false, first)]).toEqual([first, first]);
});

test('moves to the ends of the row with Home and End, and of the matrix with Ctrl', () => {
  expect([press('Home'), press('End'), press('Home', true), press('End', true)]).toEqual([
    { row: 1, column: 0 },
    { row: 1, column: 2 },
    { row: 0, column: 0 },
    { row: 3, column: 2 },
  ]);
});

test('returns null for other keys', () => {
  expect([press('a'), press('Tab'), press(' ')]).toEqual([null, null, null]);
});
