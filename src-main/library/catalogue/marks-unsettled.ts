/**
 * Which items are being marked: a program that is killed between the file and the row leaves the one saying something
 * that the other does not. The next start reads the files of those again.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import { partPath, realSyncDisk, type SyncDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { isThere } from '../../storage/path.ts';
import { itemHome } from '../item/item-home.ts';
import { marksFileName, readMarksFileSync } from '../item/marks-file.ts';
import { isDiskFailure } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { describeItem, parseEntry } from './catalogue-index.ts';

const prefix = 'marks:';
const rowSchema = z.object({ work: z.string() });

/** To be written down before any of their files is touched. */
export const noteUnsettled = (db: Database, ids: readonly ItemId[]): Result<void> =>
  db.transaction((sql) => {
    for (const id of ids)
      sql.run('INSERT OR IGNORE INTO library_unfinished (work) VALUES (?)', `${prefix}${id}`);
  });

/** In the very transaction that writes the rows. */
export const forgetUnsettled = (sql: Sql, ids: readonly ItemId[]): void => {
  for (const id of ids) sql.run('DELETE FROM library_unfinished WHERE work = ?', `${prefix}${id}`);
};

type SettleDeps = {
  readonly db: Database;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly log: Log;
  readonly disk?: SyncDisk;
};

/** The folder is right: what it says was said by a person. Alone, so that a program that is marking just now has come to its end. */
const settleOne = (
  { db, location, log, disk = realSyncDisk }: SettleDeps,
  id: ItemId,
): Result<{ readonly isChanged: boolean }> =>
  db.transaction((sql) => {
    const ready = location.ready();
    // Its disk is away: the note stays for the next start.
    if (!ready.ok) return { isChanged: false };
    const [row] = sql.all('SELECT id, folder, item, marks FROM items WHERE id = ?', id);
    const entry = row === undefined ? null : parseEntry(row, log);
    forgetUnsettled(sql, [id]);
    if (entry === null) return { isChanged: false };
    try {
      // Only what is there can say anything.
      if (!isThere(join(ready.value, entry.folder))) return { isChanged: false };
      const home = itemHome(ready.value, entry.folder);
      if (home === null) return { isChanged: false };
      disk.remove(partPath(join(home, marksFileName)));
      const file = readMarksFileSync(home);
      if (file.kind !== 'marks' && file.kind !== 'missing') return { isChanged: false };
      const marks = file.kind === 'marks' ? file.marks : noMarks;
      if (JSON.stringify(marks) === JSON.stringify(entry.marks)) return { isChanged: false };
      sql.run('UPDATE items SET marks = ? WHERE id = ?', JSON.stringify(marks), id);
      describeItem(sql, entry.item, marks);
      log.info('what was said of an item before the program ended is read again', { id });
      return { isChanged: true };
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      log.warn('the marks of an item could not be read again', { id, cause });
      return { isChanged: false };
    }
  });

/** For the start of the program. `isChanged`: the list says something else than before. */
export const settleMarks = (deps: SettleDeps): Result<{ readonly isChanged: boolean }> => {
  const noted = deps.db.read((sql) =>
    sql
      .all('SELECT work FROM library_unfinished WHERE work LIKE ?', `${prefix}%`)
      .map((row) => itemIdSchema.safeParse(rowSchema.parse(row).work.slice(prefix.length)))
      .flatMap(({ data }) => data ?? []),
  );
  if (!noted.ok) return noted;
  let isChanged = false;
  for (const id of noted.value) {
    const settled = settleOne(deps, id);
    if (!settled.ok) return settled;
    isChanged ||= settled.value.isChanged;
  }
  return { ok: true, value: { isChanged } };
};
