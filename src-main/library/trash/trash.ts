/** The trash: what was removed is deleted for good when a person says so, or its time is over, and never half. */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import type { Clock, Log } from '../../ports.ts';
import { realDisk, realSyncDisk, type SyncDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { isThere } from '../../storage/path.ts';
import { parseMarks } from '../item/marks.ts';
import { attemptOnDisk } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { wasOpenSince } from './open-days.ts';
import { freeDeletingPath } from './trash-leftovers.ts';

export type TrashDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  readonly location: Pick<LibraryLocation, 'ready'>;
  /** The last days on which the program was opened, with today. */
  readonly openDays: (now: Date) => readonly string[];
  readonly disk?: SyncDisk;
  /** Removes a folder with all that is in it. */
  readonly removeFolder?: (path: string) => Promise<void>;
};

type Course = { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void };

/** How many items are gone. */
type Changed = { readonly changed: number };

export type Trash = {
  /** Only what is in the trash; null: all of that. Ids of anything else are passed over. */
  readonly deleteForever: (ids: readonly ItemId[] | null, course?: Course) => Promise<Result<Changed>>;
  /** What went there longer ago than so many days, and has been there on some days of use; null: nothing. */
  readonly cleanupTrash: (trashDays: number | null, course?: Course) => Promise<Result<Changed>>;
};

const dayMs = 24 * 3600 * 1000;

/** What was removed "in the future" stays: the clock was wrong then, or is now. */
export const isDue = (removedAt: string, { now, trashDays }: { now: Date; trashDays: number }): boolean =>
  now.getTime() - Date.parse(removedAt) >= trashDays * dayMs;

const idSchema = z.object({ id: itemIdSchema });
const rowSchema = z.object({ folder: z.string(), marks: z.string() });

/** Full paths. */
type Gone = { readonly from: string; readonly to: string };

type IsWanted = (removedAt: string) => boolean;

export const createTrash = (deps: TrashDeps): Trash => {
  const { db, log, clock, location, openDays, disk = realSyncDisk, removeFolder = realDisk.remove } = deps;

  const inTrash = (): Result<readonly ItemId[]> =>
    db.read((sql) =>
      sql
        .all('SELECT id FROM item_traits WHERE is_removed = 1 ORDER BY created_at, id')
        .map((row) => idSchema.parse(row).id),
    );

  /** By what the row says now: it may have been taken out of the trash meanwhile. null: it stays. */
  const removedFolder = (sql: Sql, id: ItemId, isWanted: IsWanted): string | null => {
    const row = rowSchema.safeParse(sql.all('SELECT folder, marks FROM items WHERE id = ?', id)[0]);
    if (!row.success) return null;
    const removedAt = parseMarks(row.data.marks)?.removedAt ?? null;
    return removedAt !== null && isWanted(removedAt) ? row.data.folder : null;
  };

  /** Answers where the item's folder is now, flushed there before its row goes for good; null: it stays. */
  const takeOut = (id: ItemId, isWanted: IsWanted): Result<string | null> => {
    let gone: Gone | null = null;
    const taken = db.transaction((sql) =>
      attemptOnDisk(location, (): Result<string | null> => {
        // Not before: while it waited for its turn, the library may have been moved.
        const ready = location.ready();
        if (!ready.ok) return ready;
        const folder = removedFolder(sql, id, isWanted);
        if (folder === null) return ok(null);
        const temp = freeDeletingPath(ready.value, id);
        const path = join(ready.value, folder);
        if (isThere(path)) {
          disk.rename(path, temp);
          gone = { from: path, to: temp };
          disk.flushFolder(ready.value);
          disk.flushFolder(dirname(path));
        }
        sql.run('DELETE FROM items WHERE id = ?', id);
        return ok(temp);
      }),
    );
    const result = taken.ok ? taken.value : taken;
    if (!result.ok && gone !== null) putBack(gone);
    return result;
  };

  /** Where even that fails, the next start ends what was begun. */
  const putBack = ({ from, to }: Gone): void => {
    const back = attemptOnDisk(location, () => ok(disk.rename(to, from)));
    if (!back.ok) log.error('an item could be neither deleted nor put back', { error: back.error });
  };

  const deleteAll = async (
    ids: readonly ItemId[],
    isWanted: IsWanted,
    course: Course,
  ): Promise<Result<Changed>> => {
    let changed = 0;
    let failed: Result<never> | null = null;
    for (const [index, id] of ids.entries()) {
      if (course.signal?.aborted) return fail('cancelled');
      const taken = takeOut(id, isWanted);
      if (!taken.ok) {
        // One folder that cannot be deleted must not keep all others; where the library is away, none can be.
        failed ??= taken;
        if (!location.ready().ok) return failed;
      } else if (taken.value !== null) {
        changed += 1;
        await removeFolder(taken.value).catch((cause: unknown) =>
          log.warn('a deleted item is still on the disk until the next start', { id, cause }),
        );
      }
      course.onProgress?.((index + 1) / ids.length);
    }
    return failed ?? ok({ changed });
  };

  return {
    deleteForever: async (ids, course = {}) => {
      const all = ids === null ? inTrash() : ok(ids);
      return all.ok ? deleteAll(all.value, () => true, course) : all;
    },
    cleanupTrash: async (trashDays, course = {}) => {
      const now = clock.now();
      // Noted also where nothing is swept: the person may set a period tomorrow.
      const days = openDays(now);
      if (trashDays === null) return ok({ changed: 0 });
      const all = inTrash();
      if (!all.ok) return all;
      const isOver = (removedAt: string) =>
        isDue(removedAt, { now, trashDays }) && wasOpenSince(removedAt, days);
      return deleteAll(all.value, isOver, course);
    },
  };
};
