/** Puts a new database in the place of a broken one, with the jobs that can still be read; a crash half-way loses neither. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { flushFolderSync } from './atomic.ts';
import { copyFileSync, removeFileSync, renameSync } from './busy-retry.ts';
import { isBroken, sideFiles, versionOf } from './database-connection.ts';
import { putHeadBack } from './database-head.ts';
import { type Row, type Salvaged, salvageTable } from './database-salvage.ts';

const keptBroken = 5;
const allFiles = ['', ...sideFiles] as const;
const isJson = (text: unknown): boolean => {
  try {
    JSON.parse(String(text));
    return true;
  } catch {
    return false;
  }
};

/** What cannot be made again from the library's folders. */
const precious = [
  { table: 'jobs', isAudio: ({ record }: Row) => isJson(record) },
  { table: 'hosted_objects', isAudio: () => true },
  { table: 'batches', isAudio: () => true },
  { table: 'spending', isAudio: () => true },
];

/** The new one while it is being filled, and when it is whole. */
const fillingPath = (path: string): string => `${path}.new-part`;
const filledPath = (path: string): string => `${path}.new`;
/** Looking into a database changes it; the broken one stays as it was found. */
const lookedIntoPath = (path: string): string => `${path}.salvage`;

const removeDatabase = (path: string): void => {
  for (const suffix of [...allFiles, '-journal']) removeFileSync(path + suffix);
};

const freeName = (path: string, now: Date): string => {
  const name = `${path}.broken-${now.toISOString().replaceAll(':', '-')}`;
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? name : `${name}-${attempt}`;
    if (!allFiles.some((suffix) => existsSync(candidate + suffix))) return candidate;
  }
};

/** The one just made stays even where a clock that was set back makes it look the oldest. */
const dropOldBroken = (path: string, justMade: string): void => {
  const folder = dirname(path);
  const others = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(path)}.broken-`))
    .map((name) => name.replace(/-(wal|shm)$/, ''))
    .filter((name) => name !== basename(justMade));
  const newestFirst = [...new Set(others)].sort().toReversed();
  for (const name of newestFirst.slice(keptBroken - 1)) removeDatabase(join(folder, name));
};

/** Never overwrites an earlier one. The file itself goes first: without it, what lies beside it is never read. Answers its new name. */
export const setAside = (path: string, now: Date): string => {
  const aside = freeName(path, now);
  for (const suffix of allFiles) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  dropOldBroken(path, aside);
  return basename(aside);
};

/** What was written ahead is overwritten when the database is used; somebody may still read what SQLite could not. */
export const copyWalAside = (path: string, now: Date): void => {
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${freeName(path, now)}-wal`);
};

const none: Salvaged = { rows: 0, lostRows: 0 };

/** Closed again whatever happens. */
const withDatabase = <T>(path: string, work: (connection: DatabaseSync) => T): T => {
  const connection = new DatabaseSync(path, { defensive: false });
  try {
    return work(connection);
  } finally {
    connection.close();
  }
};

/** `take` copies into the tables as they were in `version`. */
const fill = (request: {
  readonly path: string;
  readonly migrations: readonly string[];
  readonly version: number;
  readonly take: (fresh: DatabaseSync) => readonly Salvaged[];
}): readonly Salvaged[] => {
  const { path, migrations, version, take } = request;
  removeDatabase(path);
  return withDatabase(path, (fresh) => {
    fresh.exec('BEGIN');
    for (const migration of migrations.slice(0, version)) fresh.exec(migration);
    const salvaged = take(fresh);
    for (const migration of migrations.slice(version)) fresh.exec(migration);
    fresh.exec(`PRAGMA user_version = ${migrations.length}; COMMIT;`);
    return salvaged;
  });
};

/** None where SQLite can make nothing of the file. */
const fillFrom = (
  copy: string,
  filling: { readonly path: string; readonly migrations: readonly string[] },
): readonly Salvaged[] => {
  const { migrations } = filling;
  try {
    return withDatabase(copy, (broken) => {
      // Goes on where an entry of the schema makes no sense. https://sqlite.org/pragma.html#pragma_writable_schema
      broken.exec('PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;');
      return fill({
        ...filling,
        version: Math.min(Math.max(versionOf(broken), 1), migrations.length),
        take: (fresh) => precious.map((what) => salvageTable({ from: broken, to: fresh, ...what })),
      });
    });
  } catch (cause) {
    if (!isBroken(cause)) throw cause;
    return fill({ ...filling, version: migrations.length, take: () => [] });
  }
};

const salvage = (path: string, migrations: readonly string[]): readonly Salvaged[] => {
  const copy = lookedIntoPath(path);
  const filling = { path: fillingPath(path), migrations };
  const makeCopy = (): void => {
    removeDatabase(copy);
    for (const suffix of ['', '-wal'])
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  };
  try {
    makeCopy();
    const salvaged = fillFrom(copy, filling);
    if (salvaged.some(({ rows }) => rows > 0)) return salvaged;
    makeCopy();
    return putHeadBack(path, copy) ? fillFrom(copy, filling) : salvaged;
  } finally {
    removeDatabase(copy);
  }
};

/** Ends a repair that was cut off. */
export const endRepair = (path: string, now: Date): void => {
  const filled = filledPath(path);
  if (!existsSync(filled)) return;
  if (existsSync(path)) {
    removeFileSync(filled);
    return;
  }
  if (sideFiles.some((suffix) => existsSync(path + suffix))) setAside(path, now);
  renameSync(filled, path);
  flushFolderSync(dirname(path));
};

export type Repaired = {
  /** Name of the broken file, beside the new one. */
  readonly setAside: string;
  readonly jobs: number;
  /** At least so many; more where not even their number can be read. */
  readonly lostJobs: number;
};

/** To be called inside the gate, when nobody has the database open. */
export const repair = (
  path: string,
  { migrations, now }: { readonly migrations: readonly string[]; readonly now: Date },
): Repaired => {
  const [jobs = none] = salvage(path, migrations);
  renameSync(fillingPath(path), filledPath(path));
  flushFolderSync(dirname(path));
  const aside = setAside(path, now);
  endRepair(path, now);
  return { setAside: aside, jobs: jobs.rows, lostJobs: jobs.lostRows };
};
