import { describe, expect, test } from 'vitest';
import { type CommandId, commandIds, commands } from '#contract/commands.ts';
import { languageOf } from '#contract/messages/languages.ts';
import { contextEntries, type MenuState, menuTemplate } from '#main/desktop/menu.ts';

const state = (change: Partial<MenuState> = {}): MenuState => ({
  platform: 'linux',
  language: 'en',
  enabled: new Set(),
  isDevelopment: false,
  ...change,
});

const entriesOf = (change: Partial<MenuState> = {}) =>
  menuTemplate(state(change)).flatMap(({ entries }) => entries);
const commandOf = (id: CommandId, change: Partial<MenuState> = {}) =>
  entriesOf(change).find((entry) => entry.kind === 'command' && entry.id === id);
const rolesOf = (change: Partial<MenuState> = {}) =>
  entriesOf(change).flatMap((entry) => (entry.kind === 'role' ? [entry.role] : []));

describe.each(['darwin', 'win32', 'linux'] as const)('the menus of %s', (platform) => {
  test('contain each command once; Paste is a role of Electron', () => {
    const ids = entriesOf({ platform }).flatMap((entry) => (entry.kind === 'command' ? [entry.id] : []));
    expect([...ids].sort()).toEqual(commandIds.filter((id) => id !== 'paste').sort());
    expect(rolesOf({ platform })).toContain('paste');
  });

  test('do not begin or end with a separator, and have no two in a row', () => {
    for (const { entries } of menuTemplate(state({ platform }))) {
      const kinds = entries.map(({ kind }) => kind);
      expect(kinds[0]).not.toBe('separator');
      expect(kinds.at(-1)).not.toBe('separator');
      expect(kinds.join(' ')).not.toContain('separator separator');
    }
  });

  test('use no shortcut twice', () => {
    const keys = entriesOf({ platform }).flatMap((entry) =>
      entry.kind === 'command' && entry.accelerator !== null ? [entry.accelerator] : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('macOS has App, File, Edit, View, Window and Help; the others have no App and no Window menu', () => {
  const menusOf = (platform: NodeJS.Platform) => menuTemplate(state({ platform })).map(({ menu }) => menu);
  expect(menusOf('darwin')).toEqual(['app', 'file', 'edit', 'view', 'window', 'help']);
  expect(menusOf('win32')).toEqual(['file', 'edit', 'view', 'help']);
  expect(menusOf('linux')).toEqual(['file', 'edit', 'view', 'help']);
});

test('on macOS each command is in the menu that the table names', () => {
  for (const { menu, entries } of menuTemplate(state({ platform: 'darwin' })))
    for (const entry of entries)
      if (entry.kind === 'command') expect([entry.id, commands[entry.id].menu]).toEqual([entry.id, menu]);
});

test('a command of the page is enabled only while the page can run it; a command of the host always', () => {
  expect(commandOf('generate')).toMatchObject({ isEnabled: false });
  expect(commandOf('generate', { enabled: new Set(['generate'] as const) })).toMatchObject({
    isEnabled: true,
  });
  expect(commandOf('openImage')).toMatchObject({ isEnabled: true });
});

test('the page reads the keys of its own commands; the menu reads those of the host', () => {
  expect(commandOf('generate')).toMatchObject({ accelerator: 'Ctrl+Enter', isKeyOfMenu: false });
  expect(commandOf('openImage', { platform: 'darwin' })).toMatchObject({
    accelerator: 'Cmd+O',
    isKeyOfMenu: true,
  });
});

test('developer tools are in the menu only in development', () => {
  expect(rolesOf()).not.toContain('toggleDevTools');
  expect(rolesOf({ isDevelopment: true })).toContain('toggleDevTools');
});

test('all labels are in the language of the user', () => {
  const labels = menuTemplate(state({ language: 'es' }));
  expect(labels.map(({ label }) => label)).toEqual(['Archivo', 'Edición', 'Ver', 'Ayuda']);
  expect(commandOf('openImage', { language: 'es' })).toMatchObject({ label: 'Abrir imagen' });
});

test.each([
  ['system', 'es-MX', 'es'],
  ['system', 'de-DE', 'en'],
  ['en', 'es-ES', 'en'],
] as const)('language %s with the locale %s is %s', (chosen, locale, language) => {
  expect(languageOf(chosen, locale)).toBe(language);
});

describe('the context menu', () => {
  const context = { isEditable: true, hasSelection: false, misspelledWord: '', suggestions: [] };

  test('outside text fields offers to copy a selection, and does not open without one', () => {
    expect(contextEntries({ ...context, isEditable: false, hasSelection: true })).toEqual([
      { kind: 'role', role: 'copy' },
    ]);
    expect(contextEntries({ ...context, isEditable: false })).toEqual([]);
  });

  test('in a text field offers spellings of a misspelled word before the editing commands', () => {
    expect(contextEntries(context).map(({ kind }) => kind)).toEqual(['role', 'role', 'role', 'role']);
    expect(
      contextEntries({ ...context, misspelledWord: 'helo', suggestions: ['hello'] }).slice(0, 3),
    ).toEqual([
      { kind: 'suggestion', word: 'hello' },
      { kind: 'add-to-dictionary', word: 'helo' },
      { kind: 'separator' },
    ]);
  });
});
