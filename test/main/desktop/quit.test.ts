import { expect, test } from 'vitest';
import { type QuitEvent, type QuitState, quitStep } from '#main/desktop/quit.ts';

type Close = Extract<QuitEvent, { kind: 'close-window' }>;
const close = (change: Partial<Close> = {}): Close => ({
  kind: 'close-window',
  platform: 'linux',
  runningCount: 2,
  whenClosed: 'ask',
  ...change,
});
const kindsOf = (state: QuitState, event: QuitEvent) => {
  const next = quitStep(state, event);
  return [next.state, ...next.effects.map(({ kind }) => kind)];
};

test('without runs the window closes without a question', () => {
  expect(kindsOf('open', close({ runningCount: 0 }))).toEqual(['open']);
});

test('on macOS the window closes and the program stays open', () => {
  expect(kindsOf('open', close({ platform: 'darwin' }))).toEqual(['open']);
});

test('with runs in progress it asks once, and a second close while it asks is ignored', () => {
  expect(kindsOf('open', close())).toEqual(['asking', 'keep-window', 'ask']);
  expect(kindsOf('asking', close())).toEqual(['asking', 'keep-window']);
});

test.each([
  ['keep', ['in-tray', 'remember', 'hide-to-tray']],
  ['stop', ['quitting', 'remember', 'quit']],
  ['cancel', ['open']],
] as const)('the answer %s is performed, and remembered where it decides', (answer, expected) => {
  expect(kindsOf('asking', { kind: 'answered', answer, isRemembered: true })).toEqual(expected);
});

test('an answer that is not to be remembered changes no setting', () => {
  expect(kindsOf('asking', { kind: 'answered', answer: 'keep', isRemembered: false })).toEqual([
    'in-tray',
    'hide-to-tray',
  ]);
});

test('a remembered answer replaces the question', () => {
  expect(kindsOf('open', close({ whenClosed: 'keep' }))).toEqual(['in-tray', 'keep-window', 'hide-to-tray']);
  expect(kindsOf('open', close({ whenClosed: 'stop' }))).toEqual(['quitting', 'quit']);
});

test('the tray is removed when the window is shown again, and the next close asks again', () => {
  expect(kindsOf('in-tray', { kind: 'window-shown' })).toEqual(['open', 'remove-tray']);
  expect(kindsOf('open', { kind: 'window-shown' })).toEqual(['open']);
  expect(kindsOf('open', close())).toEqual(['asking', 'keep-window', 'ask']);
});

test('quitting closes every window without a question, and an answer that comes later is ignored', () => {
  expect(kindsOf('in-tray', { kind: 'quit' })).toEqual(['quitting']);
  expect(kindsOf('quitting', close())).toEqual(['quitting']);
  expect(kindsOf('quitting', { kind: 'answered', answer: 'keep', isRemembered: true })).toEqual(['quitting']);
});
