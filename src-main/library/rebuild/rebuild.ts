/** Makes the catalogue again from the folders, and tells what it leaves alone. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { LeftAlone, Rebuilt } from '#contract/model/library-work.ts';
import type { Log } from '../../ports.ts';
import { realSyncDisk, type SyncDisk } from '../../storage/atomic.ts';
import type { Database, Sql } from '../../storage/database.ts';
import type { Catalogue, FoundItem } from '../catalogue/catalogue.ts';
import { isDiskFailure, toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import { dropVanished, identityOf } from './rebuild-drop.ts';
import { idOf, inOrder, judge, type Looked } from './rebuild-judge.ts';
import { createLookAt, type Listed, readListed } from './rebuild-read.ts';
import { type MendDeps, mendFiles } from './rebuild-repair.ts';
import { walkLibrary } from './rebuild-walk.ts';

export type RebuildDeps = {
  readonly location: LibraryLocation;
  readonly db: Database;
  readonly catalogue: Pick<Catalogue, 'count' | 'get' | 'insertAll' | 'mendIndex' | 'tidyIndex'>;
  readonly log: Log;
  readonly disk?: SyncDisk;
};

type Course = { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void };

/** So many folders are looked at, and then written into the list, before anybody else has a turn. */
const batchSize = 64;

type Passed = {
  readonly found: readonly FoundItem[];
  readonly leftAlone: readonly LeftAlone[];
};

/** Folders are passed in order; what is lost in one is written again. */
const createPass = (deps: MendDeps & { readonly libraryFolder: string; readonly listed: Listed }) => {
  const { libraryFolder, listed } = deps;
  const taken = new Set<string>();
  const pass = (looked: readonly Looked[]): Passed => {
    const found: FoundItem[] = [];
    const leftAlone: LeftAlone[] = [];
    for (const one of looked) {
      const { folder } = one;
      const id = idOf(folder);
      const verdict = judge(one, taken.has(id));
      if (verdict.kind === 'left-alone') {
        leftAlone.push({ folder, why: verdict.why });
        continue;
      }
      const { item, marks, lostFiles } = verdict;
      taken.add(id);
      mendFiles(deps, { home: join(libraryFolder, folder), item, marks, files: lostFiles });
      found.push({ item, folder, marks, seen: listed.get(id)?.marks ?? null });
    }
    return { found, leftAlone };
  };
  return { taken, pass };
};

const run = async (deps: RebuildDeps, course: Course): Promise<Result<Rebuilt>> => {
  const { location, db, catalogue, log, disk = realSyncDisk } = deps;
  const ready = location.ready();
  if (!ready.ok) return ready;
  const libraryFolder = ready.value;
  const identity = identityOf(libraryFolder);
  const mended = await catalogue.mendIndex(course);
  if (!mended.ok) return mended;
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
  const lookAt = createLookAt({
    ...{ libraryFolder, listed: listed.value, catalogue, log },
    folders: new Set(folders),
  });
  const { taken, pass } = createPass({ db, log, location, disk, libraryFolder, listed: listed.value });
  const leftAlone = [...walk.leftAlone];
  let added = 0;
  for (let from = 0; from < folders.length; from += batchSize) {
    const looked = await Promise.all(folders.slice(from, from + batchSize).map(lookAt));
    // Before anything is concluded: from a disk that is gone by now, every file is missing.
    const error = whyStop();
    if (error !== null) return { ok: false, error };
    const passed = pass(looked);
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
  const tidied = catalogue.tidyIndex();
  if (!tidied.ok) return tidied;
  const total = catalogue.count();
  if (!total.ok) return total;
  leftAlone.sort((a, b) => (a.folder < b.folder ? -1 : 1));
  for (const left of leftAlone) log.warn('a folder of the library is left alone', left);
  return ok({ added, dropped: dropped.value, total: total.value, leftAlone });
};

const workName = 'rebuild';

/** Adds what is new, takes out what is gone, and reads again what people said; any other folder is left where it is. */
export const rebuildCatalogue = async (deps: RebuildDeps, course: Course = {}): Promise<Result<Rebuilt>> => {
  try {
    const rebuilt = await run(deps, course);
    if (rebuilt.ok) forgetNote(deps.db);
    return rebuilt;
  } catch (cause) {
    if (!isDiskFailure(cause)) throw cause;
    deps.log.error('the catalogue could not be made again', { cause });
    return { ok: false, error: toLibraryError(cause, deps.location) };
  }
};

/** The folders are read again by this start, or by the next one at which the library is there. Returns how many notes were added. */
export const noteRebuild = (sql: Sql): number =>
  sql.run('INSERT OR IGNORE INTO library_unfinished (work) VALUES (?)', workName);
const note = (db: Database): Result<number> => db.transaction(noteRebuild);
const forgetNote = (db: Database): Result<number> =>
  db.transaction((sql) => sql.run('DELETE FROM library_unfinished WHERE work = ?', workName));

/** For work that brings folders in before it lists them: where it is cut off in between, the next start lists them. */
export const listedAtLast = async <T>(db: Database, work: () => Promise<Result<T>>): Promise<Result<T>> => {
  const noted = note(db);
  if (!noted.ok) return noted;
  const done = await work();
  // What was noted before is not this work's to forget.
  if (noted.value > 0) forgetNote(db);
  return done;
};

const isUnfinished = ({ db }: RebuildDeps): Result<boolean> =>
  db.read((sql) => sql.all('SELECT work FROM library_unfinished WHERE work = ?', workName).length > 0);

/**
 * For the start of the program, and for when a library comes back that was away: does nothing where the catalogue
 * already knows an item, unless a rebuild was noted. What is cut off in the middle is done again at the next start.
 */
export const rebuildIfEmpty = async (deps: RebuildDeps): Promise<Result<Rebuilt>> => {
  const { catalogue, db, log } = deps;
  const total = catalogue.count();
  if (!total.ok) return total;
  const unfinished = isUnfinished(deps);
  if (!unfinished.ok) return unfinished;
  if (total.value > 0 && !unfinished.value)
    return ok({ added: 0, dropped: 0, total: total.value, leftAlone: [] });
  const noted = note(db);
  if (!noted.ok) return noted;
  const rebuilt = await rebuildCatalogue(deps);
  if (!rebuilt.ok) return rebuilt;
  const { added, dropped } = rebuilt.value;
  if (added + dropped > 0) log.info('the catalogue was made again from the folders', { added, dropped });
  return rebuilt;
};
