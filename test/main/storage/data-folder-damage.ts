/** A data folder with jobs and results, and ways to damage it that are the same for the same seed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { inputKeyOf } from '#main/jobs/duplicate-key.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { linesBeyond } from '#main/jobs/sent-changes.ts';
import { foldLine, openSentLog, sentLineOf } from '#main/jobs/sent-log.ts';
import { createJobRows } from '#main/jobs/store-rows.ts';
import { createCatalogue } from '#main/library/catalogue/catalogue.ts';
import { itemFileName } from '#main/library/item/item-folder.ts';
import { type Database, openDatabase } from '#main/storage/database.ts';
import { fittedIn, itemOf, jobRecord, statesIn } from '../jobs/samples.ts';
import { createTestLog } from './test-log.ts';

export const jobCount = 300;
/** Jobs in the copy of the database from the first session. */
export const copiedJobCount = 200;
export const itemCount = 12;
/** Unsure jobs: all, and those that the copy lacks. */
export const unsureCounts = { all: 37, afterCopy: 12 };
/** Waiting, unsure or done: the runs that the ledger counts. */
export const paidCount = 225;
const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };

/** States in which opening the program sends, fetches and changes nothing; every second job is a running paid one. */
const stateOf = (n: number): StoredState => {
  const { waiting, done, failed, cancelled, unsure } = statesIn('/nowhere');
  if (n % 2 === 0) return { ...waiting, ticket: { request: `paid-${n}` } };
  return [done, failed, cancelled, unsure][Math.floor(n / 2) % 4] ?? done;
};

const numbered = (n: number): string => String(n).padStart(4, '0');
const timeOf = (n: number): string => new Date(Date.UTC(2026, 10, 1) + n * 60_000).toISOString();

const fillJobs = (dataFolder: string, db: Database, from: number, to: number): void => {
  const sentLog = openSentLog({ dataFolder, log: createTestLog() });
  if (!sentLog.ok) throw new Error(sentLog.error.code);
  const filled = db.transaction((sql) => {
    for (let n = from; n < to; n += 1) {
      const record = jobRecord(`job-${numbered(n)}`, { state: stateOf(n), createdAt: timeOf(n) });
      createJobRows(createTestLog()).insert(sql, { record, isTaken: false });
      const sent = sentLineOf(record, fittedIn('/nowhere'));
      sentLog.value.append(sent);
      for (const line of linesBeyond(record, foldLine(undefined, sent))) sentLog.value.append(line);
      if (n % 10 === 0)
        sql.run(
          `INSERT INTO hosted_objects VALUES (?, ?, 'https://bucket.example', 'r', 'b', 'k', ?)`,
          `object-${n}`,
          record.id,
          record.createdAt,
        );
    }
  });
  if (!filled.ok) throw new Error(filled.error.code);
};

const fillItems = (dataFolder: string, db: Database): void => {
  const place = { ready: () => ok(join(dataFolder, 'library')) };
  const catalogue = createCatalogue({ db, log: createTestLog(), clock, location: place, inputKeyOf });
  for (let n = 0; n < itemCount; n += 1) {
    const id = itemIdSchema.parse(`item-${numbered(n)}`);
    const item = itemOf(jobRecord(`job-${numbered(n)}`, { createdAt: timeOf(n) }), { id });
    const folder = join(dataFolder, 'library', '2026-11', id);
    mkdirSync(folder, { recursive: true });
    for (const { file } of [item.result, item.poster, item.image, item.video])
      writeFileSync(join(folder, file), `${file} of ${id}`);
    writeFileSync(join(folder, itemFileName), JSON.stringify(item));
    catalogue.insert(item, `2026-11/${id}`);
  }
};

/**
 * Two sessions: the first leaves a copy of the database that lacks the results and the last jobs. The second ends
 * closed, with a complete copy, or as after a kill if `leave` copies the folder before the end.
 */
export const fillDataFolder = (dataFolder: string, leave: () => void = () => undefined): void => {
  const open = (): Database => {
    const opened = openDatabase({ dataFolder, clock, log: createTestLog() });
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value;
  };
  const first = open();
  fillJobs(dataFolder, first, 0, copiedJobCount);
  first.close();
  const second = open();
  fillJobs(dataFolder, second, copiedJobCount, jobCount);
  fillItems(dataFolder, second);
  leave();
  second.close();
};

/** Mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 . Numbers from 0 to below 1. */
export const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const pageBytes = 4096;

/** `lengthBytes`: length of each overwritten range; default: a whole page from its beginning. */
export const overwrite = (
  path: string,
  damage: { readonly seed: number; readonly places: number; readonly lengthBytes?: number },
): void => {
  const random = createRandom(damage.seed);
  const bytes = readFileSync(path);
  const pages = Math.ceil(bytes.length / pageBytes);
  for (let place = 0; place < damage.places; place += 1) {
    const page = Math.floor(random() * pages) * pageBytes;
    const from = damage.lengthBytes === undefined ? page : page + Math.floor(random() * pageBytes);
    const to = Math.min(bytes.length, from + (damage.lengthBytes ?? pageBytes));
    for (let at = from; at < to; at += 1) bytes[at] = Math.floor(random() * 256);
  }
  writeFileSync(path, bytes);
};

/** `page`: from 1. */
export const overwritePage = (path: string, page: number): void => {
  const bytes = readFileSync(path);
  const random = createRandom(page);
  for (let at = (page - 1) * pageBytes; at < page * pageBytes; at += 1)
    bytes[at] = Math.floor(random() * 256);
  writeFileSync(path, bytes);
};

/** Numbers of the pages of a table. https://sqlite.org/dbstat.html */
export const pagesOf = (path: string, table: string, kind: 'leaf' | 'internal' | '%'): readonly number[] => {
  const connection = new DatabaseSync(path, { readOnly: true });
  try {
    const pages = connection
      .prepare('SELECT pageno FROM dbstat WHERE name = ? AND pagetype LIKE ? ORDER BY path')
      .all(table, kind);
    return pages.map(({ pageno }) => Number(pageno));
  } finally {
    connection.close();
  }
};

export const breakTable = (path: string, table: string): void => {
  for (const page of pagesOf(path, table, '%')) overwritePage(path, page);
};

/** The content of each file by its path inside the folder, without `item.json`. */
export const resultFiles = (dataFolder: string): Readonly<Record<string, string>> => {
  const library = join(dataFolder, 'library');
  return Object.fromEntries(
    readdirSync(library, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name !== itemFileName)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        relative(library, path),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );
};
