/** The one database, and the only file that knows which library it is made with. Failures of the disk are values. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { Clock, Log } from '../ports.ts';
import { toFileError } from './file-error.ts';
import { migrations } from './schema.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

export type Sql = {
  readonly all: (sql: string, ...values: SQLInputValue[]) => readonly Row[];
  /** Answers how many rows changed. */
  readonly run: (sql: string, ...values: SQLInputValue[]) => number;
};

export type Database = {
  readonly read: <T>(work: (sql: Sql) => T) => Result<T>;
  /** All or nothing, and alone: no other program writes between its reads and its writes. */
  readonly transaction: <T>(work: (sql: Sql) => T) => Result<T>;
  /** Names this opening of the database to other programs on the same folder. */
  readonly presence: string;
  /** Whether the program that opened the database under this name still has it open. */
  readonly isPresent: (presence: string) => boolean;
  readonly close: () => void;
};

/** https://sqlite.org/rescode.html */
const resultCodes = {
  perm: 3,
  busy: 5,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

const resultCodeOf = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : null;

const fileName = 'understudy.db';

/** null: not a failure of the database but a bug. */
const toDatabaseError = (cause: unknown): AppError | null => {
  const code = resultCodeOf(cause);
  if (code === null) return null;
  const more = { subject: fileName, detail: `SQLite result code ${code}` };
  if (code === resultCodes.full) return fail('disk-full', more).error;
  const isForbidden = [resultCodes.perm, resultCodes.readOnly, resultCodes.cannotOpen].includes(code);
  return fail(isForbidden ? 'folder-unwritable' : 'internal', more).error;
};

/**
 * A program holds a lock on a file of its own for as long as it lives; the system lets go of it however the program
 * ends. A process id would not do: ids are used again, and a job would wait for a stranger.
 */
const takePresence = (folder: string): { readonly token: string; readonly leave: () => void } => {
  mkdirSync(folder, { recursive: true });
  const token = `${process.pid}-${randomUUID().slice(0, 8)}`;
  const lock = new DatabaseSync(join(folder, token));
  lock.exec('BEGIN EXCLUSIVE');
  return {
    token,
    leave: () => {
      lock.close();
      removeLock(join(folder, token));
    },
  };
};

const removeLock = (path: string): void => {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
};

const isLocked = (path: string): boolean => {
  if (!existsSync(path)) return false;
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    if (resultCodeOf(cause) === resultCodes.busy) return true;
    throw cause;
  } finally {
    lock.close();
  }
  removeLock(path);
  return false;
};

const connect = (path: string): DatabaseSync => {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    const checked = connection.prepare('PRAGMA quick_check(1)').get();
    if (checked?.quick_check !== 'ok')
      throw Object.assign(new Error('corrupt'), { errcode: resultCodes.corrupt });
    return connection;
  } catch (cause) {
    connection.close();
    throw cause;
  }
};

const isBroken = (cause: unknown): boolean => {
  const code = resultCodeOf(cause);
  return code === resultCodes.corrupt || code === resultCodes.notADatabase;
};

/** Kept beside the new one: somebody may still get jobs out of it. */
const setAside = (path: string, now: Date): string => {
  const aside = `${path}.broken-${now.toISOString().replaceAll(':', '-')}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  return aside;
};

const versionOf = (connection: DatabaseSync): number =>
  Number(connection.prepare('PRAGMA user_version').get()?.user_version ?? 0);

/** False where a newer program has written it. */
const migrate = (connection: DatabaseSync): boolean => {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(connection);
    if (version < migrations.length) {
      for (const migration of migrations.slice(version)) connection.exec(migration);
      connection.exec(`PRAGMA user_version = ${migrations.length}`);
    }
    connection.exec('COMMIT');
    return version <= migrations.length;
  } catch (cause) {
    connection.exec('ROLLBACK');
    throw cause;
  }
};

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

/** Opens `<dataFolder>/understudy.db`, making it when missing. A broken one is set aside, never deleted. */
export const openDatabase = (deps: {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}): Result<Database> => {
  const path = join(deps.dataFolder, fileName);
  const presenceFolder = join(deps.dataFolder, 'open');
  const attempt = <T>(work: () => T): Result<T> => {
    try {
      return ok(work());
    } catch (cause) {
      const error = toDatabaseError(cause);
      if (error === null) throw cause;
      deps.log.error('the database failed', { error, cause });
      return { ok: false, error };
    }
  };
  const connectOrSetAside = (): DatabaseSync => {
    try {
      return connect(path);
    } catch (cause) {
      if (!isBroken(cause)) throw cause;
      deps.log.error('the database is broken and was set aside', {
        aside: setAside(path, deps.clock.now()),
        cause,
      });
      return connect(path);
    }
  };

  try {
    mkdirSync(deps.dataFolder, { recursive: true });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'data folder') };
  }
  const opened = attempt(() => {
    const connection = connectOrSetAside();
    try {
      return { connection, isKnown: migrate(connection), presence: takePresence(presenceFolder) };
    } catch (cause) {
      connection.close();
      throw cause;
    }
  });
  if (!opened.ok) return opened;
  const { connection, isKnown, presence } = opened.value;
  if (!isKnown) {
    presence.leave();
    connection.close();
    return fail('internal', {
      subject: fileName,
      detail: 'It was written by a newer version of this program.',
    });
  }

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
          // A full disk may have rolled back by itself.
          if (connection.isTransaction) connection.exec('ROLLBACK');
          throw cause;
        }
      }),
    presence: presence.token,
    isPresent: (token) =>
      token === presence.token || (/^[0-9a-z-]+$/.test(token) && isLocked(join(presenceFolder, token))),
    close: () => {
      presence.leave();
      connection.close();
    },
  });
};
