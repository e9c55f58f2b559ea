/** Everything around the page of the desktop window: menus, dialogs, notifications, tray, power and updates. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BrowserWindow, clipboard, app as electronApp, session } from 'electron';
import type { CommandId } from '#contract/commands.ts';
import type { Language } from '#contract/messages/languages.ts';
import type { App } from '../app.ts';
import type { SaveFolder } from '../desktop/save-dialog.ts';
import type { Snapshots } from '../desktop/snapshot.ts';
import { windowTitle } from '../desktop/window-title.ts';
import type { Ports } from '../ports.ts';
import { errnoOf } from '../storage/file-error.ts';
import { createAttention, wakeWithSystem } from './attention.ts';
import { createClosing } from './closing.ts';
import { askWhereToSave, openMedia } from './dialogs.ts';
import { createMenu, showContextMenus } from './menu.ts';
import { createUpdateFeed } from './updates.ts';
import { setTitles } from './window.ts';

/** The packaging writes this file; the source tree has none. */
const readLicences = (programFolder: string) => async (): Promise<string | null> => {
  try {
    return await readFile(join(programFolder, 'out', 'LICENSES.txt'), 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

const copyDiagnostics = async ({ handlers }: Pick<App, 'handlers'>): Promise<void> => {
  const diagnostics = await handlers['app.diagnostics']({});
  if (diagnostics.ok) await clipboard.writeText(diagnostics.value.text);
};

export const createShell = (deps: {
  readonly programFolder: string;
  readonly iconPath: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly snapshots: Snapshots;
  readonly saveFolder: SaveFolder;
  readonly language: () => Language;
  /** Shows the window in front; creates it if there is none. */
  readonly showWindow: () => void;
}) => {
  const { snapshots, language, showWindow } = deps;
  const menu = createMenu();
  const ports = {
    updateFeed: createUpdateFeed(deps.environment),
    licences: readLicences(deps.programFolder),
    setEnabledCommands: menu.setEnabled,
  } satisfies Partial<Ports>;

  /** Called before the first window is created. */
  const connect = async (app: App): Promise<void> => {
    const showJob: Parameters<typeof createAttention>[0]['showJob'] = (jobId) => {
      showWindow();
      app.announce('jobs.show', { jobId });
    };
    const report = createAttention({ language, showJob });
    await snapshots.follow(app, (next) => {
      menu.setLanguage(language());
      setTitles(windowTitle(next.jobs));
      report(next);
    });
    const hostCommands: Readonly<Partial<Record<CommandId, () => void>>> = {
      openImage: () => void openMedia('image', { app, language: language() }),
      openVideo: () => void openMedia('video', { app, language: language() }),
      copyDiagnostics: () => void copyDiagnostics(app),
      openLogs: () => void app.handlers['app.openLogs']({}),
      reloadPage: () => BrowserWindow.getFocusedWindow()?.webContents.reload(),
      quit: () => electronApp.quit(),
    };
    const run = (id: CommandId): void => {
      const ofHost = hostCommands[id];
      if (ofHost === undefined) {
        showWindow();
        app.announce('command.run', { id });
      } else ofHost();
    };
    menu.begin(run);
    askWhereToSave(session.defaultSession, { language, saveFolder: deps.saveFolder });
    wakeWithSystem(app.wake);
    const closing = createClosing({
      language,
      snapshot: snapshots.newest,
      iconPath: deps.iconPath,
      showWindow,
      remember: (whenClosed) => void app.handlers['settings.set']({ whenClosed }),
    });
    electronApp.on('browser-window-created', (_event, window) => {
      closing(window);
      showContextMenus(window, language);
      // Without a page no command of it is available.
      window.on('closed', () => menu.setEnabled([]));
    });
    void app.checkForUpdatesAtStart();
  };
  return { ports, connect };
};
