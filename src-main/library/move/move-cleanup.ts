/** The old location after a move: items that were added late are copied, and items that are whole in the new location are removed. */
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { toFileError } from '../../storage/file-error.ts';
import { markerName, readMarker } from '../location/location-marker.ts';
import type { MoveDeps } from './move-deps.ts';
import { foldersIn, itemFoldersIn, type MoveDisk, monthsIn, pathExists } from './move-disk.ts';
import { copyItem, dropCompared, dropOld, type ItemMove, removeLibraryFolder } from './move-items.ts';
import type { MoveJournal, MoveJournalEntry } from './move-journal.ts';

type Call = { readonly signal: AbortSignal };

export type LeftBehind = {
  /** Copies items that were added to the old location after the cutover. Quick; completes before jobs are resumed. */
  readonly copyLateItems: (call: Call) => Promise<Result<void>>;
  /** `isClear`: nothing of the library is left in an old location. */
  readonly cleanupLeftBehind: (call: Call) => Promise<Result<{ readonly isClear: boolean }>>;
};

type Left = Pick<ItemMove, 'from' | 'to'> & { readonly moved: ReadonlySet<string> };

/** Prefixes of temporary folders. */
const tempPrefixes = ['.incoming-', '.deleting-', '.importing-'];

export const createLeftBehind = (
  deps: Pick<MoveDeps, 'location' | 'settings' | 'list' | 'isBusy' | 'log'> & {
    readonly disk: MoveDisk;
    readonly journal: MoveJournal;
  },
): LeftBehind => {
  const { location, settings, disk, journal, log } = deps;

  const movedOf = (entry: MoveJournalEntry | null, to: string): readonly string[] =>
    entry !== null && entry.to === to ? (entry.moved ?? []) : [];

  /** null: there is no old location, or its disk is away. */
  const find = (): Left | null => {
    const from = settings.get().libraryLeftBehind;
    const to = location.ready();
    if (from === '' || !to.ok || from === to.value || readMarker(from) === null) return null;
    return { from, to: to.value, moved: new Set(movedOf(journal.read(), to.value)) };
  };

  /** An item of the old location that is missing in the new one, unless it was moved and deleted since. */
  const isStraggler = async ({ from, to, moved }: Left, folder: string, listed: ReadonlySet<string>) =>
    !(await pathExists(join(to, folder))) &&
    (listed.has(folder) || !moved.has(folder)) &&
    (await pathExists(join(from, folder)));

  const copyAll = async (left: Left, { signal }: Call): Promise<Result<void>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    const inList = new Set(listed.value.map(({ folder }) => folder));
    for (const folder of await itemFoldersIn(left.from)) {
      if (signal.aborted) return fail('cancelled');
      if (!(await isStraggler(left, folder, inList))) continue;
      const copied = await copyItem(disk, { ...left, folder }, { signal, onBytes: () => undefined });
      if (!copied.ok) return copied;
      log.info('late item moved', { folder });
      await dropOld(disk, { ...left, folder }, copied.value.prints);
    }
    return ok(undefined);
  };

  /** Returns whether a job is still filling one of them. */
  const removeTempFolders = async ({ from }: Left): Promise<boolean> => {
    let isFilled = false;
    for (const name of await foldersIn(from)) {
      if (!tempPrefixes.some((prefix) => name.startsWith(prefix))) continue;
      if (name.startsWith('.incoming-') && deps.isBusy(name.slice('.incoming-'.length))) isFilled = true;
      else await disk.remove(join(from, name));
    }
    return isFilled;
  };

  const dropAll = async (left: Left, { signal }: Call): Promise<void> => {
    const folders = await itemFoldersIn(left.from);
    for (const folder of folders) {
      signal.throwIfAborted();
      if (await pathExists(join(left.to, folder))) await dropCompared(disk, { ...left, folder }, signal);
      else if (left.moved.has(folder)) await disk.remove(join(left.from, folder));
    }
    for (const month of await monthsIn(left.from, [...folders, ...left.moved]))
      await disk.removeEmptyFolder(join(left.from, month));
  };

  /** A power cut must not restore files in the old location, where they would never be read. */
  const flushRemovals = async ({ from }: Left): Promise<void> => {
    const remaining = [...(await itemFoldersIn(from)), ...(await monthsIn(from)), ''];
    for (const folder of remaining) await disk.flushFolder(join(from, folder));
  };

  const trying = async <T>(
    { signal }: Call,
    work: (left: Left | null) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const left = find();
    try {
      return await work(left);
    } catch (cause) {
      if (signal.aborted) return fail('cancelled');
      log.warn('old library location not readable', { cause });
      return { ok: false, error: toFileError(cause, left === null ? 'library' : basename(left.from)) };
    }
  };

  return {
    copyLateItems: (call) =>
      trying(call, async (left) => (left === null ? ok(undefined) : copyAll(left, call))),
    cleanupLeftBehind: (call) =>
      trying(call, async (left) => {
        if (left === null) return ok({ isClear: settings.get().libraryLeftBehind === '' });
        // Before the items are read: a job that has filled its folder by then has moved it in, and it is copied below.
        const isFilled = await removeTempFolders(left);
        const copied = await copyAll(left, call);
        if (!copied.ok) return copied;
        await dropAll(left, call);
        if (isFilled) return ok({ isClear: false });
        await flushRemovals(left);
        // Before the marker is removed: a folder without a marker may be an empty mount point and never counts as the old location.
        const cleared = settings.set({ libraryLeftBehind: '' });
        if (!cleared.ok) return cleared;
        await journal.remove();
        await removeLibraryFolder(disk, left.from, markerName);
        return ok({ isClear: true });
      }),
  };
};
