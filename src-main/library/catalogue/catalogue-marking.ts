/** Writes what the user says of items: marks.json in the item's folder is the truth, and the row in the catalogue follows it. */
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
import { readMarksFileSync, writeMarksFile } from '../item/marks-file.ts';
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
   * Unknown ids are passed over; `item-unknown` where all are. Where a disk or the database fails in the middle, the list
   * says what the folders say by then, at the next start at the latest.
   */
  readonly mark: (ids: readonly ItemId[], change: MarksChange) => Promise<Result<Changed>>;
  /** Into the trash. The files stay where they are. */
  readonly remove: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
  readonly restore: (ids: readonly ItemId[]) => Promise<Result<Changed>>;
};

/** Each item is flushed to the disk, which takes milliseconds: so many are written while all others wait. */
const batchSize = 8;

/** `current`: as the folder says, or the row where there is nothing to read. */
type Wanted = { readonly entry: Entry; readonly current: Marks; readonly marks: Marks };
type FileWritten = { readonly isDone: boolean; readonly error: AppError | null };
type Written = Changed & { readonly known: number; readonly error: AppError | null };

const isSame = (a: Marks, b: Marks): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Into the trash, or out of it. */
const isPutAway = ({ current, marks }: Wanted): boolean => isSame(restored(current), restored(marks));

export const createCatalogueMarking = (deps: MarkingDeps): CatalogueMarking => {
  const { db, log, clock, location, disk = realSyncDisk } = deps;

  const find = (sql: Sql, id: ItemId): Entry | null => {
    const [row] = sql.all('SELECT id, folder, item, marks FROM items WHERE id = ?', id);
    return row === undefined ? null : parseEntry(row, log);
  };

  /** The row where the folder says nothing that can be read; what the disk refuses shows when it is written. */
  const currentMarks = (libraryFolder: string, entry: Entry): Marks => {
    try {
      const home = isThere(join(libraryFolder, entry.folder)) ? itemHome(libraryFolder, entry.folder) : null;
      const file = home === null ? null : readMarksFileSync(home);
      return file?.kind === 'marks' ? file.marks : entry.marks;
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      return entry.marks;
    }
  };

  /** Whether the file was replaced before the disk failed. */
  const saysAlready = (libraryFolder: string, { entry, marks }: Wanted): boolean =>
    isSame(currentMarks(libraryFolder, entry), marks);

  /** `isDone`: the folder says it, even where an error tells that it may not outlive a power cut. */
  const writeFile = (libraryFolder: string, wanted: Wanted): FileWritten => {
    const { entry, marks } = wanted;
    try {
      // What is not there can only be put away, or nobody would get rid of it.
      if (isPutAway(wanted) && !isThere(join(libraryFolder, entry.folder)))
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
        isDone: saysAlready(libraryFolder, wanted),
        error: isGone ? fail('item-files-missing').error : error,
      };
    }
  };

  const writeRow = (sql: Sql, { entry, marks }: Wanted): void => {
    sql.run('UPDATE items SET marks = ? WHERE id = ?', JSON.stringify(marks), entry.item.id);
    describeItem(sql, entry.item, marks);
  };

  /** Stops at the first that cannot be written. */
  const writeAll = (sql: Sql, libraryFolder: string, wanted: readonly Wanted[]): Written => {
    let changed = 0;
    for (const one of wanted) {
      const isNew = !isSame(one.current, one.marks);
      const { isDone, error } = isNew ? writeFile(libraryFolder, one) : { isDone: true, error: null };
      if (isDone && !isSame(one.entry.marks, one.marks)) writeRow(sql, one);
      if (error !== null) return { known: wanted.length, changed, error };
      if (isNew) changed += 1;
    }
    return { known: wanted.length, changed, error: null };
  };

  const changeSome = (ids: readonly ItemId[], change: (marks: Marks) => Result<Marks>): Result<Written> => {
    const noted = noteUnsettled(db, ids);
    if (!noted.ok) return noted;
    // Where this fails, the note makes the next start read the folders.
    const done = db.transaction((sql): Result<Written> => {
      forgetUnsettled(sql, ids);
      // Not before: the library may have been moved meanwhile.
      const ready = location.ready();
      if (!ready.ok) return ready;
      const wanted: Wanted[] = [];
      for (const entry of ids.map((id) => find(sql, id)).filter((one) => one !== null)) {
        const current = currentMarks(ready.value, entry);
        const marks = change(current);
        if (!marks.ok) return marks;
        wanted.push({ entry, current, marks: marks.value });
      }
      return ok(writeAll(sql, ready.value, wanted));
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
    mark: (ids, said) => change(ids, (marks) => changeMarks(marks, said)),
    remove: (ids) => change(ids, (marks) => ok(removed(marks, clock.now()))),
    restore: (ids) => change(ids, (marks) => ok(restored(marks))),
  };
};
