/** Writes the user's marks of items: marks.json in the item's folder is authoritative, and the row in the catalogue follows it. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type Marks, type MarksChange, noMarks } from '#contract/model/marks.ts';
import type { Clock, Log } from '../../ports.ts';
import { type Disk, realDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { itemHome } from '../item/item-folder.ts';
import { changeMarks, removed, restored } from '../item/marks.ts';
import { readMarksFileSync, writeMarksFile } from '../item/marks-file.ts';
import { isDiskFailure, toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { type Entry, findEntry, writeMarks } from './catalogue-index.ts';
import { clearUnsettled, recordUnsettled } from './marks-unsettled.ts';

export type MarkingDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly disk?: Disk;
};

/** Number of items that were changed. */
type Changed = { readonly changed: number };

export type CatalogueMarking = {
  /**
   * Unknown ids are skipped; `item-unknown` where all are unknown. Where the disk or the database fails midway, the
   * catalogue agrees with the folders at the next start at the latest.
   */
  readonly mark: (ids: readonly ItemId[], change: MarksChange) => Promise<Result<Changed>>;
  /** Moves items to the trash. The files stay in their folders. */
  readonly remove: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
  readonly restore: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
};

/** Number of items written in one transaction. Each is flushed to disk, which takes milliseconds during which other calls wait. */
const batchSize = 8;

/** `current`: the marks in the folder, or in the row where the folder has no readable file. */
type Change = { readonly entry: Entry; readonly current: Marks; readonly marks: Marks };
type FileWritten = { readonly isDone: boolean; readonly error: AppError | null };
type Written = Changed & { readonly known: number; readonly error: AppError | null };

const isSame = (a: Marks, b: Marks): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether the change only moves the item to the trash or out of it. */
const isTrashChange = ({ current, marks }: Change): boolean => isSame(restored(current), restored(marks));

export const createCatalogueMarking = (deps: MarkingDeps): CatalogueMarking => {
  const { db, log, clock, location, disk = realDisk } = deps;

  /** Marks of the row where the folder has no readable file; disk errors are reported by the write that follows. */
  const currentMarks = (libraryFolder: string, entry: Entry): Marks => {
    try {
      const home = pathExistsSync(join(libraryFolder, entry.folder))
        ? itemHome(libraryFolder, entry.folder)
        : null;
      const file = home === null ? null : readMarksFileSync(home);
      return file?.kind === 'marks' ? file.marks : entry.marks;
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      return entry.marks;
    }
  };

  /** Whether the file was replaced before the disk failed. */
  const isWritten = (libraryFolder: string, { entry, marks }: Change): boolean =>
    isSame(currentMarks(libraryFolder, entry), marks);

  /** `isDone`: the file has the new marks; with an `error`, they may not survive a power cut. */
  const writeFile = (libraryFolder: string, change: Change): FileWritten => {
    const { entry, marks } = change;
    try {
      // An item whose folder is missing can still be moved to the trash, so that the user can remove it.
      if (isTrashChange(change) && !pathExistsSync(join(libraryFolder, entry.folder)))
        return { isDone: true, error: null };
      const home = itemHome(libraryFolder, entry.folder);
      if (home === null) return { isDone: false, error: fail('item-files-missing').error };
      if (isSame(marks, noMarks) && readMarksFileSync(home).kind === 'missing')
        return { isDone: true, error: null };
      writeMarksFile(disk, home, marks);
      return { isDone: true, error: null };
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      log.warn('marks not written', { id: entry.item.id, cause });
      const error = toLibraryError(cause, location);
      const isGone = error.code === 'file-missing';
      return {
        isDone: isWritten(libraryFolder, change),
        error: isGone ? fail('item-files-missing').error : error,
      };
    }
  };

  /** Stops at the first item that cannot be written. */
  const writeAll = (sql: Sql, libraryFolder: string, changes: readonly Change[]): Written => {
    let changed = 0;
    for (const one of changes) {
      const isNew = !isSame(one.current, one.marks);
      const { isDone, error } = isNew ? writeFile(libraryFolder, one) : { isDone: true, error: null };
      if (isDone && !isSame(one.entry.marks, one.marks)) writeMarks(sql, one.entry.item, one.marks);
      if (error !== null) return { known: changes.length, changed, error };
      if (isNew) changed += 1;
    }
    return { known: changes.length, changed, error: null };
  };

  const changeSome = (ids: readonly ItemId[], change: (marks: Marks) => Result<Marks>): Result<Written> => {
    const recorded = recordUnsettled(db, ids);
    if (!recorded.ok) return recorded;
    // Where this transaction fails, the record makes the next start read the folders.
    const done = db.transaction((sql): Result<Written> => {
      clearUnsettled(sql, ids);
      // Read inside the transaction: the library may have been moved while it waited.
      const ready = location.ready();
      if (!ready.ok) return ready;
      const changes: Change[] = [];
      for (const entry of ids.map((id) => findEntry(sql, id, log)).filter((one) => one !== null)) {
        const current = currentMarks(ready.value, entry);
        const marks = change(current);
        if (!marks.ok) return marks;
        changes.push({ entry, current, marks: marks.value });
      }
      return ok(writeAll(sql, ready.value, changes));
    });
    return done.ok ? done.value : done;
  };

  const change = async (
    all: readonly ItemId[],
    to: (marks: Marks) => Result<Marks>,
  ): Promise<Result<Changed>> => {
    const ids = [...new Set(all)];
    let [changed, known] = [0, 0];
    for (let from = 0; from < ids.length; from += batchSize) {
      const written = changeSome(ids.slice(from, from + batchSize), to);
      if (!written.ok) return written;
      changed += written.value.changed;
      known += written.value.known;
      if (written.value.error !== null) return { ok: false, error: written.value.error };
      await setImmediate();
    }
    return known === 0 ? fail('item-unknown') : ok({ changed });
  };

  return {
    mark: (ids, marksChange) => change(ids, (marks) => changeMarks(marks, marksChange)),
    remove: (ids) => change(ids, (marks) => ok(removed(marks, clock.now()))),
    restore: (ids) => change(ids, (marks) => ok(restored(marks))),
  };
};
