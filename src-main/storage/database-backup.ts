/** Copies of the database beside it: complete and flushed before they get their names. The newest three are kept. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Disk } from './atomic.ts';

const keptBackups = 3;

export type Backup = {
  /** Full path. */
  readonly path: string;
  /** A counter, because a clock can be set back and copying changes a file's time. */
  readonly number: number;
  /** ISO time. */
  readonly madeAt: string;
};

const asName = (time: Date): string => time.toISOString().replaceAll(':', '-');

const parseName = (folder: string, name: string, prefix: string): Backup | null => {
  if (!name.startsWith(prefix)) return null;
  const path = join(folder, name);
  const rest = name.slice(prefix.length);
  const copy = /^copy-(\d+)-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/.exec(rest);
  if (copy !== null) return { path, number: Number(copy[1]), madeAt: `${copy[2]}:${copy[3]}:${copy[4]}` };
  // Made by earlier versions before a migration: older than any numbered copy.
  const version = /^v(\d+)\.bak$/.exec(rest)?.[1];
  if (version === undefined) return null;
  return { path, number: Number(version) - 1_000_000, madeAt: statSync(path).mtime.toISOString() };
};

/** Newest first. `path`: of the database. */
export const listBackups = (path: string): readonly Backup[] => {
  const folder = dirname(path);
  return readdirSync(folder)
    .map((name) => parseName(folder, name, `${basename(path)}.`))
    .filter((backup) => backup !== null)
    .sort((one, other) => other.number - one.number);
};

/** Consistent during concurrent writes. Throws errors of SQLite and the disk. Returns the copy's file name. */
export const backUp = (
  connection: DatabaseSync,
  request: { readonly path: string; readonly now: Date; readonly disk: Disk },
): string => {
  const { path, now, disk } = request;
  const number = Math.max(0, listBackups(path)[0]?.number ?? 0) + 1;
  const backup = `${path}.copy-${String(number).padStart(6, '0')}-${asName(now)}`;
  const part = `${path}.copy.part`;
  try {
    disk.removeSync(part);
    connection.prepare('VACUUM INTO ?').run(part);
    disk.flushFileSync(part);
    disk.renameSync(part, backup);
  } finally {
    disk.removeSync(part);
  }
  disk.flushFolderSync(dirname(path));
  for (const old of listBackups(path).slice(keptBackups)) disk.removeSync(old.path);
  return basename(backup);
};
