/** Writes that a power cut leaves whole or undone: flushed to the disk, then renamed into place. */
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';

/** Windows makes a rename last by itself, and cannot open folders. */
const canFlushFolders = process.platform !== 'win32';

export const flushAtOnce = (path: string, flags: 'r' | 'r+'): void => {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Makes what was made, renamed and removed inside the folder outlive a power cut. */
export const flushFolderAtOnce = (folder: string): void => {
  if (canFlushFolders) flushAtOnce(folder, 'r');
};

/** Replaces a small file in one step. `mode`: permission bits of the new file. */
export const replaceFile = (path: string, text: string, mode: number): void => {
  writeFileAtomicSync(path, text, { mode, fsync: true });
  flushFolderAtOnce(dirname(path));
};

/** What is asked of the disk inside a database transaction, which cannot wait; an argument as `Disk` is. */
export type DiskAtOnce = {
  /** What has this name already, a link or a file, is removed first. */
  readonly writeNew: (path: string, text: string) => void;
  readonly flushFile: (path: string) => void;
  readonly flushFolder: (folder: string) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
};

export const realDiskAtOnce: DiskAtOnce = {
  writeNew: (path, text) => {
    rmSync(path, { recursive: true, force: true });
    writeFileSync(path, text, { flag: 'wx' });
  },
  flushFile: (path) => flushAtOnce(path, 'r+'),
  flushFolder: flushFolderAtOnce,
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

/** Where a small file is written first: hidden, and always the same, so that what a killed program left is overwritten by the next. */
export const partPath = (path: string): string => join(dirname(path), `.${basename(path)}.part`);

/** Replaces a small file of which one program at a time writes; where a link bears its name, the link and not what it leads to. */
export const replaceAtOnce = (disk: DiskAtOnce, path: string, text: string): void => {
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
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
};

const flush = async (path: string, flags: 'r' | 'r+'): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const realDisk: Disk = {
  makeFolder: (folder) => mkdir(folder, { recursive: true }),
  place: (from, to) => link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL)),
  write: (path, text) => writeFile(path, text),
  list: (folder) => readdir(folder),
  flushFile: (path) => flush(path, 'r+'),
  flushFolder: async (folder) => {
    if (canFlushFolders) await flush(folder, 'r');
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { recursive: true, force: true }),
};

/** The operations by which a folder is built aside and moved in whole; an argument, so that a test can break each. */
export type FolderOperations = {
  /** With those above it, which then outlive a power cut. */
  readonly makeFolder: (folder: string) => Promise<void>;
  /** A second name of the same bytes where the disk can do that, a copy elsewhere. The first is left where it is. */
  readonly place: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** Flushes every file in `from`, then renames the folder to `to`, which must not exist yet. */
  readonly moveIn: (from: string, to: string) => Promise<void>;
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
    moveIn: async (from, to) => {
      await makeFolder(dirname(to));
      for (const name of await disk.list(from)) await disk.flushFile(join(from, name));
      await disk.flushFolder(from);
      await disk.rename(from, to);
      await disk.flushFolder(dirname(to));
      await disk.flushFolder(dirname(from));
    },
    remove: disk.remove,
  };
};

export const folderOperations = createFolderOperations(realDisk);
