/**
 * Copies of the database beside it, of which the newest three are kept, and the replacement of a missing or damaged
 * database with the newest usable one. A crash in between loses neither.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Disk, realDisk, replaceSync } from './atomic.ts';
import { removeFileSync } from './busy-retry.ts';
import { checkItems, checkPages, connect, isBroken, sideFiles, versionOf } from './database-connection.ts';

const keptBackups = 3;

type Backup = {
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

/**
 * Complete and flushed before it gets its name; consistent during concurrent writes. Throws errors of SQLite and the
 * disk. Returns the copy's file name.
 */
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

const keptBroken = 5;
const allFiles = ['', ...sideFiles] as const;

const freeName = (path: string, now: Date): string => {
  const name = `${path}.broken-${now.toISOString().replaceAll(':', '-')}`;
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? name : `${name}-${attempt}`;
    if (!allFiles.some((suffix) => existsSync(candidate + suffix))) return candidate;
  }
};

/** The newest one stays, even if a clock that was set back makes it appear the oldest. */
const dropOldBroken = (path: string, justMade: string, disk: Disk): void => {
  const folder = dirname(path);
  const others = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(path)}.broken-`))
    .map((name) => name.replace(/-(wal|shm)$/, ''))
    .filter((name) => name !== basename(justMade));
  const newestFirst = [...new Set(others)].sort().toReversed();
  for (const name of newestFirst.slice(keptBroken - 1))
    for (const suffix of allFiles)
      if (existsSync(join(folder, name) + suffix)) disk.removeSync(join(folder, name) + suffix);
};

/**
 * What this start, or an interrupted one, did about a missing or damaged database. Written before the first file is
 * moved, and removed after jobs and notices have read it. `backup`: the copy's file name; null: a new database was created.
 */
const noteSchema = z.object({
  backup: z.string().nullable(),
  /** Time of the copy. */
  backedUpAt: z.iso.datetime().nullable(),
  /** Nothing had been written since the copy was made. */
  isComplete: z.boolean(),
  /** File name of the database that was set aside; null: it was missing. */
  aside: z.string().nullable(),
});
export type RestoreNote = z.infer<typeof noteSchema>;

const notePath = (path: string): string => `${path}.restored`;

/** null: there is none, or it is malformed. */
export const readRestoreNote = (path: string): RestoreNote | null => {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(notePath(path), 'utf8')));
  } catch {
    return null;
  }
};

export const removeRestoreNote = (path: string): void => removeFileSync(notePath(path));

/** Whether it opens and passes the check. Uses a temporary copy, because opening leaves files beside it. */
const isUsable = (path: string, knownVersion: number): boolean => {
  try {
    const connection = connect(path);
    try {
      checkPages(connection, 'deep');
      const version = versionOf(connection);
      if (version < 1 || version > knownVersion) return false;
      checkItems(connection);
      connection.exec('PRAGMA journal_mode = DELETE');
      return true;
    } finally {
      connection.close();
    }
  } catch (cause) {
    if (!isBroken(cause)) throw cause;
    return false;
  }
};

/** Writes the newest usable copy to `part`; null: there is none. */
const extractNewest = (part: string, request: RestoreRequest): Backup | null => {
  const { path, knownVersion, disk = realDisk } = request;
  for (const backup of listBackups(path)) {
    for (const suffix of allFiles) disk.removeSync(part + suffix);
    disk.copySync(backup.path, part);
    if (isUsable(part, knownVersion)) return backup;
  }
  for (const suffix of allFiles) disk.removeSync(part + suffix);
  return null;
};

const isNewest = (path: string, backup: Backup): boolean => listBackups(path)[0]?.path === backup.path;

type RestoreRequest = {
  readonly path: string;
  readonly now: Date;
  /** Copies of a later schema are skipped. */
  readonly knownVersion: number;
  /** The last process closed the database, so the newest copy holds everything that was in it. */
  readonly wasClosed: boolean;
  readonly disk?: Disk;
};

/** Sets the present files aside and puts the newest usable copy in their place. Never overwrites files set aside earlier. */
export const restore = (request: RestoreRequest): RestoreNote => {
  const { path, now, wasClosed, disk = realDisk } = request;
  const part = `${path}.part`;
  const backup = extractNewest(part, request);
  const present = allFiles.filter((suffix) => existsSync(path + suffix));
  const aside = freeName(path, now);
  const earlier = readRestoreNote(path);
  const note: RestoreNote = {
    backup: backup === null ? null : basename(backup.path),
    backedUpAt: backup?.madeAt ?? null,
    isComplete: wasClosed && backup !== null && isNewest(path, backup) && (earlier?.isComplete ?? true),
    aside: present.length > 0 ? basename(aside) : (earlier?.aside ?? null),
  };
  replaceSync(disk, notePath(path), JSON.stringify(note));
  // The database file is moved first: without it, SQLite never reads the files beside it.
  for (const suffix of present) disk.renameSync(path + suffix, aside + suffix);
  if (present.length > 0) dropOldBroken(path, aside, disk);
  if (backup !== null) {
    disk.flushFileSync(part);
    disk.renameSync(part, path);
  }
  disk.flushFolderSync(dirname(path));
  return note;
};
