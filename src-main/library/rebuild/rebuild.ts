/**
 * Rebuilds the catalogue from the folders, and reports the folders that it skips. Removes rows whose folder is missing,
 * unless the library itself is missing.
 */
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { LeftAlone, Rebuilt } from '#contract/model/library-work.ts';
import type { Log } from '../../ports.ts';
import { type Disk, realDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { errnoOf } from '../../storage/file-error.ts';
import type { Catalogue, FoundItem } from '../catalogue/catalogue.ts';
import { isDiskFailure, toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { createFolderReader, type Listed, readListed, walkLibrary } from './rebuild-folders.ts';
import { type FolderContents, idOf, inOrder, judge } from './rebuild-judge.ts';
import { type RepairDeps, repairFiles } from './rebuild-repair.ts';

export type RebuildDeps = {
  readonly location: LibraryLocation;
  readonly db: Database;
  readonly catalogue: Pick<Catalogue, 'count' | 'get' | 'insertAll' | 'repairIndex' | 'optimizeIndex'>;
  readonly log: Log;
  readonly disk?: Disk;
};

type Course = { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void };

/** Number of folders read and written to the catalogue before other calls run. */
const batchSize = 64;

type Passed = {
  readonly found: readonly FoundItem[];
  readonly leftAlone: readonly LeftAlone[];
};

/** Judges folders in order and repairs their lost files. */
const createPass = (deps: RepairDeps & { readonly libraryFolder: string; readonly listed: Listed }) => {
  const { libraryFolder, listed } = deps;
  const taken = new Set<string>();
  const pass = (contents: readonly FolderContents[]): Passed => {
    const found: FoundItem[] = [];
    const leftAlone: LeftAlone[] = [];
    for (const one of contents) {
      const { folder } = one;
      const id = idOf(folder);
      const verdict = judge(one, taken.has(id));
      if (verdict.kind === 'left-alone') {
        leftAlone.push({ folder, why: verdict.why });
        continue;
      }
      const { item, marks, lostFiles } = verdict;
      taken.add(id);
      repairFiles(deps, { home: join(libraryFolder, folder), item, marks, files: lostFiles });
      found.push({ item, folder, marks, seen: listed.get(id)?.marks ?? null });
    }
    return { found, leftAlone };
  };
  return { taken, pass };
};

const run = async (deps: RebuildDeps, course: Course): Promise<Result<Rebuilt>> => {
  const { location, db, catalogue, log, disk = realDisk } = deps;
  const ready = location.ready();
  if (!ready.ok) return ready;
  const libraryFolder = ready.value;
  const identity = identityOf(libraryFolder);
  const repaired = await catalogue.repairIndex(course);
  if (!repaired.ok) return repaired;
  const listed = readListed(db);
  if (!listed.ok) return listed;

  const whyStop = (): AppError | null => {
    if (course.signal?.aborted) return fail('cancelled').error;
    const now = location.ready();
    if (!now.ok) return now.error;
    if (now.value !== libraryFolder) return fail('library-busy').error;
    return identityOf(libraryFolder) === identity ? null : fail('library-away', { subject: 'library' }).error;
  };

  const walk = await walkLibrary(libraryFolder, log);
  const folders = inOrder(walk.folders, listed.value);
  const readFolder = createFolderReader({
    ...{ libraryFolder, listed: listed.value, catalogue, log },
    folders: new Set(folders),
  });
  const { taken, pass } = createPass({ db, log, location, disk, libraryFolder, listed: listed.value });
  const leftAlone = [...walk.leftAlone];
  let added = 0;
  for (let from = 0; from < folders.length; from += batchSize) {
    const contents = await Promise.all(folders.slice(from, from + batchSize).map(readFolder));
    // Checked before the batch is judged: on a disk that is away by now, every file is missing.
    const error = whyStop();
    if (error !== null) return { ok: false, error };
    const passed = pass(contents);
    const inserted = catalogue.insertAll(passed.found);
    if (!inserted.ok) return inserted;
    added += inserted.value.added;
    leftAlone.push(...passed.leftAlone);
    course.onProgress?.(Math.min(1, (from + batchSize) / folders.length));
    await setImmediate();
  }

  const missing = walk.isEmpty ? [] : [...listed.value.values()].filter(({ id }) => !taken.has(id));
  const dropped = dropVanished({ db, location, libraryFolder, identity, missing });
  if (!dropped.ok) return dropped;
  const optimized = catalogue.optimizeIndex();
  if (!optimized.ok) return optimized;
  const total = catalogue.count();
  if (!total.ok) return total;
  leftAlone.sort((a, b) => (a.folder < b.folder ? -1 : 1));
  for (const left of leftAlone) log.warn('library folder skipped', left);
  return ok({ added, dropped: dropped.value, total: total.value, leftAlone });
};

const workName = 'rebuild';

/** Adds new items, removes missing ones, and reads marks again. Other folders are not changed. */
export const rebuildCatalogue = async (deps: RebuildDeps, course: Course = {}): Promise<Result<Rebuilt>> => {
  try {
    const rebuilt = await run(deps, course);
    if (rebuilt.ok) clearPending(deps.db);
    return rebuilt;
  } catch (cause) {
    if (!isDiskFailure(cause)) throw cause;
    deps.log.error('catalogue rebuild failed', { cause });
    return { ok: false, error: toLibraryError(cause, deps.location) };
  }
};

/** Makes this start, or the next one at which the library is present, read the folders. Returns the number of added rows. */
export const noteRebuild = (sql: Sql): number =>
  sql.run('INSERT OR IGNORE INTO library_unfinished (work) VALUES (?)', workName);
const recordPending = (db: Database): Result<number> => db.transaction(noteRebuild);
const clearPending = (db: Database): Result<number> =>
  db.transaction((sql) => sql.run('DELETE FROM library_unfinished WHERE work = ?', workName));

/** For work that adds folders before it lists them: if the program ends in between, the next start rebuilds the catalogue. */
export const withPendingRebuild = async <T>(
  db: Database,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  const recorded = recordPending(db);
  if (!recorded.ok) return recorded;
  const done = await work();
  // A rebuild that was pending before stays pending.
  if (recorded.value > 0) clearPending(db);
  return done;
};

const isUnfinished = ({ db }: RebuildDeps): Result<boolean> =>
  db.read((sql) => sql.all('SELECT work FROM library_unfinished WHERE work = ?', workName).length > 0);

/**
 * Runs at the start of the program, and when a library that was away is back: does nothing where the catalogue has an
 * item, unless a rebuild is pending. An interrupted rebuild is repeated at the next start.
 */
export const rebuildIfEmpty = async (deps: RebuildDeps): Promise<Result<Rebuilt>> => {
  const { catalogue, db, log } = deps;
  const total = catalogue.count();
  if (!total.ok) return total;
  const unfinished = isUnfinished(deps);
  if (!unfinished.ok) return unfinished;
  if (total.value > 0 && !unfinished.value)
    return ok({ added: 0, dropped: 0, total: total.value, leftAlone: [] });
  const recorded = recordPending(db);
  if (!recorded.ok) return recorded;
  const rebuilt = await rebuildCatalogue(deps);
  if (!rebuilt.ok) return rebuilt;
  const { added, dropped } = rebuilt.value;
  if (added + dropped > 0) log.info('catalogue rebuilt', { added, dropped });
  return rebuilt;
};

type ListedFolder = { readonly id: string; readonly folder: string };

/** A folder that cannot be read, because of its permissions or of the disk, counts as present. */
const isGone = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (cause) {
    return errnoOf(cause) === 'ENOTDIR';
  }
};

/** Identifies the folder, so that another one at the same path, such as an empty mount point, is detected. null: it is missing. */
const identityOf = (folder: string): string | null => {
  try {
    const found = statSync(folder, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev}:${found.ino}`;
  } catch {
    return null;
  }
};

const folderSchema = z.object({ folder: z.string() });

/** `identity`: of the library when the walk began. Returns the number of removed rows. */
const dropVanished = (request: {
  readonly db: Database;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly libraryFolder: string;
  readonly identity: string | null;
  /** Rows of the catalogue that the walk did not find. */
  readonly missing: readonly ListedFolder[];
}): Result<number> => {
  const { db, location, libraryFolder, identity, missing } = request;
  const gone = missing.filter(({ folder }) => isGone(join(libraryFolder, folder)));
  if (gone.length === 0) return ok(0);
  const dropped = db.transaction((sql): Result<number> => {
    const still = gone.filter(({ id, folder }) => {
      const row = folderSchema.safeParse(sql.all('SELECT folder FROM items WHERE id = ?', id)[0]);
      return row.success && row.data.folder === folder && isGone(join(libraryFolder, folder));
    });
    // Checked last: when the disk is removed or the library is moved, every folder is missing.
    const ready = location.ready();
    if (!ready.ok) return ready;
    if (ready.value !== libraryFolder) return fail('library-busy');
    if (identityOf(libraryFolder) !== identity) return fail('library-away', { subject: 'library' });
    for (const { id } of still) sql.run('DELETE FROM items WHERE id = ?', id);
    return ok(still.length);
  });
  return dropped.ok ? dropped.value : dropped;
};
