/** Writes that a power cut leaves whole or undone: flushed to the disk, then renamed into place. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';

/** Replaces a small file in one step. `mode`: permission bits of the new file. */
export const replaceFile = (path: string, text: string, mode: number): void =>
  writeFileAtomicSync(path, text, { mode, fsync: true });

const flush = async (path: string, flags: 'r' | 'r+'): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a rename inside the folder outlive a power cut. Windows does so by itself and cannot open folders. */
const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform !== 'win32') await flush(folder, 'r');
};

/** The operations by which a folder is built aside and moved in whole; an argument, so that a test can break each. */
export type FolderOperations = {
  readonly makeFolder: (folder: string) => Promise<void>;
  /** A second name of the same bytes where the disk can do that, a copy elsewhere. The first is left where it is. */
  readonly place: (from: string, to: string) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** Flushes every file in `from`, then renames the folder to `to`, which must not exist yet. */
  readonly moveIn: (from: string, to: string) => Promise<void>;
  /** Removes a file or a folder with all that is in it; nothing there is fine. */
  readonly remove: (path: string) => Promise<void>;
};

export const folderOperations: FolderOperations = {
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true });
  },
  place: (from, to) => link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL)),
  write: (path, text) => writeFile(path, text),
  moveIn: async (from, to) => {
    await mkdir(dirname(to), { recursive: true });
    for (const name of await readdir(from)) await flush(join(from, name), 'r+');
    await flushFolder(from);
    await rename(from, to);
    await flushFolder(dirname(to));
    await flushFolder(dirname(from));
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
};
