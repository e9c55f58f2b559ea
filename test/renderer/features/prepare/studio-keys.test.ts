// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { isKeyTaken, type StudioCommand, studioCommand } from '#renderer/features/prepare/studio-keys.ts';

afterEach(() => {
  document.body.replaceChildren();
});

const press = (key: string, more: KeyboardEventInit = {}) =>
  studioCommand(new KeyboardEvent('keydown', { key, ...more }));
const inside = (html: string, selector: string): Element | null => {
  document.body.innerHTML = html;
  return document.querySelector(selector);
};

test('uses the keys of video editors', () => {
  expect([
    press(' '),
    press('i'),
    press('O', {}),
    press('ArrowLeft'),
    press('ArrowRight', { shiftKey: true }),
    press('Enter', { ctrlKey: true }),
    press('Enter', { metaKey: true }),
  ]).toEqual([
    { kind: 'play' },
    { kind: 'start-here' },
    { kind: 'end-here' },
    { kind: 'frames', by: -1 },
    { kind: 'seconds', by: 1 },
    { kind: 'generate' },
    { kind: 'generate' },
  ]);
});

test('zooms with plus and minus, with or without Shift, shows all with 0, and moves to the ends of the part with Shift', () => {
  expect([
    press('+', { shiftKey: true }),
    press('='),
    press('-'),
    press('0'),
    press('I', { shiftKey: true }),
    press('o', { shiftKey: true }),
  ]).toEqual([
    { kind: 'zoom', by: 1 },
    { kind: 'zoom', by: 1 },
    { kind: 'zoom', by: -1 },
    { kind: 'fit' },
    { kind: 'go-to', end: 'start' },
    { kind: 'go-to', end: 'end' },
  ]);
  expect(press('+', { ctrlKey: true })).toBeNull();
});

test('ignores system shortcuts and all other keys', () => {
  expect([press('i', { ctrlKey: true }), press('o', { altKey: true }), press('Enter'), press('x')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('does not submit a run on key repeat', () => {
  expect(press('Enter', { ctrlKey: true, repeat: true })).toBeNull();
});

const play: StudioCommand = { kind: 'play' };
const here: StudioCommand = { kind: 'start-here' };
const frames: StudioCommand = { kind: 'frames', by: 1 };
const generate: StudioCommand = { kind: 'generate' };

test('leaves letters, space and arrow keys to a text field, and submits a run', () => {
  const box = inside('<textarea></textarea>', 'textarea');
  expect([play, here, frames, generate].map((command) => isKeyTaken(box, command))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('leaves Space to a button, and handles letters', () => {
  const button = inside('<button><i>x</i></button>', 'i');
  expect([play, here, frames].map((command) => isKeyTaken(button, command))).toEqual([true, false, false]);
});

test('leaves arrow keys to a handle', () => {
  const handle = inside('<div role="slider"></div>', '[role=slider]');
  expect([play, here, frames].map((command) => isKeyTaken(handle, command))).toEqual([false, false, true]);
});

test('handles every key without focus', () => {
  expect([play, here, frames, generate].some((command) => isKeyTaken(document.body, command))).toBe(false);
  expect(isKeyTaken(null, play)).toBe(false);
});
