/**
 * The parts of Electron that the desktop host uses, for plain Node, with real pages of an installed Chromium as the
 * contents of its windows. Whatever else is read of it throws.
 */
import { app } from './app.ts';
import { clipboard, dialog, shell } from './dialog.ts';
import { ipcMain } from './ipc.ts';
import { Menu, MenuItem, Notification, nativeImage, Tray } from './menu.ts';
import { protocol, session } from './session.ts';
import { strict } from './strict.ts';
import {
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  utilityProcess,
} from './system.ts';
import { BrowserWindow } from './window.ts';

/** electron-store asks for it: it is absent in the main process. */
export const ipcRenderer = undefined;

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};

// biome-ignore lint/style/noDefaultExport: electron-store imports Electron as one object
export default strict('electron', {
  ...{ app, BrowserWindow, clipboard, dialog, ipcMain, ipcRenderer, Menu, MenuItem, Notification },
  ...{ nativeImage, nativeTheme, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session },
  ...{ shell, Tray, utilityProcess },
});
