import { expect, test } from 'vitest';
import { moveInGrid, screenCommand, tileCommand } from '#renderer/features/library/grid-keys.ts';

// Three whole rows of three, of which two are in sight, and a last one with one tile:
// 0 1 2
// 3 4 5
// 6 7 8
// 9
const move = (key: string, index: number) => moveInGrid({ index, count: 10, columns: 3, rows: 2 }, key);

test('arrows walk along and between the rows', () => {
  expect([move('ArrowRight', 2), move('ArrowLeft', 3), move('ArrowDown', 1), move('ArrowUp', 4)]).toEqual([
    3, 2, 4, 1,
  ]);
});

test('nothing leaves the grid', () => {
  expect([move('ArrowRight', 9), move('ArrowLeft', 0), move('ArrowUp', 2), move('ArrowDown', 9)]).toEqual([
    9, 0, 2, 9,
  ]);
});

test('downwards into a short last row goes to its last tile', () => {
  expect(move('ArrowDown', 8)).toBe(9);
});

test('whole pages are as many rows as are in sight', () => {
  expect([move('PageDown', 1), move('PageDown', 8), move('PageUp', 8), move('PageUp', 4)]).toEqual([
    7, 9, 2, 1,
  ]);
});

test('Home and End go to the first and the last', () => {
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
])('on a tile, %o does %o', (keys, command) => {
  expect(tileCommand(keys)).toEqual(command);
});

test.each([
  [pressed('/'), false, 'search'],
  // Where the slash needs Shift, as on a German keyboard.
  [pressed('/', ['shift']), false, 'search'],
  [pressed('/'), true, null],
  [pressed('f', ['ctrl']), true, 'search'],
  [pressed('f', ['meta']), false, 'search'],
  [pressed('a', ['ctrl']), false, 'all'],
  [pressed('a', ['ctrl']), true, null],
  [pressed('Escape'), false, 'clear'],
  [pressed('Escape'), true, null],
  [pressed('a'), false, null],
] as const)('on the screen, %o with typing %s does %s', (keys, isTyping, command) => {
  expect(screenCommand(keys, isTyping)).toBe(command);
});
