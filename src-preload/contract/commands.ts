/**
 * The commands of the program: one table for the menus of the desktop window and for the page's list of shortcuts.
 */
import { z } from 'zod';

export const commandIds = [
  'openImage',
  'openVideo',
  'paste',
  'generate',
  'compare',
  'export',
  'showInFolder',
  'preferences',
  'shortcuts',
  'copyDiagnostics',
  'openLogs',
  'licences',
  'checkForUpdates',
  'about',
  'reloadPage',
  'quit',
] as const;
export const commandIdSchema = z.enum(commandIds);
export type CommandId = z.infer<typeof commandIdSchema>;

export type CommandMenu = 'app' | 'file' | 'edit' | 'view' | 'window' | 'help';

/** Keys of a shortcut in the notation of Electron's accelerators, such as `Ctrl+Shift+E`. */
export type Shortcut = { readonly mac: string; readonly other: string };

export type Command = {
  /** The menu on macOS; elsewhere the commands of `app` are in other menus. */
  readonly menu: CommandMenu;
  /** `page`: the page handles it and reports whether it is available. `host`: the desktop host handles it. */
  readonly runsIn: 'page' | 'host';
  readonly shortcut: Shortcut | null;
};

const shortcut = (keys: string): Shortcut => ({ mac: `Cmd+${keys}`, other: `Ctrl+${keys}` });

export const commands: Readonly<Record<CommandId, Command>> = {
  openImage: { menu: 'file', runsIn: 'host', shortcut: shortcut('O') },
  openVideo: { menu: 'file', runsIn: 'host', shortcut: shortcut('Shift+O') },
  paste: { menu: 'edit', runsIn: 'host', shortcut: shortcut('V') },
  generate: { menu: 'file', runsIn: 'page', shortcut: shortcut('Enter') },
  /** Opens the newest result beside its reference video. */
  compare: { menu: 'view', runsIn: 'page', shortcut: shortcut('Shift+C') },
  export: { menu: 'file', runsIn: 'page', shortcut: shortcut('E') },
  showInFolder: { menu: 'file', runsIn: 'page', shortcut: shortcut('Shift+R') },
  preferences: { menu: 'app', runsIn: 'page', shortcut: shortcut(',') },
  shortcuts: { menu: 'help', runsIn: 'page', shortcut: shortcut('/') },
  copyDiagnostics: { menu: 'help', runsIn: 'host', shortcut: null },
  openLogs: { menu: 'help', runsIn: 'host', shortcut: null },
  licences: { menu: 'help', runsIn: 'page', shortcut: null },
  checkForUpdates: { menu: 'app', runsIn: 'page', shortcut: null },
  about: { menu: 'app', runsIn: 'page', shortcut: null },
  reloadPage: { menu: 'view', runsIn: 'host', shortcut: { mac: 'Cmd+R', other: 'F5' } },
  quit: { menu: 'app', runsIn: 'host', shortcut: shortcut('Q') },
};
