/** A connection to an SQLite file, and what SQLite's result codes mean. */
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

/** null: not SQLite's. */
export const resultCodeOf = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : null;

export const isBroken = (cause: unknown): boolean => {
  const code = resultCodeOf(cause);
  return code === resultCodes.corrupt || code === resultCodes.notADatabase;
};

const broken = (what: string): Error => Object.assign(new Error(what), { errcode: resultCodes.corrupt });

/** SQLite keeps what it has not yet brought into the file itself beside it. */
export const sideFiles = ['-wal', '-shm'] as const;

export const connect = (path: string): DatabaseSync => {
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    // Another computer with the same folder is refused for as long as this connection is open.
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
 * Throws where a page makes no sense. A check in depth compares the indexes with their tables, too, which takes half
 * as long again. https://sqlite.org/pragma.html#pragma_quick_check
 */
export const checkPages = (connection: DatabaseSync, depth: 'quick' | 'deep'): void => {
  const check = depth === 'deep' ? 'integrity_check' : 'quick_check';
  const said = connection.prepare(`PRAGMA ${check}(1)`).get()?.[check];
  if (said !== 'ok') throw broken(String(said));
};

/** Throws where the catalogue holds what the program cannot have written. It is made again from the folders. */
export const checkItems = (connection: DatabaseSync): void => {
  const found = connection.prepare('SELECT id FROM items WHERE NOT json_valid(item) LIMIT 1').get();
  if (found !== undefined) throw broken(`the entry ${String(found.id)} of the catalogue`);
};

export const versionOf = (connection: DatabaseSync): number =>
  Number(connection.prepare('PRAGMA user_version').get()?.user_version ?? 0);

/** Where nothing is written ahead, SQLite is told not to prepare for it: it would leave an empty file behind. https://sqlite.org/uri.html#uriimmutable */
const untouched = (path: string): URL => {
  const address = pathToFileURL(path);
  const written = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (written === 0) address.searchParams.set('immutable', '1');
  return address;
};

/** Without changing anything; null where there is none, or where it cannot be read. */
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
