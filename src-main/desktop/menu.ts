/** The menus of the desktop window, as data. Made from the table of commands. */
import { type CommandId, type CommandMenu, commands } from '#contract/commands.ts';
import type { CommandMessages } from '#contract/messages/en/commands.ts';
import type { Language } from '#contract/messages/languages.ts';
import { messagesIn } from './messages-in.ts';

/** Menu items that Electron implements: https://www.electronjs.org/docs/latest/api/menu-item#roles */
export type MenuRole = keyof CommandMessages['roles'];

export type MenuEntry =
  | {
      readonly kind: 'command';
      readonly id: CommandId;
      readonly label: string;
      readonly accelerator: string | null;
      /** False: the page reads these keys itself, and the menu only shows them. */
      readonly isKeyOfMenu: boolean;
      readonly isEnabled: boolean;
    }
  | { readonly kind: 'role'; readonly role: MenuRole; readonly label: string }
  | { readonly kind: 'separator' };

export type MenuTemplate = {
  readonly menu: CommandMenu;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
};

type Item = CommandId | { readonly role: MenuRole } | '-';

const roles = (...names: readonly MenuRole[]): readonly Item[] => names.map((role) => ({ role }));

const files: readonly Item[] = ['openImage', 'openVideo'];
const results: readonly Item[] = ['-', 'generate', 'export', 'showInFolder', '-'];
const edits = roles('undo', 'redo');
const clipboard = roles('cut', 'copy', 'paste', 'delete', 'selectAll');
const views: readonly Item[] = [
  'compare',
  'reloadPage',
  '-',
  ...roles('resetZoom', 'zoomIn', 'zoomOut'),
  '-',
  ...roles('togglefullscreen'),
];
const support: readonly Item[] = ['shortcuts', '-', 'copyDiagnostics', 'openLogs', 'licences'];

type Layout = readonly (readonly [CommandMenu, readonly Item[]])[];

const macLayout: Layout = [
  [
    'app',
    [
      'about',
      'checkForUpdates',
      '-',
      'preferences',
      '-',
      ...roles('services'),
      '-',
      ...roles('hide', 'hideOthers', 'unhide'),
      '-',
      'quit',
    ],
  ],
  ['file', [...files, ...roles('recentDocuments'), ...results, ...roles('close')]],
  ['edit', [...edits, '-', ...clipboard]],
  ['view', views],
  ['window', [...roles('minimize', 'zoom'), '-', ...roles('front')]],
  ['help', support],
];

const otherLayout: Layout = [
  ['file', [...files, ...results, 'preferences', '-', 'quit']],
  ['edit', [...edits, '-', ...clipboard]],
  ['view', views],
  ['help', [...support, '-', 'checkForUpdates', 'about']],
];

export type MenuState = {
  readonly platform: NodeJS.Platform;
  readonly language: Language;
  /** The commands that the page can run now. */
  readonly enabled: ReadonlySet<CommandId>;
  readonly isDevelopment: boolean;
};

export const menuTemplate = ({
  platform,
  language,
  enabled,
  isDevelopment,
}: MenuState): readonly MenuTemplate[] => {
  const messages = messagesIn[language].commands;
  const isMac = platform === 'darwin';
  const entryOf = (item: Item): MenuEntry => {
    if (item === '-') return { kind: 'separator' };
    if (typeof item === 'object') return { kind: 'role', role: item.role, label: messages.roles[item.role] };
    const { runsIn, shortcut } = commands[item];
    return {
      kind: 'command',
      id: item,
      label: messages.commands[item],
      accelerator: shortcut === null ? null : shortcut[isMac ? 'mac' : 'other'],
      isKeyOfMenu: runsIn === 'host',
      isEnabled: runsIn === 'host' || enabled.has(item),
    };
  };
  return (isMac ? macLayout : otherLayout).map(([menu, items]) => ({
    menu,
    label: messages.menus[menu],
    entries: [
      ...items.map(entryOf),
      ...(menu === 'view' && isDevelopment ? roles('toggleDevTools').map(entryOf) : []),
    ],
  }));
};

/** The context menu of the page: editing commands in text fields, and copying of selected text. */
export type ContextState = {
  readonly isEditable: boolean;
  readonly hasSelection: boolean;
  /** Empty: the word under the pointer is spelled correctly, or there is none. */
  readonly misspelledWord: string;
  readonly suggestions: readonly string[];
};
export type ContextEntry =
  | { readonly kind: 'suggestion'; readonly word: string }
  | { readonly kind: 'add-to-dictionary'; readonly word: string }
  | { readonly kind: 'role'; readonly role: 'cut' | 'copy' | 'paste' | 'selectAll' }
  | { readonly kind: 'separator' };

export const contextEntries = (state: ContextState): readonly ContextEntry[] => {
  const { isEditable, hasSelection, misspelledWord, suggestions } = state;
  if (!isEditable) return hasSelection ? [{ kind: 'role', role: 'copy' }] : [];
  const spelling: readonly ContextEntry[] =
    misspelledWord === ''
      ? []
      : [
          ...suggestions.map((word) => ({ kind: 'suggestion', word }) as const),
          { kind: 'add-to-dictionary', word: misspelledWord },
          { kind: 'separator' },
        ];
  const editing = (['cut', 'copy', 'paste', 'selectAll'] as const).map(
    (role) => ({ kind: 'role', role }) as const,
  );
  return [...spelling, ...editing];
};
