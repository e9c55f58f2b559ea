/** The folders in which moves have left a copy of the library: deleted only at the user's request. */
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Log } from '../../ports.ts';
import type { Disk } from '../../storage/atomic.ts';
import { foldersIn, itemFoldersIn, monthsIn, pathExists } from '../item/library-folders.ts';
import { readMarker } from '../location/location.ts';
import type { WorkCall } from '../work.ts';
import {
  bytesIn,
  type CopyProgress,
  copyItem,
  removeLibraryFolder,
  removeOldItem,
} from './relocate-items.ts';
import type { OldCopy, RelocateJournal } from './relocate-journal.ts';

/** Prefixes of temporary folders. */
const tempPrefixes = ['.incoming-', '.deleting-', '.importing-'];

export type OldCopiesDeps = {
  /** All items of the catalogue, including the trash. `folder`: relative to the library. */
  readonly list: () => Result<readonly { readonly folder: string }[]>;
  /** Whether a job that saves its result as this item is still running. */
  readonly isBusy: (itemId: string) => boolean;
  readonly log: Log;
  readonly disk: Disk;
};

/** `to`: full path of the present library location. */
type Call = { readonly to: string } & WorkCall;

export type OldCopies = {
  /** Copies items that only the old copy holds into the library, unless they were moved and deleted since. Returns their number. */
  readonly copyLateItems: (old: OldCopy, call: Call) => Promise<Result<number>>;
  /**
   * Removes each file that is equal in the library, and forgets the old copy; other files stay. Throws errors of the file
   * system and of the signal. Returns the number of late items.
   */
  readonly remove: (old: OldCopy, call: Call) => Promise<Result<number>>;
  /**
   * Before a move: copies items of the catalogue that only an old copy holds into the library at `from`. Where `to` is an
   * old copy itself, deletes from it the items that the user has deleted since.
   */
  readonly prepareMove: (call: { readonly from: string } & Call) => Promise<Result<void>>;
};

