/** Writes that a power cut leaves whole or undone: flushed to the disk, then renamed into place. */
import { channel } from 'node:diagnostics_channel';
import { appendFileSync, closeSync, constants, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';
import {
  copyFile,
  copyFileSync,
  removeTree,
  removeTreeSync,
  rename,
  renameSync,
  retry,
  retrySync,
} from './busy-retry.ts';
import { errnoOf } from './file-error.ts';

/** Windows makes a rename last by itself, and cannot open folders. */
const canFlushFolders = process.platform !== 'win32';

/**
 * What SMB, VirtualBox, WSL and FUSE answer where they cannot flush. A folder's flush that fails so is no failure: what
 * was written is there. The flush of a file is one where the disk itself failed (EIO).
 */
const refusals = {
  file: ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'],
  folder: [
    ...['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'],
    ...['EIO', 'EBADF', 'EPERM', 'EACCES', 'EISDIR'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RefusedFlush = { readonly folder: string; readonly errno: string };
/** Every flush that was refused, for whoever logs it. */
export const refusedFlushes = channel('understudy.refused-flush');

/** Throws what is no refusal. */
const passOver = (cause: unknown, what: keyof typeof refusals, folder: string): void => {
  const errno = errnoOf(cause);
  const codes: readonly string[] = refusals[what];
  if (errno === null || !codes.includes(errno)) throw cause;
  refusedFlushes.publish({ folder, errno } satisfies RefusedFlush);
};

/** Opens, flushes and closes; an argument, so that a test can make each fail. */
export type RawFlush = {
  readonly sync: (path: string, flags: 'r' | 'r+') => Promise<void>;
  readonly syncToDisk: (path: string, flags: 'r' | 'r+') => void;
};

const rawFlush: RawFlush = {
  sync: async (path, flags) => {
    const file = await retry(() => open(path, flags), { wait: flags === 'r' ? 'none' : 'long' });
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  },
  syncToDisk: (path, flags) => {
    const file = retrySync(() => openSync(path, flags), { wait: flags === 'r' ? 'none' : 'short' });
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
};

export const createFlush = (raw: RawFlush = rawFlush, hasFolders = canFlushFolders) => ({
  file: async (path: string): Promise<void> => {
    try {
      await raw.sync(path, 'r+');
    } catch (cause) {
      passOver(cause, 'file', dirname(path));
    }
  },
  fileSync: (path: string): void => {
    try {
      raw.syncToDisk(path, 'r+');
    } catch (cause) {
      passOver(cause, 'file', dirname(path));
    }
  },
  /** Makes what was made, renamed and removed inside the folder outlive a power cut, where its disk can do that. */
  folder: async (folder: string): Promise<void> => {
    try {
      if (hasFolders) await raw.sync(folder, 'r');
    } catch (cause) {
      passOver(cause, 'folder', folder);
    }
  },
  folderSync: (folder: string): void => {
    try {
      if (hasFolders) raw.syncToDisk(folder, 'r');
    } catch (cause) {
      passOver(cause, 'folder', folder);
    }
  },
});

const flush = createFlush();
export const { file: flushFile, fileSync: flushFileSync, folderSync: flushFolderSync } = flush;

/** Flushes a file that is open for writing. `path`: its own. */
export const flushOpenFile = async (file: Pick<FileHandle, 'sync'>, path: string): Promise<void> => {
  try {
    await file.sync();
  } catch (cause) {
    passOver(cause, 'file', dirname(path));
  }
};

/** Replaces a small file in one step. `mode`: permission bits of the new file. */
export const replaceFile = (path: string, text: string, mode: number): void => {
  const replace = (fsync: boolean): void => retrySync(() => writeFileAtomicSync(path, text, { mode, fsync }));
  try {
    replace(true);
  } catch (cause) {
    passOver(cause, 'file', dirname(path));
    replace(false);
  }
  flushFolderSync(dirname(path));
};

/** What is asked of the disk inside a database transaction, which cannot wait; an argument as `Disk` is. */
export type SyncDisk = {
  /** What has this name already, a link or a file, is removed first. */
  readonly writeNew: (path: string, text: string) => void;
  /** Makes the file when missing, for this user alone. */
  readonly append: (path: string, text: string) => void;
  readonly copy: (from: string, to: string) => void;
  readonly flushFile: (path: string) => void;
  readonly flushFolder: (folder: string) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
};

export const realSyncDisk: SyncDisk = {
  writeNew: (path, text) => {
    removeTreeSync(path);
    writeFileSync(path, text, { flag: 'wx' });
  },
  append: (path, text) => appendFileSync(path, text, { mode: 0o600 }),
  copy: (from, to) => copyFileSync(from, to),
  flushFile: flushFileSync,
  flushFolder: flushFolderSync,
  rename: (from, to) => renameSync(from, to),
  remove: (path) => removeTreeSync(path),
};

/** Where a small file is written first: hidden, and always the same, so that what a killed program left is overwritten by the next. */
export const partPath = (path: string): string => join(dirname(path), `.${basename(path)}.part`);

/** Replaces a small file of which one program at a time writes; where a link bears its name, the link and not what it leads to. */
export const replaceSync = (disk: SyncDisk, path: string, text: string): void => {
  const part = partPath(path);
  try {
    disk.writeNew(part, text);
    disk.flushFile(part);
    disk.rename(part, path);
  } catch (cause) {
    disk.remove(part);
    throw cause;
  }
  disk.flushFolder(dirname(path));
};

/** What is asked of the disk, one thing at a time; an argument, so that a test can cut the power between any two. */
export type Disk = {
  /** With those above it. Answers the uppermost that was not there; undefined: all were. */
  readonly makeFolder: (folder: string) => Promise<string | undefined>;
  /** A second name of the same bytes where the disk can do that, a copy elsewhere. */
  readonly place: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly flushFile: (path: string) => Promise<void>;
  /** Makes what was made, renamed and removed inside the folder outlive a power cut. */
  readonly flushFolder: (folder: string) => Promise<void>;
  /** `signal`: ends the waiting for a name that somebody holds. */
  readonly rename: (from: string, to: string, signal?: AbortSignal) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
};

export const realDisk: Disk = {
  makeFolder: (folder) => mkdir(folder, { recursive: true }),
  place: (from, to) => link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL)),
  write: (path, text) => writeFile(path, text),
  list: (folder) => readdir(folder),
  flushFile: flush.file,
  flushFolder: flush.folder,
  rename: (from, to, signal) => rename(from, to, { wait: 'long', ...(signal ? { signal } : {}) }),
  remove: (path) => removeTree(path, { wait: 'long' }),
};

/** The operations by which a folder is built aside and moved in whole; an argument, so that a test can break each. */
export type FolderOperations = {
  /** With those above it, which then outlive a power cut. */
  readonly makeFolder: (folder: string) => Promise<void>;
  /** A second name of the same bytes where the disk can do that, a copy elsewhere. The first is left where it is. */
  readonly place: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** Flushes every file in `from`, then renames the folder to `to`, which must not exist yet. */
  readonly moveIn: (from: string, to: string, signal?: AbortSignal) => Promise<void>;
  /** Removes a file or a folder with all that is in it; nothing there is fine. */
  readonly remove: (path: string) => Promise<void>;
};

export const createFolderOperations = (disk: Disk): FolderOperations => {
  const makeFolder = async (folder: string): Promise<void> => {
    const uppermost = await disk.makeFolder(folder);
    if (uppermost === undefined) return;
    for (let made = folder; made.length >= uppermost.length; made = dirname(made))
      await disk.flushFolder(dirname(made));
  };
  return {
    makeFolder,
    place: disk.place,
    write: disk.write,
    moveIn: async (from, to, signal) => {
      await makeFolder(dirname(to));
      for (const name of await disk.list(from)) await disk.flushFile(join(from, name));
      await disk.flushFolder(from);
      await disk.rename(from, to, signal);
      await disk.flushFolder(dirname(to));
      await disk.flushFolder(dirname(from));
    },
    remove: disk.remove,
  };
};

export const folderOperations = createFolderOperations(realDisk);
