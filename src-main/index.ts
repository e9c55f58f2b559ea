/** The desktop entry: Electron's ports, then the program, then its window. */
import { join } from 'node:path';
import { BrowserWindow, dialog, app as electronApp, session } from 'electron';
import { en } from '#contract/messages/en.ts';
import { es } from '#contract/messages/es.ts';
import { createApp } from './app.ts';
import { connectCalls } from './electron/calls.ts';
import { startImageProcess } from './electron/image-process.ts';
import { registerPageScheme, servePage } from './electron/page-protocol.ts';
import {
  chooseFolder,
  createElectronSettingsStore,
  drag,
  reveal,
  systemCipher,
  systemProxy,
} from './electron/system.ts';
import { denyPermissions, openWindow } from './electron/window.ts';
import { createPage } from './ipc/page.ts';
import { createNodePorts } from './node-ports.ts';
import { programFolder } from './program-folder.ts';

registerPageScheme();

/** The person started the program again: they want to see it. */
const bringForward = (windowFiles: Parameters<typeof openWindow>[0]): void => {
  const window = BrowserWindow.getAllWindows()[0] ?? openWindow(windowFiles);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

const open = async (): Promise<void> => {
  await electronApp.whenReady();
  const nodePorts = createNodePorts('desktop', process.env);
  const app = await createApp({
    ...nodePorts,
    settingsStore: createElectronSettingsStore(nodePorts.dataFolder, nodePorts.log),
    cipher: systemCipher(),
    reveal,
    chooseFolder,
    drag,
    systemProxy,
    startImageProcess,
  });
  if (!app.ok) {
    const { what, wayOut } = (electronApp.getLocale().startsWith('es') ? es : en).error(app.error);
    dialog.showErrorBox('Understudy', [what, wayOut, app.error.detail].filter(Boolean).join('\n\n'));
    electronApp.exit(1);
    return;
  }
  const outFolder = join(programFolder, 'out');
  const page = createPage({ rendererFolder: join(outFolder, 'renderer'), media: app.value.mediaRoutes });
  servePage(session.defaultSession, page);
  denyPermissions(session.defaultSession);
  connectCalls(app.value);
  const windowFiles = { outFolder, iconPath: join(programFolder, 'resources', 'icon.png') };
  openWindow(windowFiles);
  // What earlier starts left is gone on with while the window is already there to say so.
  app.value.resume().catch((cause: unknown) => nodePorts.log.error('going on failed', { cause }));
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
    void app.value.close().finally(() => {
      isClosed = true;
      electronApp.quit();
    });
  });
};

// Two programs over one data folder would both go on with the same jobs.
if (electronApp.requestSingleInstanceLock()) void open();
else electronApp.quit();
