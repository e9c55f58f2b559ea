/** The desktop entry: Electron's ports, then the program, then its window. */
import { join } from 'node:path';
import { BrowserWindow, dialog, app as electronApp, session, shell } from 'electron';
import type { AppError } from '#contract/errors.ts';
import { events } from '#contract/events.ts';
import { en } from '#contract/messages/en.ts';
import { es } from '#contract/messages/es.ts';
import { createWindowState } from './desktop/window-state.ts';
import { windowTitle } from './desktop/window-title.ts';
import { connectCalls } from './electron/calls.ts';
import { registerPageScheme, servePage } from './electron/page-protocol.ts';
import { secureAllContents, secureSession } from './electron/security.ts';
import {
  chooseFolder,
  createElectronSettingsStore,
  drag,
  reveal,
  startImageProcess,
  systemCipher,
  systemProxy,
} from './electron/system.ts';
import { bringForward, openWindow, setTitles, type WindowFiles } from './electron/window.ts';
import { enterHost } from './instance/instance.ts';
import { openOwnedApp } from './instance/owned-app.ts';
import { createPage } from './ipc/page.ts';
import { createFilePorts } from './node-ports.ts';
import { programFolder } from './program-folder.ts';

registerPageScheme();
electronApp.enableSandbox();
// Windows groups windows and notifications by this id, which is the packaged program's.
electronApp.setAppUserModelId('io.github.understudy');

/** Grace period for calls of terminals after the window has closed, in milliseconds. */
const closingGraceMs = 5000;

const showError = (error: AppError): void => {
  const { what, wayOut } = (electronApp.getLocale().startsWith('es') ? es : en).error(error);
  dialog.showErrorBox('Understudy', [what, wayOut, error.detail].filter(Boolean).join('\n\n'));
  electronApp.exit(1);
};

const open = async (): Promise<void> => {
  await electronApp.whenReady();
  const filePorts = createFilePorts('desktop', process.env);
  const { dataFolder, log } = filePorts;
  const entered = await enterHost(filePorts);
  if (!entered.ok) return showError(entered.error);
  if (entered.value.kind === 'shown') {
    const { address } = entered.value;
    if (address !== null) await shell.openExternal(address);
    electronApp.exit(0);
    return;
  }
  const outFolder = join(programFolder, 'out');
  const windowFiles: WindowFiles = {
    outFolder,
    iconPath: join(programFolder, 'resources', 'icon.png'),
    state: createWindowState({ dataFolder, clock: filePorts.clock, log }),
  };
  const opened = await openOwnedApp({
    ports: {
      ...filePorts,
      settingsStore: createElectronSettingsStore(dataFolder, log),
      cipher: systemCipher(),
      startImageProcess,
      reveal,
      chooseFolder,
      drag,
      systemProxy,
    },
    server: entered.value.server,
    show: () => {
      bringForward(windowFiles);
      return null;
    },
  });
  if (!opened.ok) return showError(opened.error);
  const { app, close } = opened.value;
  const page = createPage({ rendererFolder: join(outFolder, 'renderer'), media: app.mediaRoutes });
  servePage(session.defaultSession, page);
  secureSession(session.defaultSession, log);
  secureAllContents(log);
  connectCalls(app);
  app.subscribe((name, payload) => {
    if (name === 'jobs.changed') setTitles(windowTitle(events[name].parse(payload)));
  });
  openWindow(windowFiles);
  // Earlier jobs are resumed after the window exists, so it shows them.
  app.resume().catch((cause: unknown) => log.error('jobs not resumed', { cause }));
  electronApp.on('second-instance', () => bringForward(windowFiles));
  electronApp.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(windowFiles);
  });
  electronApp.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electronApp.quit();
  });
  let isClosed = false;
  electronApp.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void close(AbortSignal.timeout(closingGraceMs)).finally(() => {
      isClosed = true;
      electronApp.quit();
    });
  });
};

// Electron's own lock comes first: it lets the first window take the focus from the second process on Windows.
if (electronApp.requestSingleInstanceLock()) void open();
else electronApp.quit();