export const createOldCopies = (deps: OldCopiesDeps & { readonly journal: RelocateJournal }): OldCopies => {
  const { disk, journal, log } = deps;

  /** The folder may meanwhile hold another library, or be an empty mount point. */
  const isPresent = ({ folder }: OldCopy, to: string): boolean => {
    const marker = readMarker(folder);
    return marker !== null && marker === readMarker(to);
  };

  const forget = ({ folder }: OldCopy): void => {
    const entry = journal.read();
    journal.write({ ...entry, oldCopies: entry.oldCopies.filter((other) => other.folder !== folder) });
  };

  const copyLateItems: OldCopies['copyLateItems'] = async (old, { to, signal }) => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    const isListed = new Set(listed.value.map(({ folder }) => folder));
    const wasMoved = new Set(old.moved);
    let copied = 0;
    for (const folder of await itemFoldersIn(old.folder)) {
      if (signal.aborted) return fail('cancelled');
      if ((await pathExists(join(to, folder))) || (wasMoved.has(folder) && !isListed.has(folder))) continue;
      // On a disk that is away, every item is missing.
      if (!isPresent(old, to)) return fail('library-away', { subject: basename(to) });
      const move = { from: old.folder, to, folder };
      const result = await copyItem(disk, move, { signal, onBytes: () => undefined });
      if (!result.ok) return result;
      log.info('late item moved', { folder });
      copied += 1;
    }
    return ok(copied);
  };

  /** Whether every item of the catalogue exists in the library, which then does not need any old copy. */
  const isLibraryWhole = async (library: string): Promise<Result<boolean>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    for (const { folder } of listed.value) if (!(await pathExists(join(library, folder)))) return ok(false);
    return ok(true);
  };

  /** Returns whether a job is still filling one of them. */
  const removeTempFolders = async (library: string): Promise<boolean> => {
    let isFilled = false;
    for (const name of await foldersIn(library)) {
      if (!tempPrefixes.some((prefix) => name.startsWith(prefix))) continue;
      if (name.startsWith('.incoming-') && deps.isBusy(name.slice('.incoming-'.length))) isFilled = true;
      else await disk.remove(join(library, name));
    }
    return isFilled;
  };

  const progressOf = async (library: string, { signal, onProgress }: WorkCall): Promise<CopyProgress> => {
    let totalBytes = 0;
    for (const folder of await itemFoldersIn(library)) totalBytes += await bytesIn(join(library, folder));
    let doneBytes = 0;
    const onBytes = (bytes: number): void => {
      doneBytes += bytes;
      onProgress(totalBytes === 0 ? null : Math.min(1, doneBytes / totalBytes));
    };
    return { signal, onBytes };
  };

  const removeItems = async (old: OldCopy, call: Call): Promise<Result<void>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    const isListed = new Set(listed.value.map(({ folder }) => folder));
    const progress = await progressOf(old.folder, call);
    const folders = await itemFoldersIn(old.folder);
    for (const folder of folders) {
      call.signal.throwIfAborted();
      if (await pathExists(join(call.to, folder)))
        await removeOldItem(disk, { from: old.folder, to: call.to, folder }, progress);
      else if (!isPresent(old, call.to)) return fail('library-away', { subject: basename(call.to) });
      else if (old.moved.includes(folder) && !isListed.has(folder))
        await disk.remove(join(old.folder, folder));
    }
    for (const month of await monthsIn(old.folder, [...folders, ...old.moved]))
      await disk.removeEmptyFolder(join(old.folder, month));
    return ok(undefined);
  };

  /** A power cut must not restore files in a folder that is no longer known as an old copy. */
  const flushRemovals = async (library: string): Promise<void> => {
    const remaining = [...(await itemFoldersIn(library)), ...(await monthsIn(library)), ''];
    for (const folder of remaining) await disk.flushFolder(join(library, folder));
  };

  /** A folder that is missing beside its neighbours was deleted by the user; where its parent is missing too, its disk is away. */
  const isDeletedByUser = async ({ folder }: OldCopy): Promise<boolean> =>
    !(await pathExists(folder)) && (await pathExists(dirname(folder)));

  const removeAbsent = async (old: OldCopy, to: string): Promise<Result<number>> => {
    const isWhole = await isLibraryWhole(to);
    if (!isWhole.ok) return isWhole;
    if (!isWhole.value || !(await isDeletedByUser(old)))
      return fail('library-away', { subject: basename(old.folder) });
    forget(old);
    return ok(0);
  };

  const prepareMove: OldCopies['prepareMove'] = async ({ from, to, ...call }) => {
    const isWhole = await isLibraryWhole(from);
    if (!isWhole.ok) return isWhole;
    for (const old of journal.read().oldCopies) {
      if (isWhole.value && old.folder !== to) continue;
      if (!isPresent(old, from)) {
        if (isWhole.value) continue;
        return fail('library-away', { subject: basename(old.folder) });
      }
      const copied = await copyLateItems(old, { to: from, ...call });
      if (!copied.ok) return copied;
      if (old.folder !== to) continue;
      for (const folder of await itemFoldersIn(to))
        if (!(await pathExists(join(from, folder)))) await disk.remove(join(to, folder));
    }
    return ok(undefined);
  };

  return {
    copyLateItems,
    prepareMove,
    remove: async (old, call) => {
      if (!isPresent(old, call.to)) return removeAbsent(old, call.to);
      // Before the items are read: a job that has filled its folder by then has moved it in, and it is copied below.
      const isFilled = await removeTempFolders(old.folder);
      const copied = await copyLateItems(old, call);
      if (!copied.ok) return copied;
      const removed = await removeItems(old, call);
      if (!removed.ok) return removed;
      if (isFilled) return fail('library-busy');
      await flushRemovals(old.folder);
      // Before the marker is removed: a folder without a marker never counts as an old copy.
      forget(old);
      await removeLibraryFolder(disk, old.folder);
      return copied;
    },
  };
};
