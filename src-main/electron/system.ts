/** Operating system services through Electron: key store, file manager, proxy, settings file, and the image process. */
import { BrowserWindow, dialog, nativeImage, safeStorage, session, shell, utilityProcess } from 'electron';
import Store from 'electron-store';
import type { Settings } from '#contract/model/settings.ts';
import { workerOptions, workerPath } from '../media/worker/worker-child.ts';
import type { Cipher, Log, SettingsStore, WorkerName, WorkerProcess } from '../ports.ts';
import { setAsideBrokenSettings } from '../settings/conf-store.ts';
import { retrySync } from '../storage/busy-retry.ts';

/**
 * null where the system cannot encrypt; keys then stay in memory. The synchronous calls are deprecated in Electron 45.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export const systemCipher = async (): Promise<Cipher | null> => {
  // Linux without a key ring encrypts with a password that is in Electron's source.
  const isProtected =
    process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  // Has an effect only there; `Cipher` without protection is used only after the user agreed.
  if (!isProtected) safeStorage.setUsePlainTextEncryption(true);
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  return {
    isProtected,
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: async (bytes) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(bytes));
      return { text: result, isOutdated: shouldReEncrypt };
    },
  };
};

export const reveal = async (path: string): Promise<void> => shell.showItemInFolder(path);

/** https://www.electronjs.org/docs/latest/api/session#sesresolveproxyurl */
export const systemProxy = (url: string): Promise<string> => session.defaultSession.resolveProxy(url);

export const chooseFolder = async (): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
  return filePaths[0] ?? null;
};

/** The size of a drag image on all systems, in points. */
const dragIconSide = 96;

export const drag = ({ path, iconPath }: { readonly path: string; readonly iconPath: string }): void => {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const icon = nativeImage.createFromPath(iconPath).resize({ height: dragIconSide });
  window?.webContents.startDrag({ file: path, icon });
};

/** The same settings.json that the terminal reads through `conf`, which electron-store is built on. */
export const createElectronSettingsStore = (dataFolder: string, log: Log): SettingsStore => {
  setAsideBrokenSettings(dataFolder, log);
  const store = new Store<Partial<Settings>>({ cwd: dataFolder, name: 'settings' });
  return {
    read: () => store.store,
    write: (settings) =>
      retrySync(() => {
        store.store = settings;
      }),
  };
};

/** As a utility process, because a fuse disables forking as Node. */
export const startWorker = (name: WorkerName): WorkerProcess => {
  const child = utilityProcess.fork(workerPath(name), [], {
    ...workerOptions,
    serviceName: `Understudy ${name}`,
    stdio: 'ignore',
  });
  let isKilled = false;
  const kill = (): void => {
    isKilled = true;
    if (child.pid === undefined) return;
    try {
      // Its own `kill` sends SIGTERM, which a process that is busy in native code does not handle.
      process.kill(child.pid, 'SIGKILL');
    } catch {
      // The process has already ended.
    }
  };
  child.once('spawn', () => {
    if (isKilled) kill();
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill,
    hold: () => undefined,
  };
};
