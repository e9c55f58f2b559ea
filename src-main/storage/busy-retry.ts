/**
 * Rename, copy and delete for the whole program. A virus scanner, an indexer, a network share or a sync service can hold
 * a file for a moment; the operation is retried before it fails. No other file imports these operations of Node.
 */
import {
  lstatSync,
  copyFileSync as nodeCopyFileSync,
  renameSync as nodeRenameSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { lstat, copyFile as nodeCopyFile, rename as nodeRename, readdir, rm, rmdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errnoOf } from './file-error.ts';

/** Codes of Windows, SMB and NFS for a name that another process holds or is deleting. */
const heldCodes: readonly string[] = ['EBUSY', 'EPERM', 'EACCES', 'ETXTBSY'];
const takenCodes: readonly string[] = ['ENOTEMPTY', 'EEXIST'];

/** In milliseconds, for all pauses of one operation. `short`: the user waits for it. `none`: no retry. */
const totalMs = { none: 0, short: 5000, long: 60_000 } as const;
/** Short, because the process is blocked meanwhile. */
const totalSyncMs = { none: 0, short: 2000 } as const;
/** For a target folder that is not empty: probably not the remains of a deletion. */
const takenTotalMs = 500;

const firstPauseMs = 10;
const maxPauseMs = { long: 1000, sync: 100 } as const;

export type Retry = {
  /** Default: `short`. */
  readonly wait?: keyof typeof totalMs;
  /** Once aborted, an operation fails with its last error instead of waiting any longer. */
  readonly signal?: AbortSignal;
};
export type RetrySync = { readonly wait?: keyof typeof totalSyncMs };

/** File system operations; an argument, so tests can inject failures. */
export type RawFiles = {
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly renameSync: (from: string, to: string) => void;
  readonly copyFile: (from: string, to: string, mode: number) => Promise<void>;
  readonly copyFileSync: (from: string, to: string) => void;
  /** Does nothing if the path does not exist. */
  readonly rm: (path: string, options: { readonly recursive: boolean }) => Promise<void>;
  readonly rmSync: (path: string, options: { readonly recursive: boolean }) => void;
  readonly rmdir: (path: string) => Promise<void>;
  /** Distinguishes a file from another one of the same name; null: it does not exist. */
  readonly printSync: (path: string) => string | null;
  readonly print: (path: string) => Promise<string | null>;
  /** Names in a folder; empty if it is not a folder. */
  readonly list: (path: string) => Promise<readonly string[]>;
  readonly listSync: (path: string) => readonly string[];
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly sleepSync: (ms: number) => void;
};

/** A rename changes neither. A network share can report another inode number each time. */
const printOf = (found: { readonly size: number; readonly mtimeMs: number }): string =>
  `${found.size} ${found.mtimeMs}`;

const orNone = <T>(read: () => T, none: T): T => {
  try {
    return read();
  } catch {
    return none;
  }
};

const rawFiles: RawFiles = {
  rename: (from, to) => nodeRename(from, to),
  renameSync: (from, to) => nodeRenameSync(from, to),
  copyFile: (from, to, mode) => nodeCopyFile(from, to, mode),
  copyFileSync: (from, to) => nodeCopyFileSync(from, to),
  rm: (path, options) => rm(path, { ...options, force: true }),
  rmSync: (path, options) => rmSync(path, { ...options, force: true }),
  rmdir: (path) => rmdir(path),
  print: (path) => lstat(path).then(printOf, () => null),
  printSync: (path) => orNone(() => printOf(lstatSync(path)), null),
  list: (path) => readdir(path).catch(() => []),
  listSync: (path) => orNone(() => readdirSync(path), []),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
  sleepSync: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
};

type Waiting = { readonly codes: readonly string[]; readonly limitMs: number; readonly maxPauseMs: number };

/** In milliseconds; null: the error is final. The pauses double up to a maximum. */
const createPauses = ({ codes, limitMs, maxPauseMs: maxMs }: Waiting) => {
  let waitedMs = 0;
  let nextMs = firstPauseMs;
  return (cause: unknown, isTaken: boolean): number | null => {
    if (!codes.includes(errnoOf(cause) ?? '')) return null;
    const pauseMs = Math.min(nextMs, (isTaken ? Math.min(limitMs, takenTotalMs) : limitMs) - waitedMs);
    if (pauseMs <= 0) return null;
    waitedMs += pauseMs;
    nextMs = Math.min(nextMs * 2, maxMs);
    return pauseMs;
  };
};

export const createBusyRetry = (raw: RawFiles = rawFiles) => {
  /** `isTaken`: whether the target is a folder that is not empty. */
  const run = async <T>(
    attempt: (isAgain: boolean) => Promise<T>,
    { wait = 'short', signal }: Retry,
    more: { readonly codes: readonly string[]; readonly isTaken?: () => Promise<boolean> },
  ): Promise<T> => {
    const pauseAfter = createPauses({
      codes: more.codes,
      limitMs: totalMs[wait],
      maxPauseMs: maxPauseMs.long,
    });
    for (let isAgain = false; ; isAgain = true)
      try {
        return await attempt(isAgain);
      } catch (cause) {
        const isTaken = (await more.isTaken?.()) === true;
        const pauseMs = pauseAfter(cause, isTaken);
        if (pauseMs === null || signal?.aborted) throw cause;
        await raw.sleep(pauseMs, signal);
      }
  };

  const runSync = <T>(
    attempt: (isAgain: boolean) => T,
    { wait = 'short' }: RetrySync,
    more: { readonly codes: readonly string[]; readonly isTaken?: () => boolean },
  ): T => {
    const pauseAfter = createPauses({
      codes: more.codes,
      limitMs: totalSyncMs[wait],
      maxPauseMs: maxPauseMs.sync,
    });
    for (let isAgain = false; ; isAgain = true)
      try {
        return attempt(isAgain);
      } catch (cause) {
        const isTaken = more.isTaken?.() === true;
        const pauseMs = pauseAfter(cause, isTaken);
        if (pauseMs === null) throw cause;
        raw.sleepSync(pauseMs);
      }
  };

  const renameCodes = [...heldCodes, ...takenCodes];

  /** A network share can rename and still report an error: the next attempt then finds nothing to rename. */
  const isRenamed = (before: string | null, from: string | null, to: string | null): boolean =>
    before !== null && from === null && to === before;

  const removeTree = (path: string, how: Retry = {}): Promise<void> =>
    run(() => raw.rm(path, { recursive: true }), how, { codes: renameCodes });

  return {
    /** For other operations on a name that another process may hold. */
    retry: <T>(attempt: () => Promise<T>, how: Retry = {}): Promise<T> =>
      run(attempt, how, { codes: heldCodes }),
    retrySync: <T>(attempt: () => T, how: RetrySync = {}): T => runSync(attempt, how, { codes: heldCodes }),
    rename: async (from: string, to: string, how: Retry = {}): Promise<void> => {
      const before = await raw.print(from);
      await run(
        async (isAgain) => {
          try {
            await raw.rename(from, to);
          } catch (cause) {
            const isDone =
              isAgain &&
              errnoOf(cause) === 'ENOENT' &&
              isRenamed(before, await raw.print(from), await raw.print(to));
            if (!isDone) throw cause;
          }
        },
        how,
        { codes: renameCodes, isTaken: async () => (await raw.list(to)).length > 0 },
      );
    },
    renameSync: (from: string, to: string, how: RetrySync = {}): void => {
      const before = raw.printSync(from);
      runSync(
        (isAgain) => {
          try {
            raw.renameSync(from, to);
          } catch (cause) {
            const isDone =
              isAgain &&
              errnoOf(cause) === 'ENOENT' &&
              isRenamed(before, raw.printSync(from), raw.printSync(to));
            if (!isDone) throw cause;
          }
        },
        how,
        { codes: renameCodes, isTaken: () => raw.listSync(to).length > 0 },
      );
    },
    /** `mode`: as in Node. */
    copyFile: (from: string, to: string, mode = 0, how: Retry = {}): Promise<void> =>
      run(() => raw.copyFile(from, to, mode), how, { codes: heldCodes }),
    copyFileSync: (from: string, to: string, how: RetrySync = {}): void =>
      runSync(() => raw.copyFileSync(from, to), how, { codes: heldCodes }),
    /** Does nothing if the file does not exist; so do the functions below. */
    removeFile: (path: string, how: Retry = {}): Promise<void> =>
      run(() => raw.rm(path, { recursive: false }), how, { codes: heldCodes }),
    removeFileSync: (path: string, how: RetrySync = {}): void =>
      runSync(() => raw.rmSync(path, { recursive: false }), how, { codes: heldCodes }),
    /** A file, or a folder with its content. */
    removeTree,
    /** For leftovers. Never rejects: one that another process holds is removed by a later cleanup. */
    removeLeftover: (path: string): Promise<void> => removeTree(path).catch(() => undefined),
    removeTreeSync: (path: string, how: RetrySync = {}): void =>
      runSync(() => raw.rmSync(path, { recursive: true }), how, { codes: renameCodes }),
    /** A folder that is not empty, or that cannot be removed, such as the root of a disk, stays. */
    removeEmptyFolder: async (folder: string, how: Retry = {}): Promise<void> => {
      try {
        await run(
          async () => {
            if ((await raw.list(folder)).length === 0) await raw.rmdir(folder);
          },
          how,
          { codes: renameCodes },
        );
      } catch (cause) {
        if (![...renameCodes, 'ENOENT'].includes(errnoOf(cause) ?? '')) throw cause;
      }
    },
  };
};

export const {
  retry,
  retrySync,
  rename,
  renameSync,
  copyFile,
  copyFileSync,
  removeFile,
  removeFileSync,
  removeTree,
  removeTreeSync,
  removeLeftover,
  removeEmptyFolder,
} = createBusyRetry();
