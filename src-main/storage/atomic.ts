/** Atomic writes that survive a power cut: flushed to the disk, then renamed into place. */
import { channel } from 'node:diagnostics_channel';
import {
  appendFileSync,
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fsyncSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sync as writeFileAtomicSync } from 'write-file-atomic';
import {
  copyFile,
  copyFileSync,
  removeEmptyFolder,
  removeTree,
  removeTreeSync,
  rename,
  renameSync,
  retry,
  retrySync,
} from './busy-retry.ts';
import { errnoOf } from './file-error.ts';

/** Windows makes renames durable by itself, and cannot open folders. */
const canFlushFolders = process.platform !== 'win32';

/**
 * Codes of file systems that cannot flush (SMB, VirtualBox, WSL, FUSE). A folder's flush that fails with one of them is
 * ignored, because the data is written. EIO on a file means that the disk failed, and is an error.
 */
const refusals = {
  file: ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'],
  folder: [
    ...['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'],
    ...['EIO', 'EBADF', 'EPERM', 'EACCES', 'EISDIR'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RefusedFlush = { readonly folder: string; readonly errno: string };
/** Publishes each refused flush, for the log. */
export const refusedFlushes = channel('understudy.refused-flush');

/** Publishes a refused flush. Throws other errors. */
const ignoreRefusal = (cause: unknown, what: keyof typeof refusals, folder: string): void => {
  const errno = errnoOf(cause);
  const codes: readonly string[] = refusals[what];
  if (errno === null || !codes.includes(errno)) throw cause;
  refusedFlushes.publish({ folder, errno } satisfies RefusedFlush);
};

/** Opens, flushes and closes; an argument, so tests can inject failures. */
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
      ignoreRefusal(cause, 'file', dirname(path));
    }
  },
  fileSync: (path: string): void => {
    try {
      raw.syncToDisk(path, 'r+');
    } catch (cause) {
      ignoreRefusal(cause, 'file', dirname(path));
    }
  },
  /** Makes creations, renames and removals inside the folder survive a power cut, if its disk can flush. */
  folder: async (folder: string): Promise<void> => {
    try {
      if (hasFolders) await raw.sync(folder, 'r');
    } catch (cause) {
      ignoreRefusal(cause, 'folder', folder);
    }
  },
  folderSync: (folder: string): void => {
    try {
      if (hasFolders) raw.syncToDisk(folder, 'r');
    } catch (cause) {
      ignoreRefusal(cause, 'folder', folder);
    }
  },
});

const flush = createFlush();
export const { file: flushFile, fileSync: flushFileSync, folderSync: flushFolderSync } = flush;

/** Flushes a file that is open for writing. `path`: of that file. */
export const flushOpenFile = async (file: Pick<FileHandle, 'sync'>, path: string): Promise<void> => {
  try {
    await file.sync();
  } catch (cause) {
    ignoreRefusal(cause, 'file', dirname(path));
  }
};

/** Replaces a small file in one step. `mode`: permission bits of the new file. */
export const replaceFile = (path: string, text: string, mode: number): void => {
  const replace = (fsync: boolean): void => retrySync(() => writeFileAtomicSync(path, text, { mode, fsync }));
  try {
    replace(true);
  } catch (cause) {
    ignoreRefusal(cause, 'file', dirname(path));
    replace(false);
  }
  flushFolderSync(dirname(path));
};

/**
 * Single disk operations; an argument, so tests can simulate failures, and a power cut between any two. The synchronous
 * ones are for use inside a database transaction.
 */
export type Disk = {
  /** Also creates missing parents. Resolves to the uppermost one created; undefined: all existed. */
  readonly makeFolder: (folder: string) => Promise<string | undefined>;
  /** A hard link if the disk supports it, otherwise a copy. */
  readonly place: (from: string, to: string) => Promise<void>;
  /** Copies the content. `to` must not exist. `onChunk`: receives the bytes that were read. */
  readonly copy: (from: string, to: string, call: CopyCall) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly flushFile: (path: string) => Promise<void>;
  /** Makes creations, renames and removals inside the folder survive a power cut. */
  readonly flushFolder: (folder: string) => Promise<void>;
  /** `signal`: stops waiting for a name that another process holds. */
  readonly rename: (from: string, to: string, signal?: AbortSignal) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** A folder that is not empty stays. */
  readonly removeEmptyFolder: (folder: string) => Promise<void>;
  /** An existing file or link of this name is removed first. */
  readonly writeNewSync: (path: string, text: string) => void;
  /** Creates the file if missing, readable by this user only. */
  readonly appendSync: (path: string, text: string) => void;
  readonly copySync: (from: string, to: string) => void;
  readonly flushFileSync: (path: string) => void;
  readonly flushFolderSync: (folder: string) => void;
  readonly renameSync: (from: string, to: string) => void;
  readonly removeSync: (path: string) => void;
};

export type CopyCall = { readonly signal: AbortSignal; readonly onChunk: (chunk: Buffer) => void };

const copyChunkBytes = 1024 * 1024;

export const realDisk: Disk = {
  makeFolder: (folder) => mkdir(folder, { recursive: true }),
  place: (from, to) => link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL)),
  copy: async (from, to, { signal, onChunk }) => {
    await pipeline(
      createReadStream(from, { highWaterMark: copyChunkBytes }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          onChunk(chunk);
          yield chunk;
        }
      },
      createWriteStream(to, { flags: 'wx' }),
      { signal },
    );
  },
  write: (path, text) => writeFile(path, text),
  list: (folder) => readdir(folder),
  flushFile: flush.file,
  flushFolder: flush.folder,
  rename: (from, to, signal) => rename(from, to, { wait: 'long', ...(signal ? { signal } : {}) }),
  remove: (path) => removeTree(path, { wait: 'long' }),
  removeEmptyFolder: (folder) => removeEmptyFolder(folder),
  writeNewSync: (path, text) => {
    removeTreeSync(path);
    writeFileSync(path, text, { flag: 'wx' });
  },
  appendSync: (path, text) => appendFileSync(path, text, { mode: 0o600 }),
  copySync: (from, to) => copyFileSync(from, to),
  flushFileSync,
  flushFolderSync,
  renameSync: (from, to) => renameSync(from, to),
  removeSync: (path) => removeTreeSync(path),
};

/** Temporary name of a small file: hidden and always the same, so a later write overwrites the leftover of a killed program. */
export const partPath = (path: string): string => join(dirname(path), `.${basename(path)}.part`);

/** Replaces a small file with a single writer. A symlink of this name is replaced itself, not its target. */
export const replaceSync = (disk: Disk, path: string, text: string): void => {
  const part = partPath(path);
  try {
    disk.writeNewSync(part, text);
    disk.flushFileSync(part);
    disk.renameSync(part, path);
  } catch (cause) {
    disk.removeSync(part);
    throw cause;
  }
  disk.flushFolderSync(dirname(path));
};

/** Operations to build a folder aside and move it in atomically; an argument, so tests can inject failures. */
export type FolderOperations = {
  /** Also creates missing parents, which then survive a power cut. */
  readonly makeFolder: (folder: string) => Promise<void>;
  /** A hard link if the disk supports it, otherwise a copy. The original stays. */
  readonly place: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** Flushes every file in `from`, then renames the folder to `to`, which must not exist yet. */
  readonly moveIn: (from: string, to: string, signal?: AbortSignal) => Promise<void>;
  /** Removes a file, or a folder with its content; does nothing if it does not exist. */
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
