/** Effects that a host provides to the modules. They are arguments, so tests can replace them. */
import type { CommandId } from '#contract/commands.ts';
import type { About, Settings } from '#contract/model/settings.ts';

export type Clock = {
  readonly now: () => Date;
  /** Resolves after `ms` milliseconds, or immediately when the signal is aborted. Never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** Encrypts with a key of the operating system. Rejects what it cannot encrypt or decrypt. */
export type Cipher = {
  /** False: there is no protected key store, so other programs can decrypt it. Used only if the user agreed. */
  readonly isProtected: boolean;
  readonly encrypt: (text: string) => Promise<Uint8Array>;
  /** `isOutdated`: the system's key has changed, and the text should be encrypted again. */
  readonly decrypt: (bytes: Uint8Array) => Promise<{ readonly text: string; readonly isOutdated: boolean }>;
};

export type SettingsStore = {
  readonly read: () => unknown;
  readonly write: (settings: Settings) => void;
};

export type Log = {
  /** Redacts this text in all later lines: called for each key as soon as it is known. */
  readonly hide?: (secret: string) => void;
  /** The same value without the keys, signatures and secret links that the log hides. */
  readonly redact?: (value: unknown) => unknown;
  readonly info: (message: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, data?: Readonly<Record<string, unknown>>) => void;
};

/** The programs of separate processes: decoding and drawing of images, and pose detection. */
export type WorkerName = 'image' | 'body';

/** A process that takes one message at a time and answers each. */
export type WorkerProcess = {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once, also if the process could not be started. */
  readonly onExit: (listener: () => void) => void;
  readonly kill: () => void;
  /** Whether this process keeps the host's process alive. */
  readonly hold: (isHeld: boolean) => void;
};

/** Finds and installs newer versions of the program. Rejects where it cannot be reached. */
export type UpdateFeed = {
  /** Whether this build can replace itself; otherwise the user downloads the new version. */
  readonly canInstall: boolean;
  /** Address of the page with the packages of each version. */
  readonly releasePage: string;
  /** The version that is newer than this one; null: there is none. */
  readonly findNewer: () => Promise<string | null>;
  /** Resolves when it is downloaded; it is installed when the program quits. `fraction`: 0..1. */
  readonly download: (onProgress: (fraction: number) => void) => Promise<void>;
};

export type Ports = {
  readonly host: About['host'];
  readonly version: string;
  /** Full path of the data folder; created if missing. */
  readonly dataFolder: string;
  /** Full path of the folder with the files that ship with the program. */
  readonly resourcesFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Clock of the timeout for disk operations, for hosts whose `clock` is not the wall clock. */
  readonly diskClock?: Clock;
  readonly fetch: typeof fetch;
  /** The system's proxy list for an address, as in `PROXY proxy.example:8080; DIRECT`; absent if the host does not know it. */
  readonly systemProxy?: (url: string) => Promise<string>;
  readonly settingsStore: SettingsStore;
  readonly cipher: Cipher | null;
  /** Shows a file or folder in the system's file manager; absent if the host cannot. */
  readonly reveal?: (path: string) => Promise<void>;
  /** Asks for a folder with the system's own dialog; null: none was chosen. Absent if the host cannot. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Starts to drag a file out of the window, with an icon at the pointer; absent if the host cannot. */
  readonly drag?: (file: { readonly path: string; readonly iconPath: string }) => void;
  /** Diagnostics for a report that the user sends; absent if the host cannot. */
  readonly diagnostics?: () => Promise<string>;
  /** The licences of the packages that ship with the program; null: this build has none. */
  readonly licences?: () => Promise<string | null>;
  /** Told which commands the page can run now; absent where there are no menus. */
  readonly setEnabledCommands?: (ids: readonly CommandId[]) => void;
  /** null or absent: this build has no feed of versions and never looks for one. */
  readonly updateFeed?: UpdateFeed | null;
  /** Starts a worker process; absent in plain Node, where the process is forked. */
  readonly startWorker?: (name: WorkerName) => WorkerProcess;
  readonly log: Log;
};
