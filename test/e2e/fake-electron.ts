/** The parts of Electron that the desktop entry uses, for plain Node; reports each call to the test. */
import { type ForkOptions, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

type Frame = { readonly url: string; readonly parent: null };
type Handler = (
  event: { readonly senderFrame: Frame; readonly sender: FakeContents | null },
  input: unknown,
) => unknown;

const tell = (message: Readonly<Record<string, unknown>>): void => {
  process.send?.(message);
};

const handlers = new Map<string, Handler>();
let servePage: (request: Request) => Promise<Response> | Response = () => new Response(null, { status: 500 });
const windows: BrowserWindow[] = [];

class FakeContents extends EventEmitter {
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    for (const url of ['file:///etc/passwd', 'https://evil.example/', 'https://fal.ai/'])
      tell({ kind: 'opened-outside', action: handler({ url }).action });
  }
  send(event: string, payload: unknown) {
    tell({ kind: 'event', event, payload });
  }
  startDrag({ file, icon }: { file: string; icon: unknown }) {
    tell({ kind: 'drag', file, icon });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  constructor(options: unknown) {
    super();
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
    tell({ kind: 'window', options });
  }
  static getAllWindows() {
    return windows;
  }
  static getFocusedWindow() {
    return null;
  }
  static fromWebContents(contents: FakeContents | null) {
    return windows.find(({ webContents }) => webContents === contents) ?? null;
  }
  maximize() {
    tell({ kind: 'maximized' });
  }
  isMaximized() {
    return false;
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1000, height: 700 };
  }
  setTitle(title: string) {
    tell({ kind: 'title', title });
  }
  loadURL(url: string) {
    tell({ kind: 'loaded', url });
    return Promise.resolve();
  }
  show() {
    tell({ kind: 'shown' });
  }
  focus() {
    tell({ kind: 'focused' });
  }
  isMinimized() {
    return true;
  }
  restore() {
    tell({ kind: 'restored' });
  }
}

class FakeApp extends EventEmitter {
  readonly isPackaged = true;
  enableSandbox() {
    tell({ kind: 'sandbox' });
  }
  setAppUserModelId(id: string) {
    tell({ kind: 'app-user-model-id', id });
  }
  addRecentDocument(path: string) {
    tell({ kind: 'recent', path });
  }
  requestSingleInstanceLock() {
    return true;
  }
  whenReady() {
    return Promise.resolve();
  }
  getPath() {
    return process.env.UNDERSTUDY_HOME ?? '';
  }
  getLocale() {
    return 'en-GB';
  }
  getVersion() {
    return '0';
  }
  quit() {
    const event = { isHeld: false, preventDefault: () => Object.assign(event, { isHeld: true }) };
    this.emit('will-quit', event);
    if (!event.isHeld) process.exit(0);
  }
  exit(code: number) {
    process.exit(code);
  }
}

export const app = new FakeApp();
export const dialog = {
  showOpenDialog: async (options: unknown) => {
    tell({ kind: 'open-dialog', options });
    return { filePaths: ['/somewhere/else'] };
  },
  showErrorBox: (title: string, text: string) => tell({ kind: 'error-box', title, text }),
};
const image = (path: string) => ({ path, resize: () => image(path) });
export const nativeImage = { createFromPath: (path: string) => image(path) };
export const shell = {
  openExternal: async (url: string) => tell({ kind: 'external', url }),
  showItemInFolder: (path: string) => tell({ kind: 'revealed', path }),
};
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  // Not a cipher, but different from clear text: enough to prove that stored values were encrypted.
  encryptString: (text: string) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)),
  decryptString: (bytes: Buffer) => Buffer.from([...bytes].map((byte) => byte ^ 0x5a)).toString('utf8'),
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => tell({ kind: 'schemes', schemes }),
};
export const session = {
  defaultSession: {
    resolveProxy: async () => 'DIRECT',
    protocol: {
      handle: (_scheme: string, handler: typeof servePage) => {
        servePage = handler;
      },
    },
    setPermissionRequestHandler: (
      handler: (
        contents: null,
        permission: string,
        answer: (isGranted: boolean) => void,
        details: { requestingUrl: string; isMainFrame: boolean },
      ) => void,
    ) => {
      for (const permission of ['media', 'fullscreen'])
        handler(null, permission, (isGranted) => tell({ kind: 'permission', permission, isGranted }), {
          requestingUrl: 'app://understudy/',
          isMainFrame: true,
        });
    },
    setPermissionCheckHandler: (
      handler: (
        contents: null,
        permission: string,
        origin: string,
        details: { isMainFrame: boolean },
      ) => boolean,
    ) => {
      for (const permission of ['media', 'fullscreen']) {
        const isGranted = handler(null, permission, 'app://understudy', { isMainFrame: true });
        tell({ kind: 'permission', permission, isGranted });
      }
    },
    setDevicePermissionHandler: (handler: () => boolean) =>
      tell({ kind: 'permission', permission: 'device', isGranted: handler() }),
    webRequest: {
      onBeforeRequest: (
        listener: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void,
      ) => {
        for (const url of ['https://fal.ai/', 'app://understudy/'])
          listener({ url }, ({ cancel }) => tell({ kind: 'request', url, cancel }));
      },
    },
  },
};
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
export const ipcMain = {
  handle: (name: string, handler: Handler) => void handlers.set(name, handler),
  on: () => undefined,
};
export const ipcRenderer = undefined;
/** A forked Node process in place of Chromium's utility process. */
export const utilityProcess = {
  fork: (path: string, args: readonly string[], { execArgv, env }: ForkOptions) => {
    const child = fork(path, args, { execArgv, env, serialization: 'advanced' });
    tell({ kind: 'utility-process', path });
    return Object.assign(child, { postMessage: (message: object) => child.send(message) });
  },
};

/** Requests from the test over the process's IPC channel. */
type TestRequest =
  | {
      readonly id: number;
      readonly kind: 'call';
      readonly name: string;
      readonly input: unknown;
      readonly from: string;
    }
  | {
      readonly id: number;
      readonly kind: 'fetch';
      readonly url: string;
      readonly headers: Record<string, string>;
    }
  | { readonly id: number; readonly kind: 'second-instance' }
  | { readonly id: number; readonly kind: 'quit' };

process.on('message', async (request: TestRequest) => {
  if (request.kind === 'quit') return app.quit();
  if (request.kind === 'second-instance') {
    app.emit('second-instance');
    return tell({ kind: 'answer', id: request.id });
  }
  if (request.kind === 'call') {
    const answer = await handlers.get(request.name)?.(
      { senderFrame: { url: request.from, parent: null }, sender: windows[0]?.webContents ?? null },
      request.input,
    );
    return tell({ kind: 'answer', id: request.id, answer });
  }
  const response = await servePage(new Request(request.url, { headers: request.headers }));
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return tell({
    kind: 'answer',
    id: request.id,
    answer: { status: response.status, headers: Object.fromEntries(response.headers), body },
  });
});

// biome-ignore lint/style/noDefaultExport: electron-store imports Electron as one object
export default { app, BrowserWindow, dialog, shell, safeStorage, protocol, session, ipcMain, ipcRenderer };
