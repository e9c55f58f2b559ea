/** The application. https://www.electronjs.org/docs/latest/api/app */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { programFolder } from '#main/program-folder.ts';
import { browser, shellFolder } from './browser-link.ts';
import { onRequest, record } from './control.ts';
import { createEvent, StrictEmitter, strict } from './strict.ts';
import { BrowserWindow, whenAllClosed, whenWindowsChange } from './window.ts';

const events = [
  ...['ready', 'will-finish-launching', 'second-instance', 'activate', 'window-all-closed', 'before-quit'],
  ...['will-quit', 'quit', 'open-file', 'open-url', 'render-process-gone', 'child-process-gone'],
  ...['web-contents-created', 'browser-window-created', 'browser-window-focus', 'browser-window-blur'],
  ...['certificate-error', 'select-client-certificate', 'login'],
];

const lockFile = join(shellFolder, 'single-instance', 'owner');
const lockFolder = join(shellFolder, 'single-instance');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Files of the second instances; read by the first. */
const watchSecondInstances = (app: StandInApp): void => {
  const read = (): void => {
    if (!existsSync(lockFolder)) return;
    for (const name of readdirSync(lockFolder).filter((one) => one.endsWith('.json'))) {
      const path = join(lockFolder, name);
      const { argv, cwd, data } = JSON.parse(readFileSync(path, 'utf8'));
      rmSync(path);
      app.emit('second-instance', createEvent({}), argv, cwd, data);
      record('second-instance-heard');
    }
  };
  watch(lockFolder, { persistent: false }, read);
};

const folders: Readonly<Record<string, string>> = {
  ...{
    home: '',
    userData: 'data',
    temp: 'temp',
    logs: 'logs',
    downloads: 'downloads',
    crashDumps: 'crashes',
  },
};

class StandInApp extends StrictEmitter {
  readonly isPackaged = process.env.UNDERSTUDY_SHELL_PACKAGED === '1';
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value?: string) => record('switch', { name, value }),
    hasSwitch: () => false,
    getSwitchValue: () => '',
  });
  readonly dock =
    process.platform === 'darwin'
      ? strict('app.dock', { setMenu: () => record('dock-menu'), setBadge: () => record('dock-badge') })
      : undefined;
  #name = 'Understudy';
  #badge = 0;
  #isReady = false;
  #isQuitting = false;

  constructor() {
    super('app', events);
    void browser.then(() => {
      this.#isReady = true;
      this.emit('will-finish-launching');
      this.emit('ready', createEvent({}), {});
    });
    whenWindowsChange((event, ...args) => this.emit(event, ...args));
    whenAllClosed(() => {
      if (this.#isQuitting) return;
      // https://www.electronjs.org/docs/latest/api/app#event-window-all-closed: without a listener the app quits.
      if (this.listenerCount('window-all-closed') === 0) this.quit();
      else this.emit('window-all-closed');
    });
  }
  /** Synchronous, hence with files. `data`: reaches the first instance. */
  requestSingleInstanceLock(data: object = {}): boolean {
    mkdirSync(lockFolder, { recursive: true });
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    } catch {
      const owner = Number(readFileSync(lockFile, 'utf8'));
      if (isAlive(owner)) {
        const path = join(lockFolder, `second-${process.pid}`);
        writeFileSync(path, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }));
        // Renamed, so that the first instance never reads a part of it.
        renameSync(path, `${path}.json`);
        return false;
      }
      writeFileSync(lockFile, String(process.pid));
    }
    watchSecondInstances(this);
    return true;
  }
  hasSingleInstanceLock() {
    return readFileSync(lockFile, 'utf8') === String(process.pid);
  }
  releaseSingleInstanceLock() {
    rmSync(lockFile, { force: true });
  }
  async whenReady(): Promise<void> {
    await browser;
  }
  isReady() {
    return this.#isReady;
  }
  enableSandbox() {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    record('sandbox-enabled');
  }
  getPath(name: string): string {
    const folder = folders[name];
    if (folder === undefined) throw new Error(`The stand-in has no folder ${name}`);
    const path = join(shellFolder, folder);
    mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string) {
    record('path-set', { name, path });
  }
  getAppPath() {
    return programFolder;
  }
  getLocale() {
    return 'en-GB';
  }
  getSystemLocale() {
    return 'en-GB';
  }
  getPreferredSystemLanguages() {
    return ['en-GB'];
  }
  getVersion(): string {
    return JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8')).version;
  }
  getName() {
    return this.#name;
  }
  setName(name: string) {
    this.#name = name;
  }
  setAppUserModelId(id: string) {
    record('app-user-model-id', { id });
  }
  setAboutPanelOptions(options: object) {
    record('about-options', { options });
  }
  showAboutPanel() {
    record('about-shown');
  }
  addRecentDocument(path: string) {
    record('recent-document', { path });
  }
  clearRecentDocuments() {
    record('recent-documents-cleared');
  }
  /** Without a number: a dot on macOS, which the stand-in does not have. */
  setBadgeCount(count = 0) {
    this.#badge = count;
    record('badge', { count });
    return true;
  }
  getBadgeCount() {
    return this.#badge;
  }
  focus() {
    record('app-focused');
  }
  disableHardwareAcceleration() {
    record('hardware-acceleration-disabled');
  }
  /** https://www.electronjs.org/docs/latest/api/app#appquit: windows first, each of which can refuse. */
  quit() {
    const before = createEvent({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#isQuitting = true;
    const isClosed = BrowserWindow.getAllWindows().every((window) => window.close());
    this.#isQuitting = false;
    if (!isClosed) return;
    const event = createEvent({});
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code = 0) {
    this.emit('quit', createEvent({}), code);
    // After the messages to the test, which are sent in the background.
    record('exit', { code });
    setImmediate(() => process.exit(code));
  }
  relaunch() {
    record('relaunch');
  }
}

const standIn = new StandInApp();
export const app = strict(
  'app',
  new Proxy(standIn, {
    get: (object, key) => {
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  }),
);

onRequest('emit-app', ({ event, args }) => {
  standIn.emit(String(event), createEvent({}), ...(args as unknown[]));
});
onRequest('quit', () => standIn.quit());
