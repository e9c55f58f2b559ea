/**
 * Moves the library to another folder. It is copied and compared first; the former location stays whole and in use until
 * the cutover, and afterwards holds an old copy until the user deletes it.
 */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { createFolderOperations, replaceSync } from '../../storage/atomic.ts';
import { toFileError } from '../../storage/file-error.ts';
import { itemFoldersIn, pathExists } from '../item/library-folders.ts';
import { defaultLibraryFolder, markerName, markerText, readMarker } from '../location/location.ts';
import type { WorkCall } from '../work.ts';
import { createOldCopies, type OldCopiesDeps } from './old-copies.ts';
import { type CutoverDeps, createCutover } from './relocate-cutover.ts';
import { bytesIn, copyItem, removeCopies, removeIncoming, removeLibraryFolder } from './relocate-items.ts';
import { createRelocateJournal, type OldCopy, type UnfinishedMove } from './relocate-journal.ts';
import { checkTarget, judgeTarget } from './relocate-target.ts';

export type RelocateDeps = CutoverDeps &
  OldCopiesDeps & {
    readonly dataFolder: string;
    readonly freeBytes: (folder: string) => Promise<number | null>;
  };

type Call = Pick<WorkCall, 'signal'>;

export type Relocation = {
  /** `to`: full path; empty: the default folder. */
  readonly move: (request: { readonly to: string } & WorkCall) => Promise<Result<void>>;
  /** Full paths of the folders that hold an old copy, whether or not their disks are present. */
  readonly oldCopies: () => readonly string[];
  /** Compares each old copy with the library, then deletes it. Returns the number of items that only an old copy held. */
  readonly deleteOldCopies: (call: WorkCall) => Promise<Result<number>>;
  /** Whether the program ended during a move. */
  readonly isInterrupted: () => boolean;
  /** After an interrupted cutover, copies late items. Quick; completes before jobs are resumed. */
  readonly completeInterrupted: (call: Call) => Promise<Result<void>>;
  /** Removes the copies of a move that was interrupted before the cutover, where their disk is present. */
  readonly undoInterrupted: () => Promise<Result<void>>;
};

/** Maximum rounds of copying items that were added meanwhile; after these the move fails with `library-busy`. */
const maxRounds = 20;

const ignoreProgress = (): void => undefined;

