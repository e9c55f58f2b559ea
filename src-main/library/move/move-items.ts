/** One item from one library folder to another: copied aside, flushed, read back and compared, then renamed in. */
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { cutToBytes } from '#contract/rules/naming.ts';
import { createFolderOperations } from '../../storage/atomic.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { marksFileName } from '../item/marks-file.ts';
import {
  type CopyCall,
  type FilePrint,
  filesIn,
  foldersIn,
  isThere,
  itemFoldersIn,
  type MoveDisk,
  monthsIn,
  printOf,
} from './move-disk.ts';

/** A folder may bear a name of somebody's own, as long as the disk allows. */
export const tempName = (folder: string): string => {
  const name = basename(folder);
  const short = cutToBytes(name, 100);
  const rest = short === name ? '' : `-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return `.incoming-move-${short}${rest}`;
};

/** Full paths of two library folders, and an item's folder relative to both. */
export type ItemMove = { readonly from: string; readonly to: string; readonly folder: string };

/**
 * What is whole in the new place, by file name; of an item's files, marks.json alone is ever written again. `isMarksOld`: what was there already said
 * other things of the item.
 */
export type Brought = {
  readonly prints: ReadonlyMap<string, FilePrint>;
  readonly isMarksOld: boolean;
};

const isSame = (one: FilePrint, other: FilePrint): boolean =>
  one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256;

/** null: it went away while it was looked for, as a file does that is just being replaced. */
const unlessGone = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

const printIfThere = (path: string, signal: AbortSignal) => unlessGone(printOf(path, signal));

/** Files of the old place that are the same in the new one; `differing`: the first that is not. */
const compare = async (
  { from, to, folder }: ItemMove,
  { signal, onBytes }: CopyCall,
): Promise<Brought & { readonly differing: string | null }> => {
  const prints = new Map<string, FilePrint>();
  let isMarksOld = false;
  let differing: string | null = null;
  for (const name of await filesIn(join(from, folder))) {
    const before = await printIfThere(join(from, folder, name), signal);
    if (before === null) continue;
    const after = await printIfThere(join(to, folder, name), signal);
    onBytes(before.sizeBytes);
    if (after !== null && isSame(before, after)) prints.set(name, before);
    else if (name === marksFileName) isMarksOld = true;
    else differing ??= name;
  }
  return { prints, isMarksOld, differing };
};

/** Throws errors of the file system, and of the signal. What is there already is compared, and never replaced. */
export const bringItem = async (disk: MoveDisk, move: ItemMove, call: CopyCall): Promise<Result<Brought>> => {
  const { from, to, folder } = move;
  const operations = createFolderOperations(disk);
  const [source, target, incoming] = [join(from, folder), join(to, folder), join(to, tempName(folder))];
  if (await isThere(target)) {
    const { differing, ...same } = await compare(move, call);
    if (differing === null) return ok(same);
    return fail('folder-unsuitable', { subject: basename(to), reason: 'item-differs', folder });
  }
  await disk.remove(incoming);
  await operations.makeFolder(incoming);
  const prints = new Map<string, FilePrint>();
  for (const name of await filesIn(source)) {
    call.signal.throwIfAborted();
    const print = await unlessGone(disk.copy(join(source, name), join(incoming, name), call));
    if (print === null) continue;
    await disk.flushFile(join(incoming, name));
    if (!isSame(print, await printOf(join(incoming, name), call.signal)))
      return fail('internal', { subject: name, problem: 'copy-differs' });
    prints.set(name, print);
  }
  await operations.moveIn(incoming, target, call.signal);
  return ok({ prints, isMarksOld: false });
};

const sizeOf = (path: string): Promise<number | null> =>
  unlessGone(lstat(path).then((found) => (found.isFile() ? found.size : null)));

/** Takes out of the old place what is whole in the new one, and nothing else. */
export const dropOld = async (
  disk: MoveDisk,
  { from, folder }: Pick<ItemMove, 'from' | 'folder'>,
  prints: Brought['prints'],
): Promise<void> => {
  const source = join(from, folder);
  for (const [name, { sizeBytes }] of prints)
    if (name !== marksFileName && (await sizeOf(join(source, name))) === sizeBytes)
      await disk.remove(join(source, name));
  if (await isThere(join(source, marksFileName))) await disk.remove(join(source, marksFileName));
  await disk.removeEmptyFolder(source);
};

/** Compares first: what is the same in both places goes from the old one. The marks of the new place are the newer ones. */
export const dropCompared = async (disk: MoveDisk, move: ItemMove, signal: AbortSignal): Promise<void> => {
  const { prints } = await compare(move, { signal, onBytes: () => undefined });
  await dropOld(disk, move, prints);
};

/** Whether every file of the copy is in the original, too, as far as names and sizes tell. */
const isCopy = async ({ from, to, folder }: ItemMove): Promise<boolean> => {
  for (const name of await filesIn(join(to, folder))) {
    const [copied, original] = [await sizeOf(join(to, folder, name)), await sizeOf(join(from, folder, name))];
    if (original === null || (name !== marksFileName && copied !== original)) return false;
  }
  return true;
};

/** Takes back what an unfinished move has copied. What `from` does not hold stays: nobody else might have it. */
export const undoCopies = async (
  disk: MoveDisk,
  { from, to }: Pick<ItemMove, 'from' | 'to'>,
): Promise<void> => {
  for (const name of await foldersIn(to))
    if (name.startsWith('.incoming-move-')) await disk.remove(join(to, name));
  const folders = await itemFoldersIn(to);
  for (const folder of folders) if (await isCopy({ from, to, folder })) await disk.remove(join(to, folder));
  for (const month of await monthsIn(to, folders)) await disk.removeEmptyFolder(join(to, month));
};

/** The folder itself goes only where nothing else is in it. */
export const removeLibraryFolder = async (
  disk: MoveDisk,
  folder: string,
  markerName: string,
): Promise<void> => {
  if (await isThere(join(folder, markerName))) await disk.remove(join(folder, markerName));
  await disk.removeEmptyFolder(folder);
  if (await isThere(dirname(folder))) await disk.flushFolder(dirname(folder));
};
