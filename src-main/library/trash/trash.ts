/**
 * The trash: removed items are deleted permanently on the user's request or when their period is over, atomically. The
 * next start completes interrupted deletions.
 */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import type { Clock, Log } from '../../ports.ts';
import { type Disk, realDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { parseMarks } from '../item/marks.ts';
import { attemptOnDisk, toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { wasOpenSince } from './open-days.ts';

export type TrashDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  readonly location: Pick<LibraryLocation, 'ready'>;
  /** The last days on which the program was opened, including today. */
  readonly openDays: (now: Date) => readonly string[];
  readonly disk?: Disk;
};

type Course = { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void };

/** Number of deleted items. */
type Changed = { readonly changed: number };

export type Trash = {
  /** Deletes items of the trash; null: all of them. Ids of other items are skipped. */
  readonly deleteForever: (ids: readonly ItemId[] | null, course?: Course) => Promise<Result<Changed>>;
  /** Deletes items removed more than `trashDays` ago and on enough days of use since; null: none. */
  readonly cleanupTrash: (trashDays: number | null, course?: Course) => Promise<Result<Changed>>;
};

const dayMs = 24 * 3600 * 1000;

/** False for a removal in the future: the clock was wrong then, or is wrong now. */
export const isDue = (removedAt: string, { now, trashDays }: { now: Date; trashDays: number }): boolean =>
  now.getTime() - Date.parse(removedAt) >= trashDays * dayMs;

const idSchema = z.object({ id: itemIdSchema });
const rowSchema = z.object({ folder: z.string(), marks: z.string() });

/** Full paths. */
type Gone = { readonly from: string; readonly to: string };

type IsRequested = (removedAt: string) => boolean;

export const createTrash = (deps: TrashDeps): Trash => {
  const { db, log, clock, location, openDays, disk = realDisk } = deps;

  const inTrash = (): Result<readonly ItemId[]> =>
    db.read((sql) =>
      sql
        .all('SELECT id FROM item_traits WHERE is_removed = 1 ORDER BY created_at, id')
        .map((row) => idSchema.parse(row).id),
    );

  /** Reads the row again: the item may have been restored meanwhile. null: it stays. */
  const removedFolder = (sql: Sql, id: ItemId, isRequested: IsRequested): string | null => {
    const row = rowSchema.safeParse(sql.all('SELECT folder, marks FROM items WHERE id = ?', id)[0]);
    if (!row.success) return null;
    const removedAt = parseMarks(row.data.marks)?.removedAt ?? null;
    return removedAt !== null && isRequested(removedAt) ? row.data.folder : null;
  };

  /** Renames the item's folder, flushes it and deletes the row. Returns the folder's new path; null: the item stays. */
  const takeOut = (id: ItemId, isRequested: IsRequested): Result<string | null> => {
    let gone: Gone | null = null;
    const taken = db.transaction((sql) =>
      attemptOnDisk(location, (): Result<string | null> => {
        // Read inside the transaction: the library may have been moved while it waited.
        const ready = location.ready();
        if (!ready.ok) return ready;
        const folder = removedFolder(sql, id, isRequested);
        if (folder === null) return ok(null);
        const temp = freeDeletingPath(ready.value, id);
        const path = join(ready.value, folder);
        if (pathExistsSync(path)) {
          disk.renameSync(path, temp);
          gone = { from: path, to: temp };
          disk.flushFolderSync(ready.value);
          disk.flushFolderSync(dirname(path));
        }
        sql.run('DELETE FROM items WHERE id = ?', id);
        return ok(temp);
      }),
    );
    const result = taken.ok ? taken.value : taken;
    if (!result.ok && gone !== null) putBack(gone);
    return result;
  };

  /** Where the rename back fails, the next start completes the deletion. */
  const putBack = ({ from, to }: Gone): void => {
    const back = attemptOnDisk(location, () => ok(disk.renameSync(to, from)));
    if (!back.ok) log.error('failed deletion not undone', { error: back.error });
  };

  const deleteAll = async (
    ids: readonly ItemId[],
    isRequested: IsRequested,
    course: Course,
  ): Promise<Result<Changed>> => {
    let changed = 0;
    let failed: Result<never> | null = null;
    for (const [index, id] of ids.entries()) {
      if (course.signal?.aborted) return fail('cancelled');
      const taken = takeOut(id, isRequested);
      if (!taken.ok) {
        // A folder that cannot be deleted does not keep the others; where the library is away, none can be deleted.
        failed ??= taken;
        if (!location.ready().ok) return failed;
      } else if (taken.value !== null) {
        changed += 1;
        await disk
          .remove(taken.value)
          .catch((cause: unknown) => log.warn('files of deleted item not removed', { id, cause }));
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
      // Recorded even where nothing is deleted: the user may set a period later.
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

/** The folder of an item that is being deleted: `.deleting-<id>`, with a number where that name is taken. */
const freeDeletingPath = (libraryFolder: string, id: string): string => {
  const path = join(libraryFolder, `.deleting-${id}`);
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : `${path}.${attempt}`;
    if (!pathExistsSync(candidate)) return candidate;
  }
};

const deletingName = /^\.deleting-([0-9A-Za-z-]{8,64})(\.\d+)?$/;
/** Temporary folders of saved results: their id is a time and a part of a hash. Those of moves have other names. */
const incomingName = /^\.incoming-([0-9a-z]{9,}-[0-9a-f]{12})$/;

type CleanupDeps = {
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly log: Log;
};

type Leftover = { readonly path: string; readonly id: string };

const leftoversIn = async (folder: string, pattern: RegExp): Promise<readonly Leftover[]> =>
  (await readdir(folder)).flatMap((name) => {
    const id = pattern.exec(name)?.[1];
    return id === undefined ? [] : [{ path: join(folder, name), id }];
  });

/** `end`: false keeps the folder. A folder that cannot be removed stays until the next start. Returns the number of removed folders. */
const cleanup = async (
  { location, log }: CleanupDeps,
  pattern: RegExp,
  end: (leftover: Leftover, libraryFolder: string) => boolean,
): Promise<Result<number>> => {
  const ready = location.ready();
  if (!ready.ok) return ready;
  try {
    let removed = 0;
    for (const leftover of await leftoversIn(ready.value, pattern)) {
      if (!end(leftover, ready.value)) continue;
      await realDisk.remove(leftover.path).then(
        () => {
          removed += 1;
        },
        (cause: unknown) => log.warn('temporary library folder not removed', { cause }),
      );
    }
    return ok(removed);
  } catch (cause) {
    log.warn('temporary library folders not listed', { cause });
    return { ok: false, error: toLibraryError(cause, location) };
  }
};

const folderSchema = z.object({ folder: z.string() });

/** Completes interrupted deletions at the start of the program: first the row that still names the former folder, then the files. */
export const cleanupDeleting = (deps: CleanupDeps & { readonly db: Database }): Promise<Result<number>> => {
  /** Removes the row that names the former folder, unless an item is there again. */
  const endRow = ({ id }: Leftover, libraryFolder: string): boolean =>
    deps.db.transaction((sql) => {
      const row = folderSchema.safeParse(sql.all('SELECT folder FROM items WHERE id = ?', id)[0]);
      if (!row.success || pathExistsSync(join(libraryFolder, row.data.folder))) return;
      sql.run('DELETE FROM items WHERE id = ?', id);
      deps.log.warn('interrupted deletion completed', { id });
    }).ok;
  return cleanup(deps, deletingName, endRow);
};

/**
 * Removes the temporary folders of saved results. `isBusy`: whether a job that is not settled may be filling the folder of
 * this item (`isItemIdOf` in item-folder.ts maps ids to jobs).
 */
export const cleanupIncoming = (
  deps: CleanupDeps & { readonly isBusy: (itemId: string) => boolean },
): Promise<Result<number>> => cleanup(deps, incomingName, ({ id }) => !deps.isBusy(id));
