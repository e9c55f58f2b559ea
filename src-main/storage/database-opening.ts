/** Opens the database: checks it, restores it from a copy if it is missing or damaged, and migrates it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Clock, Log } from '../ports.ts';
import { type Disk, flushFolderSync, realDisk } from './atomic.ts';
import { removeFileSync } from './busy-retry.ts';
import { backUp, listBackups, type RestoreNote, readRestoreNote, restore } from './database-backup.ts';
import {
  checkItems,
  checkPages,
  connect,
  databaseName,
  isBroken,
  readVersion,
  resultCodeOf,
  resultCodes,
  sideFiles,
  versionOf,
} from './database-connection.ts';

type Migrated =
  | { readonly kind: 'up-to-date' }
  /** `backup`: name of the copy; null: the file was new. */
  | { readonly kind: 'migrated'; readonly fromVersion: number; readonly backup: string | null }
  /** The database is unchanged. */
  | { readonly kind: 'failed'; readonly fromVersion: number; readonly cause: unknown };

/** The migration does not fit the data; other errors are failures of the disk and are rethrown. */
const isOwnFault = (cause: unknown): boolean => {
  const code = resultCodeOf(cause);
  return code === resultCodes.error || code === resultCodes.constraint || code === resultCodes.mismatch;
};

/** Makes a copy first. The caller refuses versions above the number of migrations. */
const migrate = (
  connection: DatabaseSync,
  request: {
    readonly path: string;
    readonly migrations: readonly string[];
    readonly now: Date;
    readonly disk: Disk;
  },
): Migrated => {
  const { migrations } = request;
  const fromVersion = versionOf(connection);
  if (fromVersion >= migrations.length) return { kind: 'up-to-date' };
  const backup = fromVersion === 0 ? null : backUp(connection, request);
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const migration of migrations.slice(fromVersion)) connection.exec(migration);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
    connection.exec('COMMIT');
    return { kind: 'migrated', fromVersion, backup };
  } catch (cause) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    if (isOwnFault(cause)) return { kind: 'failed', fromVersion, cause };
    throw cause;
  }
};

/** The result of opening. Files are named without their path. */
export type Opening =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'began' }
  | { readonly kind: 'migrated'; readonly fromVersion: number; readonly backup: string }
  /** It was missing or damaged. Reported at each start until `settleOpening` is called. */
  | ({ readonly kind: 'restored' } & RestoreNote);

export type OpeningDeps = {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly migrations: readonly string[];
  readonly disk?: Disk;
};

export type Opened = {
  readonly connection: DatabaseSync;
  readonly opening: Opening;
  /** The newest copy holds everything that is in the database. */
  readonly isSaved: boolean;
};

const newerVersion = (version: number, known: number): Result<never> =>
  fail('data-newer', {
    subject: databaseName,
    version,
    knownVersion: known,
  });

const notMigrated = (version: number, known: number): Result<never> =>
  fail('data-not-updated', {
    subject: databaseName,
    version,
    knownVersion: known,
  });

/** SQLite treats a file shorter than its smallest page as empty and overwrites it. */
const minBytes = 512;

/** Written by jobs/. Its presence proves that there was a database. */
const sentLogName = 'sent.jsonl';

/** Exists while the database is open; remains if the process did not close it. */
const openMarker = (path: string): string => `${path}.open`;

const markOpen = (path: string, disk: Disk): void => {
  disk.appendSync(openMarker(path), '');
  disk.flushFolderSync(dirname(path));
};

export const markClosed = (path: string): void => {
  removeFileSync(openMarker(path));
  flushFolderSync(dirname(path));
};

type Found = 'nothing' | 'gone' | 'there';

/** An empty file without any of the others is left by an interrupted first start. */
const findDatabase = (path: string): Found => {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes >= minBytes) return 'there';
  const traces = [...sideFiles.map((suffix) => path + suffix), join(dirname(path), sentLogName)];
  const wasThere = sizeBytes > 0 || listBackups(path).length > 0 || traces.some((trace) => existsSync(trace));
  return wasThere ? 'gone' : 'nothing';
};

/** Left by earlier versions and by interrupted copies. */
const leftovers = ['.seal', '.head', '.copy.part', '.copy.part-journal', '.part', '.part-wal', '.part-shm'];

type Whole = { readonly connection: DatabaseSync; readonly migrated: Migrated };

/** Throws if it is damaged. */
const openWhole = (
  path: string,
  request: {
    readonly migrations: readonly string[];
    readonly isDeep: boolean;
    readonly now: Date;
    readonly disk: Disk;
  },
): Whole => {
  const connection = connect(path);
  try {
    checkPages(connection, request.isDeep ? 'deep' : 'quick');
    const migrated = migrate(connection, { path, ...request });
    if (request.isDeep && migrated.kind !== 'failed') checkItems(connection);
    return { connection, migrated };
  } catch (cause) {
    connection.close();
    throw cause;
  }
};

const openingOf = (note: RestoreNote | null, migrated: Migrated): Opening => {
  if (note !== null) return { kind: 'restored', ...note };
  if (migrated.kind !== 'migrated') return { kind: 'nothing' };
  const { fromVersion, backup } = migrated;
  return backup === null ? { kind: 'began' } : { kind: 'migrated', fromVersion, backup };
};

/** Throws errors of SQLite and the disk. */
export const openInside = (deps: OpeningDeps): Result<Opened> => {
  const { clock, log, migrations, disk = realDisk } = deps;
  const path = join(deps.dataFolder, databaseName);
  const found = findDatabase(path);
  const version = found === 'there' ? readVersion(path) : null;
  if (version !== null && version > migrations.length) return newerVersion(version, migrations.length);

  const now = clock.now();
  const wasClosed = !existsSync(openMarker(path));
  const restoreNow = (): RestoreNote =>
    restore({ path, now, knownVersion: migrations.length, wasClosed, disk });
  if (found === 'gone') log.error('database missing', restoreNow());
  // After the previous marker has been read, and before anything is written.
  markOpen(path, disk);
  for (const suffix of leftovers) removeFileSync(path + suffix);

  const openOrRestore = (): Whole => {
    try {
      return openWhole(path, { migrations, isDeep: !wasClosed, now, disk });
    } catch (cause) {
      if (!isBroken(cause)) throw cause;
      log.error('database damaged', { ...restoreNow(), cause });
      return openWhole(path, { migrations, isDeep: false, now, disk });
    }
  };
  const { connection, migrated } = openOrRestore();
  if (migrated.kind === 'failed') {
    connection.close();
    log.error('database not migrated', { cause: migrated.cause });
    return notMigrated(migrated.fromVersion, migrations.length);
  }
  const opening = openingOf(readRestoreNote(path), migrated);
  const isSaved = wasClosed && opening.kind === 'nothing' && listBackups(path).length > 0;
  if (opening.kind === 'migrated') log.info('database migrated', opening);
  return ok({ connection, opening, isSaved });
};
