/** The application menu and the context menu of text fields, from the templates of desktop/menu.ts. */
import { type BrowserWindow, app as electronApp, Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '#contract/commands.ts';
import type { Language } from '#contract/messages/languages.ts';
import { type ContextEntry, contextEntries, type MenuEntry, menuTemplate } from '../desktop/menu.ts';
import { messagesIn } from '../desktop/messages-in.ts';

const isDevelopment = !electronApp.isPackaged;

const itemOf = (entry: MenuEntry, run: (id: CommandId) => void): MenuItemConstructorOptions => {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return { role: entry.role, label: entry.label };
    case 'command':
      return {
        id: entry.id,
        label: entry.label,
        enabled: entry.isEnabled,
        // Where the page reads the keys itself, a second reading by the menu would run the command twice.
        registerAccelerator: entry.isKeyOfMenu,
        ...(entry.accelerator === null ? {} : { accelerator: entry.accelerator }),
        click: () => run(entry.id),
      };
  }
};

/** macOS fills these menus by their role. */
const menuRoles: Readonly<Record<string, MenuItemConstructorOptions['role']>> = {
  window: 'window',
  help: 'help',
};

export const createMenu = () => {
  let enabled: ReadonlySet<CommandId> = new Set();
  let language: Language = 'en';
  let run: ((id: CommandId) => void) | null = null;
  const rebuild = (): void => {
    if (run === null) return;
    const runCommand = run;
    const template = menuTemplate({ platform: process.platform, language, enabled, isDevelopment });
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        template.map(({ menu, label, entries }) => ({
          label,
          ...(menuRoles[menu] === undefined ? {} : { role: menuRoles[menu] }),
          submenu: entries.map((entry) => itemOf(entry, runCommand)),
        })),
      ),
    );
  };
  return {
    /** Shows the menus from now on. */
    begin: (runCommand: (id: CommandId) => void): void => {
      run = runCommand;
      rebuild();
    },
    setEnabled: (ids: readonly CommandId[]): void => {
      enabled = new Set(ids);
      rebuild();
    },
    setLanguage: (next: Language): void => {
      if (next === language) return;
      language = next;
      rebuild();
    },
  };
};

/** The context menu of one window. */
export const showContextMenus = (window: BrowserWindow, language: () => Language): void => {
  const { webContents } = window;
  webContents.on('context-menu', (_event, params) => {
    const { roles, addToDictionary } = messagesIn[language()].commands;
    const optionsOf = (entry: ContextEntry): MenuItemConstructorOptions => {
      switch (entry.kind) {
        case 'separator':
          return { type: 'separator' };
        case 'role':
          return { role: entry.role, label: roles[entry.role] };
        case 'suggestion':
          return { label: entry.word, click: () => webContents.replaceMisspelling(entry.word) };
        case 'add-to-dictionary':
          return {
            label: addToDictionary,
            click: () => void webContents.session.addWordToSpellCheckerDictionary(entry.word),
          };
      }
    };
    const entries = contextEntries({
      isEditable: params.isEditable,
      hasSelection: params.selectionText !== '',
      misspelledWord: params.misspelledWord,
      suggestions: params.dictionarySuggestions,
    });
    if (entries.length > 0) Menu.buildFromTemplate(entries.map(optionsOf)).popup({ window });
  });
};