export const createRelocation = (deps: RelocateDeps): Relocation => {
  const { dataFolder, location, log, disk } = deps;
  const defaultFolder = defaultLibraryFolder(dataFolder);
  const journal = createRelocateJournal(dataFolder, disk);
  const old = createOldCopies({ ...deps, journal });
  const cutover = createCutover({ ...deps, defaultFolder });

  const libraryIdOf = (folder: string): string => {
    const known = readMarker(folder);
    if (known !== null) return known;
    const id = randomUUID();
    replaceSync(disk, join(folder, markerName), markerText(id));
    return id;
  };

  const oldCopyAt = (folder: string): OldCopy | null =>
    journal.read().oldCopies.find((one) => one.folder === folder) ?? null;

  /** The unfinished move whose cutover was reached, decided by the present location. */
  const findCompleted = (): UnfinishedMove | null => {
    const { unfinished } = journal.read();
    return unfinished?.to === location.folder() ? unfinished : null;
  };

  /** From here on, the former location is an old copy. The new setting must survive a power cut before. */
  const complete = async ({ from, to, moved }: UnfinishedMove): Promise<void> => {
    const settingsFile = join(dataFolder, 'settings.json');
    if (await pathExists(settingsFile)) await disk.flushFile(settingsFile);
    await disk.flushFolder(dataFolder);
    const others = journal.read().oldCopies.filter(({ folder }) => folder !== from && folder !== to);
    journal.write({ unfinished: null, oldCopies: [...others, { folder: from, moved: moved ?? [] }] });
  };

  /** Restores the target to its state before the move. Files that `from` does not hold stay. */
  const undo = async ({ from, to, isMade }: UnfinishedMove): Promise<void> => {
    if (location.folder() === to) return;
    const { oldCopies } = journal.read();
    const formerCopy = oldCopyAt(to);
    if (formerCopy !== null) {
      await removeIncoming(disk, { to });
      // Items that were added to the old copy count as moved, so they do not return after they are deleted.
      const moved = [...new Set([...formerCopy.moved, ...(await itemFoldersIn(from))])];
      const others = oldCopies.filter(({ folder }) => folder !== to);
      return journal.write({ unfinished: null, oldCopies: [...others, { folder: to, moved }] });
    }
    await removeCopies(disk, { from, to });
    if (isMade) await removeLibraryFolder(disk, to);
    else if (await pathExists(join(to, markerName))) await disk.remove(join(to, markerName));
    journal.write({ unfinished: null, oldCopies });
  };

  /** Errors of the file system as values. `name`: of the folder that is changed. */
  const attempt = async <T>(
    name: string,
    { signal }: Partial<Call>,
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    try {
      return await work();
    } catch (cause) {
      if (signal?.aborted) return fail('cancelled');
      log.error('library move failed', { cause });
      const present = location.ready();
      return present.ok ? { ok: false, error: toFileError(cause, name || 'library') } : present;
    }
  };

  const undoInterrupted: Relocation['undoInterrupted'] = async () => {
    const { unfinished } = journal.read();
    const present = location.ready();
    if (unfinished === null || !present.ok || unfinished.from !== present.value) return ok(undefined);
    if (readMarker(unfinished.to) === null) return ok(undefined);
    return attempt(basename(unfinished.to), {}, async () => {
      await undo(unfinished);
      return ok(undefined);
    });
  };

  const completeInterrupted: Relocation['completeInterrupted'] = async ({ signal }) => {
    const completed = findCompleted();
    // Where the disk of the library is away, a later start continues.
    if (completed === null || !location.ready().ok) return ok(undefined);
    return attempt(basename(completed.from), { signal }, async () => {
      const call = { to: completed.to, signal, onProgress: ignoreProgress };
      const former = { folder: completed.from, moved: completed.moved ?? [] };
      const copied = readMarker(completed.from) === null ? ok(0) : await old.copyLateItems(former, call);
      if (!copied.ok) return copied;
      await complete(completed);
      return ok(undefined);
    });
  };

  type Begun = {
    readonly move: UnfinishedMove;
    readonly libraryId: string;
    readonly totalBytes: number;
  };

  /** Writes nothing in the new location, unless that is an old copy. */
  const judge = async (requestedFolder: string, call: WorkCall): Promise<Result<Begun>> => {
    const completed = await completeInterrupted(call);
    if (!completed.ok) return completed;
    const present = location.ready();
    if (!present.ok) return present;
    const from = present.value;
    const libraryId = libraryIdOf(from);
    const { facts, folder: to } = await checkTarget({
      to: requestedFolder === '' ? defaultFolder : requestedFolder,
      ...{ libraryFolder: from, libraryId, dataFolder, defaultFolder },
      freeBytes: deps.freeBytes,
    });
    const { unfinished } = journal.read();
    if (unfinished !== null && unfinished.to !== to) {
      const undone = await undoInterrupted();
      if (!undone.ok) return undone;
    }
    const prepared = await old.prepareMove({ from, to, ...call });
    if (!prepared.ok) return prepared;
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
    const isMade = unfinished?.to === to ? unfinished.isMade : facts.found === 'missing';
    return ok({ move: { from, to, isMade, moved: null }, libraryId, totalBytes });
  };

  const writeUnfinished = (unfinished: UnfinishedMove): void =>
    journal.write({ unfinished, oldCopies: journal.read().oldCopies });

  /** Copies all items and performs the cutover. Returns the number of items. */
  const copyAndChange = async ({ move, totalBytes }: Begun, call: WorkCall): Promise<Result<number>> => {
    const before = deps.list();
    if (!before.ok) return before;
    const { from, to } = move;
    const copied = new Map<string, { readonly isMarksOld: boolean }>();
    let doneBytes = 0;
    const onBytes = (bytes: number): void => {
      doneBytes += bytes;
      call.onProgress(totalBytes === 0 ? null : Math.min(1, doneBytes / totalBytes));
    };
    for (let round = 0; round < maxRounds; round += 1) {
      for (const folder of await itemFoldersIn(from)) {
        if (copied.has(folder)) continue;
        if (call.signal.aborted) return fail('cancelled');
        const result = await copyItem(disk, { from, to, folder }, { signal: call.signal, onBytes });
        if (!result.ok) return result;
        copied.set(folder, result.value);
      }
      if (call.signal.aborted) return fail('cancelled');
      writeUnfinished({ ...move, moved: [...copied.keys()] });
      const changed = cutover({ from, to, copied, before: before.value });
      if (!changed.ok) return changed;
      if (!changed.value.isDone) continue;
      for (const folder of changed.value.deleted) await disk.remove(join(to, folder));
      return ok(copied.size);
    }
    return fail('library-busy');
  };

  /** The move is done by now: after an error here, the next start continues. An empty library leaves no old copy. */
  const leaveOldCopy = async (items: number, call: { readonly to: string } & WorkCall): Promise<void> => {
    await attempt(basename(call.to), call, async () => {
      const completed = findCompleted();
      if (completed !== null) await complete(completed);
      const former = completed === null ? null : oldCopyAt(completed.from);
      return items === 0 && former !== null ? old.remove(former, call) : ok(0);
    });
  };

  const deleteOldCopies: Relocation['deleteOldCopies'] = async (call) => {
    const present = location.ready();
    if (!present.ok) return present;
    const completed = await completeInterrupted(call);
    if (!completed.ok) return completed;
    const undone = await undoInterrupted();
    if (!undone.ok) return undone;
    let late = 0;
    for (const one of journal.read().oldCopies) {
      if (one.folder === present.value) continue;
      const removed = await attempt(basename(one.folder), call, () =>
        old.remove(one, { ...call, to: present.value }),
      );
      if (!removed.ok) return removed;
      late += removed.value;
    }
    return ok(late);
  };

  return {
    oldCopies: () => {
      const completed = findCompleted();
      const folders = journal.read().oldCopies.map(({ folder }) => folder);
      return [...folders, ...(completed === null ? [] : [completed.from])].filter(
        (folder) => folder !== location.folder(),
      );
    },
    deleteOldCopies,
    isInterrupted: () => journal.read().unfinished !== null,
    completeInterrupted,
    undoInterrupted,
    move: async ({ to, ...call }) => {
      const judged = await attempt(basename(to), call, () => judge(to, call));
      if (!judged.ok) return judged;
      const { move, libraryId } = judged.value;
      const copied = await attempt(basename(to), call, async () => {
        writeUnfinished(move);
        await createFolderOperations(disk).makeFolder(move.to);
        replaceSync(disk, join(move.to, markerName), markerText(libraryId));
        return copyAndChange(judged.value, call);
      });
      if (copied.ok) await leaveOldCopy(copied.value, { to: move.to, ...call });
      else await attempt(basename(move.to), {}, async () => ok(await undo(move)));
      return copied.ok ? ok(undefined) : copied;
    },
  };
};
