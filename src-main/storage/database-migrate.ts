/** Brings a database of an earlier version to this one, after a copy of it was put beside it. */
import type { DatabaseSync } from 'node:sqlite';
import type { SyncDisk } from './atomic.ts';
import { backUp } from './database-backup.ts';
import { resultCodeOf, resultCodes, versionOf } from './database-connection.ts';

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
  request: {
    readonly path: string;
    readonly migrations: readonly string[];
    readonly now: Date;
    readonly disk: SyncDisk;
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
