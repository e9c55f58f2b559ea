// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { isKeyTaken, keyCommand } from '#renderer/features/compare/key-commands.ts';

const pressed = (key: string, more: KeyboardEventInit = {}) =>
  keyCommand(new KeyboardEvent('keydown', { key, ...more }));

test('the keys are those of edit suites', () => {
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

test('arrows go by a frame, with Shift by a second', () => {
  expect([pressed('ArrowLeft'), pressed('ArrowRight', { shiftKey: true })]).toEqual([
    { kind: 'frames', by: -1 },
    { kind: 'seconds', by: 1 },
  ]);
});

test('capital letters count as their small ones, so that Caps Lock breaks nothing', () => {
  expect(pressed('K')).toEqual({ kind: 'toggle' });
});

test('keys held with Ctrl, Alt or the system key are left to the system', () => {
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

test('letters typed into a field are text', () => {
  expect(isKeyTaken(within('<input type="text">', 'input'), 'k')).toBe(true);
});

test('letters typed on a list find an option, and arrows stay with the comparison', () => {
  const list = within('<button role="combobox">Reference</button>', 'button');
  expect([isKeyTaken(list, 'k'), isKeyTaken(list, ' '), isKeyTaken(list, 'ArrowLeft')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('the slider of time gives its arrows to the comparison', () => {
  expect(isKeyTaken(within('<input type="range">', 'input'), 'ArrowLeft')).toBe(false);
});

test('Space presses the button that has the focus, and plays everywhere else', () => {
  const button = within('<button>Loop</button>', 'button');
  expect([isKeyTaken(button, ' '), isKeyTaken(button, 'k'), isKeyTaken(document.body, ' ')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('arrows walk a choice that has the focus', () => {
  const radio = within('<div role="radiogroup"><span role="radio">1x</span></div>', '[role="radio"]');
  expect(isKeyTaken(radio, 'ArrowRight')).toBe(true);
});
