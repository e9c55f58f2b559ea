/** Brings a database of an earlier version to this one, after a copy of it was put beside it. */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { flushFileSync, flushFolderSync } from './atomic.ts';
import { removeFileSync, renameSync } from './busy-retry.ts';
import { resultCodeOf, resultCodes, versionOf } from './database-connection.ts';

const keptBackups = 3;

const backupVersion = (path: string, name: string): number | null => {
  const [before, after] = [`${basename(path)}.v`, '.bak'];
  const version = Number(name.slice(before.length, -after.length));
  return name.startsWith(before) && name.endsWith(after) && Number.isInteger(version) ? version : null;
};

const dropOldBackups = (path: string): void => {
  const folder = dirname(path);
  const versions = readdirSync(folder)
    .map((name) => backupVersion(path, name))
    .filter((version) => version !== null)
    .sort((a, b) => b - a);
  for (const version of versions.slice(keptBackups)) removeFileSync(`${path}.v${version}.bak`);
};

/** Consistent whatever else is going on, and flushed before it gets its name. Answers the file's name. */
const backUp = (connection: DatabaseSync, path: string, version: number): string => {
  const backup = `${path}.v${version}.bak`;
  const part = `${backup}.part`;
  try {
    removeFileSync(part);
    connection.prepare('VACUUM INTO ?').run(part);
    flushFileSync(part);
    renameSync(part, backup);
  } finally {
    removeFileSync(part);
  }
  flushFolderSync(dirname(path));
  dropOldBackups(path);
  return basename(backup);
};

export type Migrated =
  | { readonly kind: 'up-to-date' }
  /** `backup`: name of the copy beside it; null where the file was new. */
  | { readonly kind: 'migrated'; readonly fromVersion: number; readonly backup: string | null }
  /** All is as it was. */
  | { readonly kind: 'failed'; readonly fromVersion: number; readonly cause: unknown };

/** The migration itself is wrong for what it found; anything else is the disk's failure and thrown on. */
const isOwnFault = (cause: unknown): boolean => {
  const code = resultCodeOf(cause);
  return code === resultCodes.error || code === resultCodes.constraint || code === resultCodes.mismatch;
};

/** A version above the number of migrations is the caller's to refuse. */
export const migrate = (
  connection: DatabaseSync,
  { path, migrations }: { readonly path: string; readonly migrations: readonly string[] },
): Migrated => {
  const fromVersion = versionOf(connection);
  if (fromVersion >= migrations.length) return { kind: 'up-to-date' };
  const backup = fromVersion === 0 ? null : backUp(connection, path, fromVersion);
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
