/**
 * The application window: sandboxed, without Node; navigation away from the page is blocked. It loads the page from
 * app://understudy, so that it uses no file:// address.
 */
import { join } from 'node:path';
import { BrowserWindow, ipcMain, protocol, type Session, shell, type WebFrameMain } from 'electron';
import { callNames } from '#contract/calls.ts';
import { fail } from '#contract/errors.ts';
import type { App } from '../app.ts';
import type { Page } from '../ipc/page.ts';

const scheme = 'app';
const pageAddress = `${scheme}://understudy/`;

/** Must run before the app is ready. */
export const registerPageScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

/** The page and its media. */
export const servePage = (session: Session, page: Page): void => {
  session.protocol.handle(scheme, (request) => {
    if (new URL(request.url).host !== 'understudy') return new Response('Not found', { status: 404 });
    return page(request);
  });
};

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

const isOurPage = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && frame.url.startsWith(pageAddress);

/** Calls in, events out. The only place that checks the sender of a call. */
export const connectCalls = (app: App): void => {
  for (const name of callNames)
    ipcMain.handle(name, (event, input: unknown) =>
      isOurPage(event.senderFrame)
        ? app.serve(name, input)
        : fail('bad-request', { subject: name, reason: 'call-not-allowed' }),
    );
  app.subscribe((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(event, payload);
  });
};
