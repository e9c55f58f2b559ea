/** A connection to an SQLite file, and the meaning of SQLite's result codes. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

export const databaseName = 'understudy.db';

/** https://sqlite.org/rescode.html */
export const resultCodes = {
  error: 1,
  perm: 3,
  busy: 5,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  mismatch: 20,
  notADatabase: 26,
};

/** null: not an error of SQLite. */
export const resultCodeOf = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : null;

export const isBroken = (cause: unknown): boolean => {
  const code = resultCodeOf(cause);
  return code === resultCodes.corrupt || code === resultCodes.notADatabase;
};

const broken = (what: string): Error => Object.assign(new Error(what), { errcode: resultCodes.corrupt });

/** Files beside the database in which SQLite keeps changes that are not in it yet. */
export const sideFiles = ['-wal', '-shm'] as const;

export const connect = (path: string): DatabaseSync => {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    // While this connection is open, other computers that share the folder are refused.
    connection.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
    );
    return connection;
  } catch (cause) {
    connection.close();
    throw cause;
  }
};

/**
 * Throws if a page is malformed. A deep check also compares the indexes with their tables, which takes half as long
 * again. https://sqlite.org/pragma.html#pragma_quick_check
 */
export const checkPages = (connection: DatabaseSync, depth: 'quick' | 'deep'): void => {
  const check = depth === 'deep' ? 'integrity_check' : 'quick_check';
  const output = connection.prepare(`PRAGMA ${check}(1)`).get()?.[check];
  if (output !== 'ok') throw broken(String(output));
};

/** Throws if the catalogue holds an entry that the program cannot have written. It is rebuilt from the folders. */
export const checkItems = (connection: DatabaseSync): void => {
  const found = connection.prepare('SELECT id FROM items WHERE NOT json_valid(item) LIMIT 1').get();
  if (found !== undefined) throw broken(`the entry ${String(found.id)} of the catalogue`);
};

export const versionOf = (connection: DatabaseSync): number =>
  Number(connection.prepare('PRAGMA user_version').get()?.user_version ?? 0);

/** Opened as immutable if there is no -wal file: otherwise SQLite would leave an empty one behind. https://sqlite.org/uri.html#uriimmutable */
const untouched = (path: string): URL => {
  const address = pathToFileURL(path);
  const written = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (written === 0) address.searchParams.set('immutable', '1');
  return address;
};

/** Reads without changing anything; null if there is no version or the file cannot be read. */
export const readVersion = (path: string): number | null => {
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(untouched(path), { readOnly: true, timeout: 5000 });
    return versionOf(connection);
  } catch (cause) {
    if (isBroken(cause) || resultCodeOf(cause) === resultCodes.cannotOpen) return null;
    throw cause;
  } finally {
    connection?.close();
  }
};
