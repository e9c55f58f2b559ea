/** Replaces a missing or damaged database with the newest usable copy; a crash in between loses neither. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type Disk, realDisk, replaceSync } from './atomic.ts';
import { removeFileSync } from './busy-retry.ts';
import { type Backup, listBackups } from './database-backup.ts';
import { checkItems, checkPages, connect, isBroken, sideFiles, versionOf } from './database-connection.ts';

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

export type RestoreRequest = {
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
