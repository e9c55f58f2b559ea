/**
 * The items whose marks are being written. A program that is killed between writing the file and the row leaves them
 * different; the next start reads the files of these items again.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import { type Disk, partPath, realDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { itemHome } from '../item/item-folder.ts';
import { marksFileName, readMarksFileSync } from '../item/marks-file.ts';
import { isDiskFailure } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { findEntry, writeMarks } from './catalogue-index.ts';

const prefix = 'marks:';
const rowSchema = z.object({ work: z.string() });

/** Runs before any of their files is written. */
export const recordUnsettled = (db: Database, ids: readonly ItemId[]): Result<void> =>
  db.transaction((sql) => {
    for (const id of ids)
      sql.run('INSERT OR IGNORE INTO library_unfinished (work) VALUES (?)', `${prefix}${id}`);
  });

/** Runs in the transaction that writes the rows. */
export const clearUnsettled = (sql: Sql, ids: readonly ItemId[]): void => {
  for (const id of ids) sql.run('DELETE FROM library_unfinished WHERE work = ?', `${prefix}${id}`);
};

type SettleDeps = {
  readonly db: Database;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly log: Log;
  readonly disk?: Disk;
};

/** The file is authoritative: it holds what the user entered. The transaction waits for another program that is writing marks. */
const settleOne = (
  { db, location, log, disk = realDisk }: SettleDeps,
  id: ItemId,
): Result<{ readonly isChanged: boolean }> =>
  db.transaction((sql) => {
    const ready = location.ready();
    // The library's disk is away: the record stays for the next start.
    if (!ready.ok) return { isChanged: false };
    const entry = findEntry(sql, id, log);
    clearUnsettled(sql, [id]);
    if (entry === null) return { isChanged: false };
    try {
      if (!pathExistsSync(join(ready.value, entry.folder))) return { isChanged: false };
      const home = itemHome(ready.value, entry.folder);
      if (home === null) return { isChanged: false };
      disk.removeSync(partPath(join(home, marksFileName)));
      const file = readMarksFileSync(home);
      if (file.kind !== 'marks' && file.kind !== 'missing') return { isChanged: false };
      const marks = file.kind === 'marks' ? file.marks : noMarks;
      if (JSON.stringify(marks) === JSON.stringify(entry.marks)) return { isChanged: false };
      writeMarks(sql, entry.item, marks);
      log.info('interrupted marks restored from folder', { id });
      return { isChanged: true };
    } catch (cause) {
      if (!isDiskFailure(cause)) throw cause;
      log.warn('interrupted marks not readable', { id, cause });
      return { isChanged: false };
    }
  });

/** Runs at the start of the program. `isChanged`: the catalogue has changed. */
export const settleMarks = (deps: SettleDeps): Result<{ readonly isChanged: boolean }> => {
  const unsettled = deps.db.read((sql) =>
    sql
      .all('SELECT work FROM library_unfinished WHERE work LIKE ?', `${prefix}%`)
      .map((row) => itemIdSchema.safeParse(rowSchema.parse(row).work.slice(prefix.length)))
      .flatMap(({ data }) => data ?? []),
  );
  if (!unsettled.ok) return unsettled;
  let isChanged = false;
  for (const id of unsettled.value) {
    const settled = settleOne(deps, id);
    if (!settled.ok) return settled;
    isChanged ||= settled.value.isChanged;
  }
  return { ok: true, value: { isChanged } };
};
