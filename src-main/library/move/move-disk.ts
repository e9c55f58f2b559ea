/** Disk operations of a move beyond the default ones; injected, so that a test can simulate a power cut. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Disk, realDisk } from '../../storage/atomic.ts';
import { removeEmptyFolder } from '../../storage/busy-retry.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { isItem, isMonth, isShown, itemsUnderOtherName } from '../item/library-folders.ts';

export type FilePrint = { readonly sizeBytes: number; readonly sha256: string };

export type CopyCall = { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void };

export type MoveDisk = Disk & {
  /** Returns size and hash of the bytes that were read. `to` must not exist. */
  readonly copy: (from: string, to: string, call: CopyCall) => Promise<FilePrint>;
  /** A folder that is not empty stays. */
  readonly removeEmptyFolder: (folder: string) => Promise<void>;
};

const chunkBytes = 1024 * 1024;

const counting = (onBytes: (bytes: number) => void) => {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      sizeBytes += chunk.length;
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  return { through, print: (): FilePrint => ({ sizeBytes, sha256: hash.digest('hex') }) };
};

/** Reads the whole file. */
export const printOf = async (path: string, signal: AbortSignal): Promise<FilePrint> => {
  const { through, print } = counting(() => undefined);
  through.resume();
  await pipeline(createReadStream(path, { highWaterMark: chunkBytes }), through, { signal });
  return print();
};

export const realMoveDisk: MoveDisk = {
  ...realDisk,
  copy: async (from, to, { signal, onBytes }) => {
    const { through, print } = counting(onBytes);
    await pipeline(
      createReadStream(from, { highWaterMark: chunkBytes }),
      through,
      createWriteStream(to, { flags: 'wx' }),
      { signal },
    );
    return print();
  },
  removeEmptyFolder: (folder) => removeEmptyFolder(folder),
};

const namesOf = async (folder: string, kind: 'isFile' | 'isDirectory'): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  return entries
    .filter((entry) => entry[kind]())
    .map(({ name }) => name)
    .sort();
};

/** Neither links nor folders. None where the folder is missing. */
export const filesIn = (folder: string): Promise<readonly string[]> => namesOf(folder, 'isFile');

export const foldersIn = (folder: string): Promise<readonly string[]> => namesOf(folder, 'isDirectory');

const isItemName = (name: string): boolean => /^[0-9A-Za-z-]{8,64}$/.test(name);

/** Includes items without item.json, and items whose folder the user renamed. */
const itemsInMonth = async (library: string, month: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const name of (await foldersIn(join(library, month))).filter(isShown))
    if (isItemName(name) || (await isItem(join(library, month, name)))) found.push(`${month}/${name}`);
  return found;
};

/** Relative to the library, with forward slashes. Other files in the folder do not belong to the library. */
export const itemFoldersIn = async (library: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const name of (await foldersIn(library)).filter(isShown))
    found.push(...(await (isMonth(name) ? itemsInMonth : itemsUnderOtherName)(library, name)));
  return found;
};

/** The folders that hold, or held, items. `folders`: of items, relative to the library. */
export const monthsIn = async (
  library: string,
  folders: Iterable<string> = [],
): Promise<readonly string[]> => {
  const months = (await foldersIn(library)).filter(isMonth);
  return [...new Set([...months, ...[...folders].map(dirname)])].sort();
};

export const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await filesIn(folder)) {
    const found = await lstat(join(folder, name)).catch(() => null);
    bytes += found?.size ?? 0;
  }
  return bytes;
};

export const pathExists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (cause: unknown) => {
      if (errnoOf(cause) === 'ENOENT') return false;
      throw cause;
    },
  );
