import { describe, expect, test } from 'vitest';
import { listedShortcuts, shortcutCommand } from '#renderer/app/shortcuts.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  code: '',
  keyCode: 0,
  isComposing: false,
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const desktop = { isMac: false, isDesktop: true, isInText: false };
const ctrl = { ctrlKey: true };

describe('on the desktop', () => {
  test.each([
    ['e', ctrl, 'export'],
    ['R', { ...ctrl, shiftKey: true }, 'showInFolder'],
    ['r', ctrl, null],
    [',', ctrl, 'preferences'],
    ['/', ctrl, 'shortcuts'],
    ['/', { ...ctrl, shiftKey: true }, 'shortcuts'],
    ['?', { shiftKey: true }, 'shortcuts'],
    ['e', {}, null],
    ['e', { metaKey: true }, null],
    ['e', { ...ctrl, altKey: true }, null],
  ] as const)('%s with %o runs %s', (key, held, expected) => {
    expect(shortcutCommand(press(key, held), desktop)).toBe(expected);
  });

  test('commands of the host and Generate are left to the menu and the Studio', () => {
    for (const key of ['o', 'q', 'Enter', 'v']) expect(shortcutCommand(press(key, ctrl), desktop)).toBeNull();
  });

  test('macOS uses Cmd', () => {
    const mac = { ...desktop, isMac: true };
    expect(shortcutCommand(press('e', { metaKey: true }), mac)).toBe('export');
    expect(shortcutCommand(press('e', ctrl), mac)).toBeNull();
  });

  test('a held key runs a command once', () => {
    expect(shortcutCommand({ ...press('e', ctrl), repeat: true }, desktop)).toBeNull();
  });
});

test('in a text field a question mark is typed, and Ctrl and slash opens the list', () => {
  const inText = { ...desktop, isInText: true };
  expect(shortcutCommand(press('?', { shiftKey: true }), inText)).toBeNull();
  expect(shortcutCommand(press('/', ctrl), inText)).toBe('shortcuts');
});

test('in a browser only the list of shortcuts is opened here', () => {
  const browser = { ...desktop, isDesktop: false };
  expect(shortcutCommand(press('e', ctrl), browser)).toBeNull();
  expect(shortcutCommand(press('?'), browser)).toBe('shortcuts');
});

test('the list names the keys of the system, and in a browser only what works there', () => {
  const keysOf = (host: Parameters<typeof listedShortcuts>[0]) =>
    Object.fromEntries(listedShortcuts(host, 'Intro').map(({ id, keys }) => [id, keys]));
  expect(keysOf({ isMac: true, isDesktop: true })).toMatchObject({ openVideo: '⌘ ⇧ O', generate: '⌘ Intro' });
  expect(keysOf({ isMac: false, isDesktop: true })).toMatchObject({ openVideo: 'Ctrl+Shift+O' });
  expect(keysOf({ isMac: false, isDesktop: false })).toEqual({
    generate: 'Ctrl+Intro',
    shortcuts: 'Ctrl+/, ?',
  });
});
