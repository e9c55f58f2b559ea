/** The database. The only file that runs transactions of node:sqlite; failures of the disk are returned as values. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { Clock, Log } from '../ports.ts';
import { type Disk, realDisk } from './atomic.ts';
import { removeFileSync } from './busy-retry.ts';
import { backUp, listBackups, removeRestoreNote } from './database-backup.ts';
import { databaseName, isBroken, resultCodeOf, resultCodes } from './database-connection.ts';
import { markClosed, type Opening, openInside } from './database-opening.ts';
import { errnoOf, toFileError } from './file-error.ts';
import { migrations as knownMigrations } from './schema.ts';

const dayMs = 86_400_000;

type Row = Readonly<Record<string, SQLOutputValue>>;

export type Sql = {
  readonly all: (sql: string, ...values: SQLInputValue[]) => readonly Row[];
  /** Returns the number of changed rows. */
  readonly run: (sql: string, ...values: SQLInputValue[]) => number;
};

export type Database = {
  readonly read: <T>(work: (sql: Sql) => T) => Result<T>;
  /** Atomic and isolated. */
  readonly transaction: <T>(work: (sql: Sql) => T) => Result<T>;
  readonly opening: Opening;
  /** To be called after jobs and notices have processed the result of opening. */
  readonly settleOpening: () => void;
  /** Makes a copy if the newest one is older than a day and something was written since. */
  readonly backUpIfDue: () => void;
  /** Makes a copy if something was written since the last one. */
  readonly close: () => void;
};

/** null: a bug, not a failure of the database. */
const toDatabaseError = (cause: unknown): AppError | null => {
  const code = resultCodeOf(cause);
  if (code === null) return null;
  const more = { subject: databaseName, detail: `SQLite result code ${code}` };
  if (code === resultCodes.full) return fail('disk-full', more).error;
  if (code === resultCodes.busy) return fail('data-in-use').error;
  const isForbidden = [resultCodes.perm, resultCodes.readOnly, resultCodes.cannotOpen].includes(code);
  return fail(isForbidden ? 'folder-unwritable' : 'internal', more).error;
};

/** Node's codes for wrong use begin with ERR_. */
const isErrno = (code: string | null): boolean => code !== null && !code.startsWith('ERR_');

const createSql = (connection: DatabaseSync): Sql => {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (sql: string) => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    all: (sql, ...values) => prepare(sql).all(...values),
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
  };
};

/** Opens `<dataFolder>/understudy.db`, creating it if missing. A damaged one is set aside, never deleted; one of a newer version is refused. */
export const openDatabase = (deps: {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Default: the migrations of schema.ts. */
  readonly migrations?: readonly string[];
  readonly disk?: Disk;
}): Result<Database> => {
  const { dataFolder, clock, log, disk = realDisk } = deps;
  let hasSeenDamage = false;
  const attempt = <T>(work: () => T): Result<T> => {
    try {
      return ok(work());
    } catch (cause) {
      const error = toDatabaseError(cause);
      if (error === null) throw cause;
      hasSeenDamage ||= isBroken(cause);
      log.error('database operation failed', { error, cause });
      return { ok: false, error };
    }
  };
  const openAlone = () => attempt(() => openInside({ migrations: knownMigrations, ...deps }));

  const open = (): ReturnType<typeof openAlone> => {
    try {
      mkdirSync(dataFolder, { recursive: true });
      return openAlone();
    } catch (cause) {
      if (!isErrno(errnoOf(cause))) throw cause;
      return { ok: false, error: toFileError(cause, 'data folder') };
    }
  };
  const opened = open();
  if (!opened.ok) return opened;
  if (!opened.value.ok) return opened.value;
  const { connection, opening, isSaved } = opened.value.value;

  const path = join(dataFolder, databaseName);
  const changes = (): number => Number(connection.prepare('SELECT total_changes() AS n').get()?.n ?? 0);
  let savedChanges = isSaved ? changes() : -1;
  /** False if it failed: the next start then makes a deep check. */
  const backUpNow = (): boolean => {
    try {
      backUp(connection, { path, now: clock.now(), disk });
      savedChanges = changes();
      return true;
    } catch (cause) {
      log.warn('database not backed up', { cause });
      return false;
    }
  };
  const isChanged = (): boolean => changes() !== savedChanges;

  const close = (): void => {
    try {
      const isWhole = !hasSeenDamage && (!isChanged() || backUpNow());
      connection.close();
      if (isWhole) markClosed(path);
    } catch (cause) {
      log.warn('database not closed cleanly', { cause });
    }
    if (connection.isOpen) connection.close();
    // Created when the file was read before it was locked: under an exclusive lock SQLite neither uses nor removes it.
    removeFileSync(`${path}-shm`);
  };

  const sql = createSql(connection);
  return ok({
    read: (work) => attempt(() => work(sql)),
    transaction: (work) =>
      attempt(() => {
        connection.exec('BEGIN IMMEDIATE');
        try {
          const value = work(sql);
          connection.exec('COMMIT');
          return value;
        } catch (cause) {
          // On a full disk SQLite may have rolled back by itself.
          if (connection.isTransaction) connection.exec('ROLLBACK');
          throw cause;
        }
      }),
    opening,
    settleOpening: () => removeRestoreNote(path),
    backUpIfDue: () => {
      const newest = listBackups(path)[0];
      const ageMs = newest === undefined ? dayMs : clock.now().getTime() - Date.parse(newest.madeAt);
      if (Math.abs(ageMs) >= dayMs && isChanged()) backUpNow();
    },
    close,
  });
};
