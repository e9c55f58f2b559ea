// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { isKeyTaken, keyCommand } from '#renderer/features/compare/compare-keys.ts';

const pressed = (key: string, more: KeyboardEventInit = {}) =>
  keyCommand(new KeyboardEvent('keydown', { key, ...more }));

test('uses the keys of video editors', () => {
  expect([' ', 'k', ',', '.', 'j', 'l', 'Home', 'End', 'Escape'].map((key) => pressed(key))).toEqual([
    { kind: 'toggle' },
    { kind: 'toggle' },
    { kind: 'frames', by: -1 },
    { kind: 'frames', by: 1 },
    { kind: 'speed', direction: -1 },
    { kind: 'speed', direction: 1 },
    { kind: 'to', place: 'start' },
    { kind: 'to', place: 'end' },
    { kind: 'back' },
  ]);
});

test('steps by a frame with arrows, by a second with Shift', () => {
  expect([pressed('ArrowLeft'), pressed('ArrowRight', { shiftKey: true })]).toEqual([
    { kind: 'frames', by: -1 },
    { kind: 'seconds', by: 1 },
  ]);
});

test('treats capital letters as small ones, so that Caps Lock has no effect', () => {
  expect(pressed('K')).toEqual({ kind: 'toggle' });
});

test('ignores keys held with Ctrl, Alt or the system key', () => {
  expect([
    pressed('l', { ctrlKey: true }),
    pressed('k', { metaKey: true }),
    pressed('s', { altKey: true }),
  ]).toEqual([null, null, null]);
});

const within = (html: string, selector: string): Element | null => {
  document.body.innerHTML = html;
  return document.querySelector(selector);
};

test('leaves letters to a text field', () => {
  expect(isKeyTaken(within('<input type="text">', 'input'), 'k')).toBe(true);
});

test('leaves letters to a list, and handles its arrow keys', () => {
  const list = within('<button role="combobox">Reference</button>', 'button');
  expect([isKeyTaken(list, 'k'), isKeyTaken(list, ' '), isKeyTaken(list, 'ArrowLeft')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('handles the arrow keys of the time slider', () => {
  expect(isKeyTaken(within('<input type="range">', 'input'), 'ArrowLeft')).toBe(false);
});

test('leaves Space to a focused button, and plays otherwise', () => {
  const button = within('<button>Loop</button>', 'button');
  expect([isKeyTaken(button, ' '), isKeyTaken(button, 'k'), isKeyTaken(document.body, ' ')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('leaves arrow keys to a focused radio group', () => {
  const radio = within('<div role="radiogroup"><span role="radio">1x</span></div>', '[role="radio"]');
  expect(isKeyTaken(radio, 'ArrowRight')).toBe(true);
});
