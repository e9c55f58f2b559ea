import { expect, test } from 'vitest';
import { moveInGrid, screenCommand, tileCommand } from '#renderer/features/library/grid-keys.ts';

// Three full rows of three, of which two are visible, and a last row with one tile:
// 0 1 2
// 3 4 5
// 6 7 8
// 9
const move = (key: string, index: number) => moveInGrid({ index, count: 10, columns: 3, rows: 2 }, key);

test('moves along and between the rows with arrow keys', () => {
  expect([move('ArrowRight', 2), move('ArrowLeft', 3), move('ArrowDown', 1), move('ArrowUp', 4)]).toEqual([
    3, 2, 4, 1,
  ]);
});

test('stays inside the grid', () => {
  expect([move('ArrowRight', 9), move('ArrowLeft', 0), move('ArrowUp', 2), move('ArrowDown', 9)]).toEqual([
    9, 0, 2, 9,
  ]);
});

test('moves down into a short last row to its last tile', () => {
  expect(move('ArrowDown', 8)).toBe(9);
});

test('moves by as many rows as are visible with Page Up and Page Down', () => {
  expect([move('PageDown', 1), move('PageDown', 8), move('PageUp', 8), move('PageUp', 4)]).toEqual([
    7, 9, 2, 1,
  ]);
});

test('moves to the first and the last tile with Home and End', () => {
  expect([move('Home', 5), move('End', 5), move('x', 5)]).toEqual([0, 9, null]);
});

const pressed = (key: string, held: readonly ('shift' | 'ctrl' | 'meta' | 'alt')[] = []) => ({
  ...{ key, code: '', keyCode: 0, isComposing: false },
  shiftKey: held.includes('shift'),
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
});

test.each([
  [pressed(' '), { kind: 'select' }],
  [pressed(' ', ['shift']), { kind: 'extend' }],
  [pressed('Delete'), { kind: 'remove' }],
  [pressed('Backspace', ['meta']), { kind: 'remove' }],
  [pressed('f'), { kind: 'favourite' }],
  [pressed('F'), { kind: 'favourite' }],
  [pressed('4'), { kind: 'rate', stars: 4 }],
  [pressed('0'), { kind: 'rate', stars: 0 }],
  [pressed('F2'), { kind: 'rename' }],
  [pressed('F10', ['shift']), { kind: 'menu' }],
  [pressed('6'), null],
  [pressed('f', ['ctrl']), null],
  [pressed('Backspace'), null],
  [pressed('Enter'), null],
])('maps %o on a tile to %o', (keys, command) => {
  expect(tileCommand(keys)).toEqual(command);
});

test.each([
  [pressed('/'), false, 'search'],
  // Layouts on which the slash needs Shift, such as German.
  [pressed('/', ['shift']), false, 'search'],
  [pressed('/'), true, null],
  [pressed('f', ['ctrl']), true, 'search'],
  [pressed('f', ['meta']), false, 'search'],
  [pressed('a', ['ctrl']), false, 'all'],
  [pressed('a', ['ctrl']), true, null],
  [pressed('Escape'), false, 'clear'],
  [pressed('Escape'), true, null],
  [pressed('a'), false, null],
] as const)('maps %o on the screen, with typing %s, to %s', (keys, isTyping, command) => {
  expect(screenCommand(keys, isTyping)).toBe(command);
});
