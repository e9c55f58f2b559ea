/** The one window: sandboxed, without Node, unable to leave its own page. */
import { join } from 'node:path';
import { BrowserWindow, type Session, shell } from 'electron';
import { pageAddress } from './page-protocol.ts';

/** Links in words, such as a provider's dashboard, open in the person's own browser; anything but https does not. */
const openOutside = (url: string): void => {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') void shell.openExternal(url);
};

/** Electron grants every permission unless told otherwise. */
export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
};

export const openWindow = (deps: {
  readonly outFolder: string;
  readonly iconPath: string;
}): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 720,
    minHeight: 560,
    show: false,
    title: 'Understudy',
    icon: deps.iconPath,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(deps.outFolder, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: true,
    },
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event) => {
    if (!event.url.startsWith(pageAddress)) event.preventDefault();
  });
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageAddress);
  return window;
};
