/**
 * Moves the library to another folder. It is copied and compared first; the old place is whole and in use until one
 * short step changes over, and only then is anything taken from it.
 */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { createFolderOperations, replaceFile } from '../../storage/atomic.ts';
import { toFileError } from '../../storage/file-error.ts';
import { defaultLibraryFolder } from '../location/location.ts';
import { markerName, markerText, readMarker } from '../location/location-marker.ts';
import type { WorkCall } from '../work.ts';
import { createLeftBehind, type LeftBehind } from './move-cleanup.ts';
import { createChangeOver } from './move-cutover.ts';
import type { MoveDeps } from './move-deps.ts';
import { bytesIn, isThere, itemFoldersIn, realMoveDisk } from './move-disk.ts';
import { type Brought, bringItem, dropOld, removeLibraryFolder, undoCopies } from './move-items.ts';
import { createMoveNotes, replaceOn } from './move-journal.ts';
import { checkTarget, judgeTarget } from './move-target.ts';

export type LibraryMove = LeftBehind & {
  /** `to`: full path; empty: back to the data folder. */
  readonly move: (request: { readonly to: string } & WorkCall) => Promise<Result<void>>;
  /** Takes back what a move copied that did not come to its end, where its disk is there. Never while one goes on, in any program. */
  readonly undoUnfinished: () => Promise<Result<void>>;
  /** Whether an earlier move left anything to be done, which `sweepLeftBehind` does, that of unfinished ones included. */
  readonly isUnfinished: () => boolean;
};

/** How often what came in meanwhile is gone after, before a library in such use is left where it is. */
const maxRounds = 20;

