/** The application window: sandboxed, without Node; navigation away from the page is blocked. */
import { join } from 'node:path';
import { BrowserWindow, type Session, shell } from 'electron';
import { pageAddress } from './page-protocol.ts';

/** Opens https links, such as a provider's dashboard, in the user's default browser; ignores all others. */
const openOutside = (url: string): void => {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') void shell.openExternal(url);
};

/** Without handlers, Electron grants every permission. */
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
