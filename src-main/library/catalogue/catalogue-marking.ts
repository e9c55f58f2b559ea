/** Writes down what a person says of items: in each item's own folder first, then in its row, as one transaction. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type Marks, type MarksChange, noMarks } from '#contract/model/marks.ts';
import type { Clock, Log } from '../../ports.ts';
import { realSyncDisk, type SyncDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { isThere } from '../../storage/path.ts';
import { itemHome } from '../item/item-home.ts';
import { changeMarks, removed, restored } from '../item/marks.ts';
import { marksFileName, readMarksFileSync, writeMarksFile } from '../item/marks-file.ts';
import { isDiskFailure, toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { describeItem, type Entry, parseEntry } from './catalogue-index.ts';
import { forgetUnsettled, noteUnsettled } from './marks-unsettled.ts';

export type MarkingDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly disk?: SyncDisk;
};

/** How many items are other than before. */
type Changed = { readonly changed: number };

export type CatalogueMarking = {
  /**
   * Ids that nobody knows are passed over; `item-unknown` where all are. A disk that fails in the middle leaves marked
   * what it had written, and nothing else.
   */
  readonly mark: (ids: readonly ItemId[], change: MarksChange) => Promise<Result<Changed>>;
  /** Into the trash. The files stay where they are. */
  readonly remove: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
  readonly restore: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
};

/** Each item is flushed to the disk, which takes milliseconds: so many are written while all others wait. */
const batchSize = 8;

type Wanted = { readonly entry: Entry; readonly marks: Marks };
type FileWritten = { readonly isDone: boolean; readonly error: AppError | null };
type Written = Changed & { readonly known: number; readonly error: AppError | null };

const isSame = (a: Marks, b: Marks): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Into the trash, or out of it. */
const isPutAway = ({ entry, marks }: Wanted): boolean => isSame(restored(entry.marks), restored(marks));

export const createCatalogueMarking = (deps: MarkingDeps): CatalogueMarking => {
  const { db, log, clock, location, disk = realSyncDisk } = deps;

  const find = (sql: Sql, id: ItemId): Entry | null => {
    const [row] = sql.all('SELECT id, folder, item, marks FROM items WHERE id = ?', id);
    return row === undefined ? null : parseEntry(row, log);
  };

  /** As it was before; where the disk refuses that, too, the folder may say something new all the same. */
  const takeBack = (
    home: string,
    { entry, marks }: Wanted,
    wasMissing: boolean,
  ): { readonly isDone: boolean } => {
    try {
      if (wasMissing) disk.remove(join(home, marksFileName));
      else writeMarksFile(disk, home, entry.marks);
      return { isDone: false };
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      const left = readMarksFileSync(home);
      return { isDone: left.kind === 'marks' && isSame(left.marks, marks) };
    }
  };

  /** `isDone`: the folder says it, even where an error tells that it may not outlive a power cut. */
  const writeFile = (libraryFolder: string, wanted: Wanted): FileWritten => {
    const { entry, marks } = wanted;
    let undo = (): { readonly isDone: boolean } => ({ isDone: false });
    try {
      // What is not there can only be put away, or nobody would get rid of it.
      if (isPutAway(wanted) && !isThere(join(libraryFolder, entry.folder)))
        return { isDone: true, error: null };
      const home = itemHome(libraryFolder, entry.folder);
      if (home === null) return { isDone: false, error: fail('item-files-missing').error };
      const wasMissing = readMarksFileSync(home).kind === 'missing';
      if (wasMissing && isSame(marks, noMarks)) return { isDone: true, error: null };
      undo = () => takeBack(home, wanted, wasMissing);
      writeMarksFile(disk, home, marks);
      return { isDone: true, error: null };
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      log.warn('what was said of an item could not be written down', { id: entry.item.id, cause });
      const error = toLibraryError(cause, location);
      const isGone = error.code === 'file-missing';
      return { ...undo(), error: isGone ? fail('item-files-missing').error : error };
    }
  };

  const writeRow = (sql: Sql, { entry, marks }: Wanted): void => {
    sql.run('UPDATE items SET marks = ? WHERE id = ?', JSON.stringify(marks), entry.item.id);
    describeItem(sql, entry.item, marks);
  };

  /** Stops at the first that cannot be written. */
  const writeAll = (sql: Sql, libraryFolder: string, wanted: readonly Wanted[]): Written => {
    const different = wanted.filter(({ entry, marks }) => !isSame(entry.marks, marks));
    let changed = 0;
    for (const one of different) {
      const { isDone, error } = writeFile(libraryFolder, one);
      if (isDone) writeRow(sql, one);
      if (error !== null) return { known: wanted.length, changed, error };
      changed += 1;
    }
    return { known: wanted.length, changed, error: null };
  };

  /** The database could not take what the folders hold by now: they are put back, as far as the disk lets. */
  const putBack = (ids: readonly ItemId[]): void => {
    db.transaction((sql) => {
      const ready = location.ready();
      if (!ready.ok) return;
      for (const entry of ids.map((id) => find(sql, id)).filter((one) => one !== null))
        writeFile(ready.value, { entry, marks: entry.marks });
    });
  };

  const changeSome = (ids: readonly ItemId[], change: (marks: Marks) => Result<Marks>): Result<Written> => {
    const noted = noteUnsettled(db, ids);
    if (!noted.ok) return noted;
    const done = db.transaction((sql): Result<Written> => {
      forgetUnsettled(sql, ids);
      // Not before: while it waited for its turn, the library may have been moved.
      const ready = location.ready();
      if (!ready.ok) return ready;
      const wanted: Wanted[] = [];
      for (const entry of ids.map((id) => find(sql, id)).filter((one) => one !== null)) {
        const marks = change(entry.marks);
        if (!marks.ok) return marks;
        wanted.push({ entry, marks: marks.value });
      }
      return ok(writeAll(sql, ready.value, wanted));
    });
    if (done.ok) return done.value;
    putBack(ids);
    return done;
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
    mark: (ids, said) => change(ids, (marks) => changeMarks(marks, said)),
    remove: (ids) => change(ids, (marks) => ok(removed(marks, clock.now()))),
    restore: (ids) => change(ids, (marks) => ok(restored(marks))),
  };
};
