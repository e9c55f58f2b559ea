// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { commandIn, type KeyTable, useKeys } from '#renderer/shared/use-keys.ts';
import { draw } from '#test/renderer/draw.tsx';

const table: KeyTable<string> = {
  plain: { i: 'start', arrowleft: 'frame' },
  shifted: { arrowleft: 'second' },
  anyShift: { '+': 'zoom' },
};
const run = vi.fn();
afterEach(() => {
  run.mockReset();
});

const Screen = () => {
  useKeys<string>({
    commandOf: (pressed, target) => (target?.matches('input') ? null : commandIn(table, pressed)),
    run,
  });
  return null;
};
/** Returns whether the key was used. */
const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};

test('runs the command of a key in the table, and leaves every other key to the system', async () => {
  await draw(<Screen />);
  expect(press(document.body, 'I')).toBe(true);
  expect(press(document.body, 'ArrowLeft', { shiftKey: true })).toBe(true);
  expect(press(document.body, '+', { shiftKey: true })).toBe(true);
  expect([
    press(document.body, 'x'),
    press(document.body, 'i', { shiftKey: true }),
    press(document.body, 'i', { ctrlKey: true }),
    press(document.body, 'i', { altKey: true }),
    press(document.body, 'i', { metaKey: true }),
  ]).toEqual([false, false, false, false, false]);
  expect(run.mock.calls).toEqual([['start'], ['second'], ['zoom']]);
});

test.each(['dialog', 'alertdialog', 'listbox', 'menu'])('leaves every key to an open %s', async (role) => {
  const { box } = await draw(<Screen />);
  box.innerHTML = `<div role="${role}"><button></button></div>`;
  const button = box.querySelector('button');
  expect(button && press(button, 'i')).toBe(false);
  expect(run).not.toHaveBeenCalled();
});

test('leaves a key to the focused element that uses it, and to one that has used it already', async () => {
  const { box } = await draw(<Screen />);
  box.innerHTML = '<input /><i></i>';
  const [input, other] = box.children;
  other?.addEventListener('keydown', (event) => event.preventDefault());
  expect(input && press(input, 'i')).toBe(false);
  expect(other && press(other, 'i')).toBe(true);
  expect(run).not.toHaveBeenCalled();
});
