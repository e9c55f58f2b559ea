/** What the rooms need from whoever hosts them. Effects come in as arguments, so that a test can hold the clock. */
import type { About, Settings } from '#contract/model/settings.ts';

export type Clock = {
  readonly now: () => Date;
  /** Resolves after `ms` milliseconds, or at once (never rejecting) when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** Encrypts with the operating system's own store; absent where there is none. */
export type Cipher = {
  readonly encrypt: (text: string) => Uint8Array;
  readonly decrypt: (bytes: Uint8Array) => string;
};

export type SettingsStore = {
  readonly read: () => unknown;
  readonly write: (settings: Settings) => void;
};

export type Log = {
  /** Makes sure that this text never appears in a line: called for each key as soon as it is known. */
  readonly hide?: (secret: string) => void;
  readonly info: (message: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, data?: Readonly<Record<string, unknown>>) => void;
};

/** A process that takes one message at a time and answers each. */
export type ImageProcess = {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once, also where the process could not be started. */
  readonly onExit: (listener: () => void) => void;
  readonly kill: () => void;
  /** Whether the host's process stays alive for this one. */
  readonly hold: (isHeld: boolean) => void;
};

export type Ports = {
  readonly host: About['host'];
  readonly version: string;
  /** Full path of the data folder; made when missing. */
  readonly dataFolder: string;
  /** Full path of the folder with the files shipped as they are. */
  readonly resourcesFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** For the limit on how long a disk may take to answer, where `clock` does not run at the speed of the wall clock. */
  readonly diskClock?: Clock;
  readonly fetch: typeof fetch;
  /** The system's proxy list for an address, as in `PROXY proxy.example:8080; DIRECT`; absent where the host cannot tell. */
  readonly systemProxy?: (url: string) => Promise<string>;
  readonly settingsStore: SettingsStore;
  readonly cipher: Cipher | null;
  /** Shows a file or folder in the system's file manager; absent where the host cannot. */
  readonly reveal?: (path: string) => Promise<void>;
  /** Asks for a folder with the system's own dialog; null: none was chosen. Absent where the host cannot. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Begins to drag a file out of the window, with a picture at the pointer; absent where the host cannot. */
  readonly drag?: (file: { readonly path: string; readonly iconPath: string }) => void;
  /** Starts a process that decodes images; absent where the host is plain Node, which forks one. */
  readonly startImageProcess?: () => ImageProcess;
  readonly log: Log;
};
