/** The desktop entry: Electron's ports, then the program, then its window. */
import { join } from 'node:path';
import { BrowserWindow, dialog, app as electronApp, session } from 'electron';
import { createApp } from './app.ts';
import { connectCalls } from './electron/calls.ts';
import { registerPageScheme, servePage } from './electron/page-protocol.ts';
import { createElectronSettingsStore, reveal, systemCipher } from './electron/system.ts';
import { denyPermissions, openWindow } from './electron/window.ts';
import { createPage } from './ipc/page.ts';
import { createNodePorts } from './node-ports.ts';
import { programFolder } from './program-folder.ts';

registerPageScheme();

const open = async (): Promise<void> => {
  await electronApp.whenReady();
  const nodePorts = createNodePorts('desktop', process.env);
  const app = await createApp({
    ...nodePorts,
    settingsStore: createElectronSettingsStore(nodePorts.dataFolder, nodePorts.log),
    cipher: systemCipher(),
    reveal,
  });
  if (!app.ok) {
    dialog.showErrorBox('Understudy cannot start', `${app.error.code}: ${app.error.detail ?? ''}`);
    electronApp.exit(1);
    return;
  }
  const outFolder = join(programFolder, 'out');
  const page = createPage({ rendererFolder: join(outFolder, 'renderer'), media: app.value.mediaRoutes });
  servePage(session.defaultSession, page);
  denyPermissions(session.defaultSession);
  connectCalls(app.value);
  await app.value.resume();

  const windowFiles = { outFolder, iconPath: join(programFolder, 'resources', 'icon.png') };
  openWindow(windowFiles);
  electronApp.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
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
