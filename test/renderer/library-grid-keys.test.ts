import { expect, test } from 'vitest';
import { moveInGrid } from '#renderer/features/library/grid-keys.ts';

// Three columns:  0 1 2 / 3 4 5 / 6
const from = (index: number, key: string) => moveInGrid({ index, count: 7, columns: 3 }, key);

test('left and right walk through the grid in reading order and stop at its ends', () => {
  expect([from(2, 'ArrowRight'), from(3, 'ArrowLeft'), from(6, 'ArrowRight'), from(0, 'ArrowLeft')]).toEqual([
    3, 2, 6, 0,
  ]);
});

test('up and down keep the column and stop at the edges', () => {
  expect([from(1, 'ArrowDown'), from(4, 'ArrowUp'), from(1, 'ArrowUp'), from(6, 'ArrowDown')]).toEqual([
    4, 1, 1, 6,
  ]);
});

test('down from above a short last row lands on its last tile', () => {
  expect(from(5, 'ArrowDown')).toBe(6);
});

test('down inside the last row stays', () => {
  expect(moveInGrid({ index: 3, count: 5, columns: 3 }, 'ArrowDown')).toBe(3);
});

test('home and end go to the first and the last', () => {
  expect([from(4, 'Home'), from(4, 'End')]).toEqual([0, 6]);
});

test('other keys are left to others', () => {
  expect([from(4, 'Enter'), from(4, 'a'), from(4, 'Tab')]).toEqual([null, null, null]);
});
