/** Copies one item from one library folder to another: into a temporary folder, flushed, read back and compared, then renamed. */
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
  itemFoldersIn,
  type MoveDisk,
  monthsIn,
  pathExists,
  printOf,
} from './move-disk.ts';

/** The user may have renamed the folder, up to the longest name that the disk allows. */
export const tempName = (folder: string): string => {
  const name = basename(folder);
  const short = cutToBytes(name, 100);
  const rest = short === name ? '' : `-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return `.incoming-move-${short}${rest}`;
};

/** Full paths of two library folders, and an item's folder relative to both. */
export type ItemMove = { readonly from: string; readonly to: string; readonly folder: string };

/**
 * `prints`: the files that are whole in the new location, by name. `isMarksOld`: a copy that existed already has other
 * marks; of an item's files, only marks.json ever changes.
 */
export type CopiedItem = {
  readonly prints: ReadonlyMap<string, FilePrint>;
  readonly isMarksOld: boolean;
};

const isSame = (one: FilePrint, other: FilePrint): boolean =>
  one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256;

/** null: the file is missing, as one is while it is being replaced. */
const unlessGone = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

const printIfThere = (path: string, signal: AbortSignal) => unlessGone(printOf(path, signal));

/** `prints`: files of the old location that are equal in the new one; `differing`: the first that is not. */
const compare = async (
  { from, to, folder }: ItemMove,
  { signal, onBytes }: CopyCall,
): Promise<CopiedItem & { readonly differing: string | null }> => {
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

/** Throws errors of the file system and of the signal. An existing copy is compared and never replaced. */
export const copyItem = async (
  disk: MoveDisk,
  move: ItemMove,
  call: CopyCall,
): Promise<Result<CopiedItem>> => {
  const { from, to, folder } = move;
  const operations = createFolderOperations(disk);
  const [source, target, incoming] = [join(from, folder), join(to, folder), join(to, tempName(folder))];
  if (await pathExists(target)) {
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

/** Removes from the old location only files that are whole in the new one. */
export const dropOld = async (
  disk: MoveDisk,
  { from, folder }: Pick<ItemMove, 'from' | 'folder'>,
  prints: CopiedItem['prints'],
): Promise<void> => {
  const source = join(from, folder);
  for (const [name, { sizeBytes }] of prints)
    if (name !== marksFileName && (await sizeOf(join(source, name))) === sizeBytes)
      await disk.remove(join(source, name));
  if (await pathExists(join(source, marksFileName))) await disk.remove(join(source, marksFileName));
  await disk.removeEmptyFolder(source);
};

/** Compares first, then removes from the old location the files that are equal in both. The marks of the new location are newer. */
export const dropCompared = async (disk: MoveDisk, move: ItemMove, signal: AbortSignal): Promise<void> => {
  const { prints } = await compare(move, { signal, onBytes: () => undefined });
  await dropOld(disk, move, prints);
};

/** Whether every file of the copy is also in the original, compared by name and size. */
const isCopy = async ({ from, to, folder }: ItemMove): Promise<boolean> => {
  for (const name of await filesIn(join(to, folder))) {
    const [copied, original] = [await sizeOf(join(to, folder, name)), await sizeOf(join(from, folder, name))];
    if (original === null || (name !== marksFileName && copied !== original)) return false;
  }
  return true;
};

/** Removes the copies of an unfinished move. Files that `from` does not hold stay: they may be the only ones. */
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

/** Removes the marker, and the folder itself where nothing else is in it. */
export const removeLibraryFolder = async (
  disk: MoveDisk,
  folder: string,
  markerName: string,
): Promise<void> => {
  if (await pathExists(join(folder, markerName))) await disk.remove(join(folder, markerName));
  await disk.removeEmptyFolder(folder);
  if (await pathExists(dirname(folder))) await disk.flushFolder(dirname(folder));
};
