/** Key store, displays, power, theme and child processes. */
import { fork } from 'node:child_process';
import { onRequest, record } from './control.ts';
import { createEvent, StrictEmitter, strict } from './strict.ts';

/** Set by a test: `basic_text` is what a Linux system without a key ring has. */
const backend = process.env.UNDERSTUDY_SHELL_KEY_STORE ?? 'gnome_libsecret';
type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;
const hasKeyStore = backend !== 'unavailable';
// Not a cipher, but different from clear text: enough to prove that stored values were encrypted.
const encrypt = (text: string) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a));
const decrypt = (bytes: Uint8Array) => Buffer.from([...bytes].map((byte) => byte ^ 0x5a)).toString('utf8');

/** https://www.electronjs.org/docs/latest/api/safe-storage */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => hasKeyStore,
  isAsyncEncryptionAvailable: async () => hasKeyStore,
  getSelectedStorageBackend: () => backend as Backend,
  setUsePlainTextEncryption: (isUsed: boolean) => record('plain-text-encryption', { isUsed }),
  encryptString: encrypt,
  decryptString: decrypt,
  encryptStringAsync: async (text: string) => encrypt(text),
  decryptStringAsync: async (bytes: Uint8Array) => ({ result: decrypt(bytes), shouldReEncrypt: false }),
});

const displaySize = { x: 0, y: 0, width: 1600, height: 1100 };
const display = {
  id: 1,
  bounds: displaySize,
  workArea: displaySize,
  size: { width: displaySize.width, height: displaySize.height },
  workAreaSize: { width: displaySize.width, height: displaySize.height },
  scaleFactor: 1,
};
const forwardEvents = (name: string, events: readonly string[]): StrictEmitter => {
  const emitter = new StrictEmitter(name, events);
  onRequest(`emit-${name}`, ({ event, args }) => {
    emitter.emit(String(event), createEvent({}), ...(args as unknown[]));
  });
  return emitter;
};

const screenEvents = ['display-added', 'display-removed', 'display-metrics-changed'];
/** https://www.electronjs.org/docs/latest/api/screen */
export const screen = strict(
  'screen',
  Object.assign(forwardEvents('screen', screenEvents), {
    getAllDisplays: () => [display],
    getPrimaryDisplay: () => display,
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
  }),
);

const powerEvents = ['suspend', 'resume', 'on-ac', 'on-battery', 'shutdown', 'lock-screen', 'unlock-screen'];
/** https://www.electronjs.org/docs/latest/api/power-monitor */
export const powerMonitor = strict('powerMonitor', forwardEvents('powerMonitor', powerEvents));

let lastBlocker = 0;
const blockers = new Set<number>();
/** https://www.electronjs.org/docs/latest/api/power-save-blocker */
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: (type: 'prevent-app-suspension' | 'prevent-display-sleep') => {
    lastBlocker += 1;
    blockers.add(lastBlocker);
    record('power-save-blocked', { type });
    return lastBlocker;
  },
  stop: (id: number) => {
    record('power-save-allowed');
    return blockers.delete(id);
  },
  isStarted: (id: number) => blockers.has(id),
});

/** https://www.electronjs.org/docs/latest/api/native-theme */
export const nativeTheme = strict(
  'nativeTheme',
  Object.assign(forwardEvents('nativeTheme', ['updated']), {
    themeSource: 'system' as Electron.NativeTheme['themeSource'],
    shouldUseDarkColors: false,
    shouldUseHighContrastColors: false,
  }),
);

/** A forked Node process in place of Chromium's utility process. */
export const utilityProcess = strict('utilityProcess', {
  fork: (path: string, args: readonly string[] = [], { execArgv, env }: Electron.ForkOptions = {}) => {
    const child = fork(path, args, { execArgv, env: env as NodeJS.ProcessEnv, serialization: 'advanced' });
    record('utility-process', { path });
    return Object.assign(child, { postMessage: (message: object) => child.send(message) });
  },
});