export const createLibraryMove = (deps: MoveDeps): LibraryMove => {
  const { dataFolder, location, settings, log, disk = realMoveDisk, replace = replaceFile } = deps;
  const defaultFolder = defaultLibraryFolder(dataFolder);
  const notes = createMoveNotes(dataFolder, disk);
  const leftBehind = createLeftBehind({ ...deps, disk, notes });

  const putMarker = (folder: string, id: string): Promise<void> =>
    replaceOn(disk, join(folder, markerName), markerText(id));

  const libraryIdOf = async (folder: string): Promise<string> => {
    const known = readMarker(folder);
    if (known !== null) return known;
    const id = randomUUID();
    await putMarker(folder, id);
    return id;
  };

  const undo = async (note: { from: string; to: string; isMade: boolean }): Promise<void> => {
    const { from, to, isMade } = note;
    if (location.folder() === to) return;
    await undoCopies(disk, { from, to });
    // A folder that was there before is left as it was found.
    if (isMade) await removeLibraryFolder(disk, to, markerName);
    else if (await isThere(join(to, markerName))) await disk.remove(join(to, markerName));
    await notes.remove();
  };

  /** A note of a move that has come to its end belongs to what was left behind. */
  const undoUnfinished = async (): Promise<Result<void>> => {
    const note = notes.read();
    const present = location.ready();
    if (note === null || !present.ok || note.from !== present.value || readMarker(note.to) === null)
      return ok(undefined);
    try {
      await undo(note);
      return ok(undefined);
    } catch (cause) {
      log.warn('an unfinished move of the library could not be taken back', { cause });
      return { ok: false, error: toFileError(cause, basename(note.to)) };
    }
  };

  /** An old place whose disk is away is forgotten where the list is whole without it. */
  const isNothingMissing = async (from: string): Promise<Result<boolean>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    for (const { folder } of listed.value) if (!(await isThere(join(from, folder)))) return ok(false);
    return ok(true);
  };

  const clearEarlier = async (from: string, call: WorkCall): Promise<Result<void>> => {
    const { libraryLeftBehind } = settings.get();
    if (libraryLeftBehind === '') return ok(undefined);
    const swept = await leftBehind.cleanupLeftBehind(call);
    if (!swept.ok) return swept;
    if (swept.value.isClear) return ok(undefined);
    if (readMarker(libraryLeftBehind) !== null) return fail('library-busy');
    const isWhole = await isNothingMissing(from);
    if (!isWhole.ok) return isWhole;
    return isWhole.value ? ok(undefined) : fail('library-away', { subject: basename(libraryLeftBehind) });
  };

  type Begun = {
    readonly from: string;
    readonly to: string;
    readonly isMade: boolean;
    readonly libraryId: string;
    readonly totalBytes: number;
  };

  /** Nothing is made yet in the new place. */
  const judge = async (asked: string, call: WorkCall): Promise<Result<Begun>> => {
    const present = location.ready();
    if (!present.ok) return present;
    const from = present.value;
    const earlier = await clearEarlier(from, call);
    if (!earlier.ok) return earlier;
    const libraryId = await libraryIdOf(from);
    const looked = await checkTarget({
      ...{
        to: asked === '' ? defaultFolder : asked,
        libraryFolder: from,
        libraryId,
        dataFolder,
        defaultFolder,
      },
      freeBytes: deps.freeBytes,
    });
    const { facts, folder: to } = looked;
    const note = notes.read();
    if (note !== null && note.to !== to) {
      const undone = await undoUnfinished();
      if (!undone.ok) return undone;
    }
    let totalBytes = 0;
    let neededBytes = 0;
    for (const folder of await itemFoldersIn(from)) {
      if (call.signal.aborted) return fail('cancelled');
      const bytes = await bytesIn(join(from, folder));
      totalBytes += bytes;
      const isCopied = facts.found === 'this-library' && (await isThere(join(to, folder)));
      neededBytes += isCopied ? 0 : bytes;
    }
    const judged = judgeTarget(facts, neededBytes);
    if (!judged.ok) return judged;
    const isMade = note?.to === to ? note.isMade : facts.found === 'missing';
    return ok({ from, to, isMade, libraryId, totalBytes });
  };

  const begin = async ({ from, to, isMade, libraryId }: Begun): Promise<void> => {
    await notes.write({ from, to, isMade, moved: null });
    await createFolderOperations(disk).makeFolder(to);
    await putMarker(to, libraryId);
  };

  const changeOver = createChangeOver({ ...deps, replace, defaultFolder });

  /** What is whole in the new place by the item's folder, when the new place is the library. */
  const copyAndChange = async (
    begun: Begun,
    call: WorkCall,
  ): Promise<Result<ReadonlyMap<string, Brought>>> => {
    const before = deps.list();
    if (!before.ok) return before;
    const copied = new Map<string, Brought>();
    let doneBytes = 0;
    const onBytes = (bytes: number): void => {
      doneBytes += bytes;
      call.onProgress(begun.totalBytes === 0 ? null : Math.min(1, doneBytes / begun.totalBytes));
    };
    for (let round = 0; round < maxRounds; round += 1) {
      const folders = await itemFoldersIn(begun.from);
      for (const folder of folders.filter((one) => !copied.has(one))) {
        if (call.signal.aborted) return fail('cancelled');
        const brought = await bringItem(disk, { ...begun, folder }, { signal: call.signal, onBytes });
        if (!brought.ok) return brought;
        copied.set(folder, brought.value);
      }
      if (call.signal.aborted) return fail('cancelled');
      await notes.write({ from: begun.from, to: begun.to, isMade: begun.isMade, moved: [...copied.keys()] });
      const changed = changeOver({ ...begun, copied, before: before.value });
      if (!changed.ok) return changed;
      if (!changed.value.isDone) continue;
      for (const folder of changed.value.deleted) await disk.remove(join(begun.to, folder));
      return ok(copied);
    }
    return fail('library-busy');
  };

  const takeBack = async (begun: Begun): Promise<void> => {
    try {
      await undo(begun);
    } catch (cause) {
      log.warn('what a move of the library had copied could not be taken back yet', { cause });
    }
  };

  /** The move is done by now: what goes wrong here is gone on with at the next start. */
  const dropOldLocation = async (
    { from }: Begun,
    copied: ReadonlyMap<string, Brought>,
    call: WorkCall,
  ): Promise<void> => {
    try {
      // The new place must outlive a power cut before the old one is touched.
      const settingsFile = join(dataFolder, 'settings.json');
      if (await isThere(settingsFile)) await disk.flushFile(settingsFile);
      await disk.flushFolder(dataFolder);
      for (const [folder, { prints }] of copied) {
        call.signal.throwIfAborted();
        await dropOld(disk, { from, folder }, prints);
      }
      await leftBehind.cleanupLeftBehind(call);
    } catch (cause) {
      log.warn('the old place of the library was not cleared yet', { cause });
    }
  };

  return {
    bringAfter: leftBehind.bringAfter,
    cleanupLeftBehind: async (call) => {
      const undone = await undoUnfinished();
      return undone.ok ? leftBehind.cleanupLeftBehind(call) : undone;
    },
    undoUnfinished,
    isUnfinished: () => notes.read() !== null || settings.get().libraryLeftBehind !== '',
    move: async ({ to, ...call }) => {
      let begun: Begun | null = null;
      const attempt = async (): Promise<Result<ReadonlyMap<string, Brought>>> => {
        const judged = await judge(to, call);
        if (!judged.ok) return judged;
        begun = judged.value;
        await begin(begun);
        return copyAndChange(begun, call);
      };
      const copied = await attempt().catch((cause: unknown): Result<never> => {
        if (call.signal.aborted) return fail('cancelled');
        log.error('the library could not be moved', { cause });
        const present = location.ready();
        return present.ok ? { ok: false, error: toFileError(cause, basename(to) || 'library') } : present;
      });
      if (begun === null) return copied.ok ? ok(undefined) : copied;
      if (!copied.ok) {
        await takeBack(begun);
        return copied;
      }
      await dropOldLocation(begun, copied.value, call);
      return ok(undefined);
    },
  };
};
