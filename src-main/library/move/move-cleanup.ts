/** What a move leaves in the old place: brought after where it came in meanwhile, and taken away where it is whole in the new one. */
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { toFileError } from '../../storage/file-error.ts';
import { markerName, readMarker } from '../location/location-marker.ts';
import type { MoveDeps } from './move-deps.ts';
import { foldersIn, isThere, itemFoldersIn, type MoveDisk, monthsIn } from './move-disk.ts';
import { bringItem, dropCompared, dropOld, type ItemMove, removeLibraryFolder } from './move-items.ts';
import type { MoveNote, MoveNotes } from './move-journal.ts';

type Call = { readonly signal: AbortSignal };

export type LeftBehind = {
  /** Quick: only what came into the old place after it was left. To be awaited before jobs are gone on with. */
  readonly bringAfter: (call: Call) => Promise<Result<void>>;
  /** `isClear`: nothing of the library is left in an old place any more. */
  readonly cleanupLeftBehind: (call: Call) => Promise<Result<{ readonly isClear: boolean }>>;
};

type Left = Pick<ItemMove, 'from' | 'to'> & { readonly moved: ReadonlySet<string> };

/** Prefixes of folders that are on their way in or out. */
const temp = ['.incoming-', '.deleting-', '.importing-'];

export const createLeftBehind = (
  deps: Pick<MoveDeps, 'location' | 'settings' | 'list' | 'isBusy' | 'log'> & {
    readonly disk: MoveDisk;
    readonly notes: MoveNotes;
  },
): LeftBehind => {
  const { location, settings, disk, notes, log } = deps;

  const movedOf = (note: MoveNote | null, to: string): readonly string[] =>
    note !== null && note.to === to ? (note.moved ?? []) : [];

  /** null: nothing is left anywhere, or its disk is away. */
  const find = (): Left | null => {
    const from = settings.get().libraryLeftBehind;
    const to = location.ready();
    if (from === '' || !to.ok || from === to.value || readMarker(from) === null) return null;
    return { from, to: to.value, moved: new Set(movedOf(notes.read(), to.value)) };
  };

  /** What was whole in the new place and is not there any more was deleted since; what is in the list should be there. */
  const isStraggler = async ({ from, to, moved }: Left, folder: string, listed: ReadonlySet<string>) =>
    !(await isThere(join(to, folder))) &&
    (listed.has(folder) || !moved.has(folder)) &&
    (await isThere(join(from, folder)));

  const bringAll = async (left: Left, { signal }: Call): Promise<Result<void>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    const inList = new Set(listed.value.map(({ folder }) => folder));
    for (const folder of await itemFoldersIn(left.from)) {
      if (signal.aborted) return fail('cancelled');
      if (!(await isStraggler(left, folder, inList))) continue;
      const brought = await bringItem(disk, { ...left, folder }, { signal, onBytes: () => undefined });
      if (!brought.ok) return brought;
      log.info('an item came after the library, which had been moved', { folder });
      await dropOld(disk, { ...left, folder }, brought.value.prints);
    }
    return ok(undefined);
  };

  /** Answers whether somebody is still filling one. */
  const removeTemp = async ({ from }: Left): Promise<boolean> => {
    let isFilled = false;
    for (const name of await foldersIn(from)) {
      if (!temp.some((prefix) => name.startsWith(prefix))) continue;
      if (name.startsWith('.incoming-') && deps.isBusy(name.slice('.incoming-'.length))) isFilled = true;
      else await disk.remove(join(from, name));
    }
    return isFilled;
  };

  const dropAll = async (left: Left, { signal }: Call): Promise<void> => {
    const folders = await itemFoldersIn(left.from);
    for (const folder of folders) {
      signal.throwIfAborted();
      if (await isThere(join(left.to, folder))) await dropCompared(disk, { ...left, folder }, signal);
      else if (left.moved.has(folder)) await disk.remove(join(left.from, folder));
    }
    for (const month of await monthsIn(left.from, [...folders, ...left.moved]))
      await disk.removeEmptyFolder(join(left.from, month));
  };

  /** A power cut must not bring back what nobody would look for any more. */
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
      log.warn('what is left of the library in its old place could not be looked through', { cause });
      return { ok: false, error: toFileError(cause, left === null ? 'library' : basename(left.from)) };
    }
  };

  return {
    bringAfter: (call) =>
      trying(call, async (left) => (left === null ? ok(undefined) : bringAll(left, call))),
    cleanupLeftBehind: (call) =>
      trying(call, async (left) => {
        if (left === null) return ok({ isClear: settings.get().libraryLeftBehind === '' });
        // Before the rest is looked through: what somebody has filled by then is in its place, and is brought after.
        const isFilled = await removeTemp(left);
        const brought = await bringAll(left, call);
        if (!brought.ok) return brought;
        await dropAll(left, call);
        if (isFilled) return ok({ isClear: false });
        await flushRemovals(left);
        // First, so that a folder without a marker is never taken for one that was left: it may be an empty mount point.
        const cleared = settings.set({ libraryLeftBehind: '' });
        if (!cleared.ok) return cleared;
        await notes.remove();
        await removeLibraryFolder(disk, left.from, markerName);
        return ok({ isClear: true });
      }),
  };
};
