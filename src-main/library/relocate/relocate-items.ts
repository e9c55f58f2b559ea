/**
 * The items of two library folders: copied from one to the other (into a temporary folder, flushed, read back and
 * compared, then renamed), compared by hash, and removed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { cutToBytes } from '#contract/rules/naming.ts';
import { createFolderOperations, type Disk, partPath } from '../../storage/atomic.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { filesIn, foldersIn, itemFoldersIn, monthsIn, pathExists } from '../item/library-folders.ts';
import { marksFileName } from '../item/marks-file.ts';
import { markerName } from '../location/location.ts';

/** Full paths of two library folders, and an item's folder relative to both, with forward slashes. */
export type ItemMove = { readonly from: string; readonly to: string; readonly folder: string };

export type CopyProgress = { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void };

/** null: the file is missing, as one is while it is being replaced. */
const unlessGone = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

const sizeOf = async (path: string): Promise<number | null> => {
  const found = await unlessGone(lstat(path));
  return found?.isFile() ? found.size : null;
};

/** Size of the files of one item. */
export const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await filesIn(folder)) bytes += (await sizeOf(join(folder, name))) ?? 0;
  return bytes;
};

type FilePrint = { readonly sizeBytes: number; readonly sha256: string };

const createPrint = () => {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    add: (chunk: Buffer): void => {
      hash.update(chunk);
      sizeBytes += chunk.length;
    },
    end: (): FilePrint => ({ sizeBytes, sha256: hash.digest('hex') }),
  };
};

const readChunkBytes = 1024 * 1024;

/** Reads the whole file. */
const printOf = async (path: string, signal: AbortSignal): Promise<FilePrint> => {
  const print = createPrint();
  for await (const chunk of createReadStream(path, { highWaterMark: readChunkBytes, signal }))
    print.add(chunk);
  return print.end();
};

const isSame = (one: FilePrint, other: FilePrint): boolean =>
  one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256;

type Compared = {
  /** Files of the old location that are equal in the new one. */
  readonly same: ReadonlyMap<string, FilePrint>;
  /** The first file, marks.json aside, that is not. */
  readonly differing: string | null;
  /** A copy that existed already has other marks; of an item's files, only marks.json ever changes. */
  readonly isMarksOld: boolean;
};

const compare = async (
  { from, to, folder }: ItemMove,
  { signal, onBytes }: CopyProgress,
): Promise<Compared> => {
  const same = new Map<string, FilePrint>();
  let isMarksOld = false;
  let differing: string | null = null;
  for (const name of await filesIn(join(from, folder))) {
    const before = await unlessGone(printOf(join(from, folder, name), signal));
    if (before === null) continue;
    const after = await unlessGone(printOf(join(to, folder, name), signal));
    onBytes(before.sizeBytes);
    if (after !== null && isSame(before, after)) same.set(name, before);
    else if (name === marksFileName) isMarksOld = true;
    else differing ??= name;
  }
  return { same, isMarksOld, differing };
};

/** The user may have renamed the folder, up to the longest name that the disk allows. */
const tempName = (folder: string): string => {
  const name = basename(folder);
  const short = cutToBytes(name, 100);
  const rest = short === name ? '' : `-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return `.incoming-move-${short}${rest}`;
};

/** Throws errors of the file system and of the signal. An existing copy is compared and never replaced. */
export const copyItem = async (
  disk: Disk,
  move: ItemMove,
  { signal, onBytes }: CopyProgress,
): Promise<Result<Pick<Compared, 'isMarksOld'>>> => {
  const { from, to, folder } = move;
  const operations = createFolderOperations(disk);
  const [source, target, incoming] = [join(from, folder), join(to, folder), join(to, tempName(folder))];
  if (await pathExists(target)) {
    const { differing, isMarksOld } = await compare(move, { signal, onBytes });
    if (differing === null) return ok({ isMarksOld });
    return fail('folder-unsuitable', { subject: basename(to), reason: 'item-differs', folder });
  }
  await disk.remove(incoming);
  await operations.makeFolder(incoming);
  for (const name of await filesIn(source)) {
    signal.throwIfAborted();
    const print = createPrint();
    const onChunk = (chunk: Buffer): void => {
      print.add(chunk);
      onBytes(chunk.length);
    };
    const copying = disk.copy(join(source, name), join(incoming, name), { signal, onChunk });
    if ((await unlessGone(copying.then(() => true))) === null) continue;
    await disk.flushFile(join(incoming, name));
    if (!isSame(print.end(), await printOf(join(incoming, name), signal)))
      return fail('internal', { subject: name, problem: 'copy-differs' });
  }
  await operations.moveIn(incoming, target, signal);
  return ok({ isMarksOld: false });
};

/** Compares first, then removes from the old location the files that are equal in both. The marks of the new location are newer. */
export const removeOldItem = async (disk: Disk, move: ItemMove, progress: CopyProgress): Promise<void> => {
  const { same } = await compare(move, progress);
  const source = join(move.from, move.folder);
  for (const [name, { sizeBytes }] of same)
    if (name !== marksFileName && (await sizeOf(join(source, name))) === sizeBytes)
      await disk.remove(join(source, name));
  if (await pathExists(join(source, marksFileName))) await disk.remove(join(source, marksFileName));
  await disk.removeEmptyFolder(source);
};

/** Left by a program that ended while it replaced the marks. */
const marksPart = partPath(marksFileName);

/** Whether every file of the copy is also in the original, compared by name and size. */
const isCopy = async ({ from, to, folder }: ItemMove): Promise<boolean> => {
  for (const name of await filesIn(join(to, folder))) {
    if (name === marksPart) continue;
    const [copied, original] = [await sizeOf(join(to, folder, name)), await sizeOf(join(from, folder, name))];
    if (original === null || (name !== marksFileName && copied !== original)) return false;
  }
  return true;
};

type TwoFolders = Pick<ItemMove, 'from' | 'to'>;

export const removeIncoming = async (disk: Disk, { to }: Pick<TwoFolders, 'to'>): Promise<void> => {
  for (const name of await foldersIn(to))
    if (name.startsWith('.incoming-move-')) await disk.remove(join(to, name));
};

/** Removes the copies of an unfinished move. Files that `from` does not hold stay: they may be the only ones. */
export const removeCopies = async (disk: Disk, { from, to }: TwoFolders): Promise<void> => {
  await removeIncoming(disk, { to });
  const folders = await itemFoldersIn(to);
  for (const folder of folders) if (await isCopy({ from, to, folder })) await disk.remove(join(to, folder));
  for (const month of await monthsIn(to, folders)) await disk.removeEmptyFolder(join(to, month));
};

/** Removes the marker, and the folder itself where nothing else is in it. */
export const removeLibraryFolder = async (disk: Disk, folder: string): Promise<void> => {
  if (await pathExists(join(folder, markerName))) await disk.remove(join(folder, markerName));
  await disk.removeEmptyFolder(folder);
  if (await pathExists(dirname(folder))) await disk.flushFolder(dirname(folder));
};
