/** Migrates a database of an earlier version, after making a copy beside it. */
import type { DatabaseSync } from 'node:sqlite';
import type { Disk } from './atomic.ts';
import { backUp } from './database-backup.ts';
import { resultCodeOf, resultCodes, versionOf } from './database-connection.ts';

export type Migrated =
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

/** The caller refuses versions above the number of migrations. */
export const migrate = (
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
