/**
 * Moves the library to another folder. It is copied and compared first; the old location stays whole and in use until
 * the cutover, and is cleared only afterwards.
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
import { createCutover } from './move-cutover.ts';
import type { MoveDeps } from './move-deps.ts';
import { bytesIn, itemFoldersIn, pathExists, realMoveDisk } from './move-disk.ts';
import { type CopiedItem, copyItem, dropOld, removeLibraryFolder, undoCopies } from './move-items.ts';
import { createMoveJournal, replaceOn } from './move-journal.ts';
import { checkTarget, judgeTarget } from './move-target.ts';

export type LibraryMove = LeftBehind & {
  /** `to`: full path; empty: the default folder. */
  readonly move: (request: { readonly to: string } & WorkCall) => Promise<Result<void>>;
  /** Removes the copies of an unfinished move, where its disk is present. Must not run while any program moves the library. */
  readonly undoUnfinished: () => Promise<Result<void>>;
  /** Whether an earlier move, finished or not, left work for `cleanupLeftBehind`. */
  readonly isUnfinished: () => boolean;
};

/** Maximum rounds of copying items that were added meanwhile; after these the move fails with `library-busy`. */
const maxRounds = 20;

export const createLibraryMove = (deps: MoveDeps): LibraryMove => {
  const { dataFolder, location, settings, log, disk = realMoveDisk, replace = replaceFile } = deps;
  const defaultFolder = defaultLibraryFolder(dataFolder);
  const journal = createMoveJournal(dataFolder, disk);
  const leftBehind = createLeftBehind({ ...deps, disk, journal });

  const putMarker = (folder: string, id: string): Promise<void> =>
    replaceOn(disk, join(folder, markerName), markerText(id));

  const libraryIdOf = async (folder: string): Promise<string> => {
    const known = readMarker(folder);
    if (known !== null) return known;
    const id = randomUUID();
    await putMarker(folder, id);
    return id;
  };

  const undo = async (entry: { from: string; to: string; isMade: boolean }): Promise<void> => {
    const { from, to, isMade } = entry;
    if (location.folder() === to) return;
    await undoCopies(disk, { from, to });
    // A folder that existed before is restored to its former state.
    if (isMade) await removeLibraryFolder(disk, to, markerName);
    else if (await pathExists(join(to, markerName))) await disk.remove(join(to, markerName));
    await journal.remove();
  };

  /** The journal of a finished move belongs to the cleanup of the old location. */
  const undoUnfinished = async (): Promise<Result<void>> => {
    const entry = journal.read();
    const present = location.ready();
    if (entry === null || !present.ok || entry.from !== present.value || readMarker(entry.to) === null)
      return ok(undefined);
    try {
      await undo(entry);
      return ok(undefined);
    } catch (cause) {
      log.warn('unfinished library move not undone', { cause });
      return { ok: false, error: toFileError(cause, basename(entry.to)) };
    }
  };

  /** Whether every item of the catalogue exists without the old location, whose disk is away and which can then be ignored. */
  const isNothingMissing = async (from: string): Promise<Result<boolean>> => {
    const listed = deps.list();
    if (!listed.ok) return listed;
    for (const { folder } of listed.value) if (!(await pathExists(join(from, folder)))) return ok(false);
    return ok(true);
  };

  const clearEarlier = async (from: string, call: WorkCall): Promise<Result<void>> => {
    const { libraryLeftBehind } = settings.get();
    if (libraryLeftBehind === '') return ok(undefined);
    const cleaned = await leftBehind.cleanupLeftBehind(call);
    if (!cleaned.ok) return cleaned;
    if (cleaned.value.isClear) return ok(undefined);
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

  /** Writes nothing in the new location. */
  const judge = async (requestedFolder: string, call: WorkCall): Promise<Result<Begun>> => {
    const present = location.ready();
    if (!present.ok) return present;
    const from = present.value;
    const earlier = await clearEarlier(from, call);
    if (!earlier.ok) return earlier;
    const libraryId = await libraryIdOf(from);
    const { facts, folder: to } = await checkTarget({
      ...{
        to: requestedFolder === '' ? defaultFolder : requestedFolder,
        libraryFolder: from,
        libraryId,
        dataFolder,
        defaultFolder,
      },
      freeBytes: deps.freeBytes,
    });
    const entry = journal.read();
    if (entry !== null && entry.to !== to) {
      const undone = await undoUnfinished();
      if (!undone.ok) return undone;
    }
    let totalBytes = 0;
    let neededBytes = 0;
    for (const folder of await itemFoldersIn(from)) {
      if (call.signal.aborted) return fail('cancelled');
      const bytes = await bytesIn(join(from, folder));
      totalBytes += bytes;
      const isCopied = facts.found === 'this-library' && (await pathExists(join(to, folder)));
      neededBytes += isCopied ? 0 : bytes;
    }
    const judged = judgeTarget(facts, neededBytes);
    if (!judged.ok) return judged;
    const isMade = entry?.to === to ? entry.isMade : facts.found === 'missing';
    return ok({ from, to, isMade, libraryId, totalBytes });
  };

  const begin = async ({ from, to, isMade, libraryId }: Begun): Promise<void> => {
    await journal.write({ from, to, isMade, moved: null });
    await createFolderOperations(disk).makeFolder(to);
    await putMarker(to, libraryId);
  };

  const cutover = createCutover({ ...deps, replace, defaultFolder });

  /** Copies all items and performs the cutover. Returns the copies by the items' folders. */
  const copyAndChange = async (
    begun: Begun,
    call: WorkCall,
  ): Promise<Result<ReadonlyMap<string, CopiedItem>>> => {
    const before = deps.list();
    if (!before.ok) return before;
    const copied = new Map<string, CopiedItem>();
    let doneBytes = 0;
    const onBytes = (bytes: number): void => {
      doneBytes += bytes;
      call.onProgress(begun.totalBytes === 0 ? null : Math.min(1, doneBytes / begun.totalBytes));
    };
    for (let round = 0; round < maxRounds; round += 1) {
      const folders = await itemFoldersIn(begun.from);
      for (const folder of folders.filter((one) => !copied.has(one))) {
        if (call.signal.aborted) return fail('cancelled');
        const result = await copyItem(disk, { ...begun, folder }, { signal: call.signal, onBytes });
        if (!result.ok) return result;
        copied.set(folder, result.value);
      }
      if (call.signal.aborted) return fail('cancelled');
      await journal.write({
        from: begun.from,
        to: begun.to,
        isMade: begun.isMade,
        moved: [...copied.keys()],
      });
      const changed = cutover({ ...begun, copied, before: before.value });
      if (!changed.ok) return changed;
      if (!changed.value.isDone) continue;
      for (const folder of changed.value.deleted) await disk.remove(join(begun.to, folder));
      return ok(copied);
    }
    return fail('library-busy');
  };

  const tryUndo = async (begun: Begun): Promise<void> => {
    try {
      await undo(begun);
    } catch (cause) {
      log.warn('copies of failed library move not removed', { cause });
    }
  };

  /** The move is complete by now; after an error here, the next start continues the cleanup. */
  const dropOldLocation = async (
    { from }: Begun,
    copied: ReadonlyMap<string, CopiedItem>,
    call: WorkCall,
  ): Promise<void> => {
    try {
      // The new setting must survive a power cut before the old location is changed.
      const settingsFile = join(dataFolder, 'settings.json');
      if (await pathExists(settingsFile)) await disk.flushFile(settingsFile);
      await disk.flushFolder(dataFolder);
      for (const [folder, { prints }] of copied) {
        call.signal.throwIfAborted();
        await dropOld(disk, { from, folder }, prints);
      }
      await leftBehind.cleanupLeftBehind(call);
    } catch (cause) {
      log.warn('old library location not cleared', { cause });
    }
  };

  return {
    copyLateItems: leftBehind.copyLateItems,
    cleanupLeftBehind: async (call) => {
      const undone = await undoUnfinished();
      return undone.ok ? leftBehind.cleanupLeftBehind(call) : undone;
    },
    undoUnfinished,
    isUnfinished: () => journal.read() !== null || settings.get().libraryLeftBehind !== '',
    move: async ({ to, ...call }) => {
      let begun: Begun | null = null;
      const attempt = async (): Promise<Result<ReadonlyMap<string, CopiedItem>>> => {
        const judged = await judge(to, call);
        if (!judged.ok) return judged;
        begun = judged.value;
        await begin(begun);
        return copyAndChange(begun, call);
      };
      const copied = await attempt().catch((cause: unknown): Result<never> => {
        if (call.signal.aborted) return fail('cancelled');
        log.error('library move failed', { cause });
        const present = location.ready();
        return present.ok ? { ok: false, error: toFileError(cause, basename(to) || 'library') } : present;
      });
      if (begun === null) return copied.ok ? ok(undefined) : copied;
      if (!copied.ok) {
        await tryUndo(begun);
        return copied;
      }
      await dropOldLocation(begun, copied.value, call);
      return ok(undefined);
    },
  };
};
