/** Reads the data folder of a closed program: jobs, items, ledger, stray files. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { chargedSchema, type Result } from '#contract/errors.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { type Marks, marksSchema } from '#contract/model/marks.ts';
import type { Spending } from '#contract/model/spending.ts';
import { createHostedObjects } from '#main/delivery/hosted-objects.ts';
import { spendingIn } from '#main/jobs/ledger.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { createJobStore } from '#main/jobs/store.ts';
import { createCatalogueReading } from '#main/library/catalogue/catalogue-reading.ts';
import type { Clock } from '#main/ports.ts';
import { type Database, openDatabase } from '#main/storage/database.ts';
import { silentLog } from '#test/fixtures/media.ts';
import { type Kept, readLibrary } from './library-on-disk.ts';

const entrySchema = z.object({
  jobId: z.string(),
  estimateMicros: z.int().nullable(),
  billedMicros: z.int().nullable(),
  charged: chargedSchema,
});
/** An entry of the ledger. */
export type Entry = z.infer<typeof entrySchema>;

export type Disk = {
  readonly records: readonly JobRecord[];
  readonly kept: readonly Kept[];
  /** The folders in the catalogue with their marks. */
  readonly catalogued: readonly { readonly folder: string; readonly marks: Marks }[];
  readonly ledger: readonly Entry[];
  /** The spending since the start of the soak, as the program counts it. */
  readonly spending: Spending;
  /** Objects in the bucket that the program records, with their jobs. */
  readonly remembered: readonly { readonly object: string; readonly jobId: string }[];
  /** Unexpected files and folders, relative to the data folder. */
  readonly strays: readonly string[];
  /** Errors in the log, without duplicates. */
  readonly logged: readonly string[];
};

/** Every file and every empty folder. */
const leavesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? leavesIn(path) : [path];
    }),
  );
  return entries.length === 0 ? [folder] : inside.flat();
};

/** Expected in a data folder with a closed program and settled jobs. */
const expectedPaths: readonly RegExp[] = [
  /^understudy\.db(\.copy-\d{6}-[\w.-]+)?$/,
  /^sent\.jsonl$/,
  /^open\/\.gate$/,
  /^(settings|open-days)\.json$/,
  /^logs\/understudy(\.old)?\.log$/,
  /^library\/\d{4}-\d\d\/[\w-]+\/(item\.json|marks\.json|poster\.jpg|result\.mp4|character\.\w+|motion\.\w+)$/,
  /^work\/fitted\/[0-9a-f]{64}\/(made\.json|[\w-]+\.(jpg|png|mp4|mov))$/,
  /** Empty folders that the program keeps. */
  /^(library|open|work|work\/[a-z]+)$/,
];

/** An unsure job keeps its inputs, because it may be charged. */
const isInputOfUnsure = (path: string, unsureIds: ReadonlySet<string>): boolean => {
  const found = /^work\/jobs\/([\w-]+)\/inputs\/[\w-]+\.(jpg|png|mp4|mov)$/.exec(path);
  return found !== null && unsureIds.has(found[1] ?? '');
};

const lineSchema = z.object({ level: z.string(), message: z.string(), data: z.unknown() });

const readLog = async (folder: string): Promise<readonly string[]> => {
  const texts = await Promise.all(
    ['understudy.old.log', 'understudy.log'].map((name) =>
      readFile(join(folder, name), 'utf8').catch(() => ''),
    ),
  );
  const errors = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.includes('"level":"error"'))
    .flatMap((line) => {
      // A kill or a full disk can truncate a line.
      try {
        const { message, data } = lineSchema.parse(JSON.parse(line));
        return [`${message}: ${JSON.stringify(data)?.slice(0, 600)}`];
      } catch {
        return [];
      }
    });
  return [...new Set(errors)];
};

const valueOrThrow = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`The database cannot be read: ${result.error.code}`);
  return result.value;
};

const rowSchema = z.object({ folder: z.string(), marks: z.string() });

const readCatalogue = (database: Database): Disk['catalogued'] => {
  const rows = valueOrThrow(
    database.read((sql) => z.array(rowSchema).parse(sql.all('SELECT folder, marks FROM items'))),
  );
  const reading = createCatalogueReading({ db: database, log: silentLog });
  const readable = [false, true].flatMap((isInTrash) => {
    const query = { ...wholeLibrary, isInTrash };
    return valueOrThrow(reading.list({ offset: 0, limit: 500, query })).items;
  });
  if (readable.length !== rows.length)
    throw new Error('The catalogue contains an item that is unreadable or in no list.');
  return rows.map(({ folder, marks }) => ({ folder, marks: marksSchema.parse(JSON.parse(marks)) }));
};

const readLedger = (database: Database): readonly Entry[] =>
  valueOrThrow(
    database.read((sql) =>
      z.array(entrySchema).parse(
        sql.all(
          `SELECT job_id AS jobId, estimate_micros AS estimateMicros, billed_micros AS billedMicros, charged
             FROM spending`,
        ),
      ),
    ),
  );

/** `since`: the start of the soak. */
export const readDisk = async (request: {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly since: Date;
}): Promise<Disk> => {
  const { dataFolder, clock, since } = request;
  // Before the database is opened, which creates files.
  const leaves = (await leavesIn(dataFolder)).map((path) => relative(dataFolder, path));
  const database = valueOrThrow(openDatabase({ dataFolder, clock, log: silentLog }));
  try {
    const records = valueOrThrow(createJobStore({ db: database, log: silentLog, clock }).list()).map(
      ({ record }) => record,
    );
    const unsureIds = new Set(
      records.filter(({ state }) => state.kind === 'unsure').map(({ id }): string => id),
    );
    return {
      records,
      kept: await readLibrary(join(dataFolder, 'library')),
      catalogued: readCatalogue(database),
      ledger: readLedger(database),
      // Counted from `since`, so that a soak over the end of a month is counted completely.
      spending: valueOrThrow(database.read((sql) => spendingIn(sql, since))),
      remembered: createHostedObjects(database, clock)
        .all()
        .map(({ object, jobId }) => ({ object, jobId })),
      strays: leaves.filter(
        (path) => !expectedPaths.some((rule) => rule.test(path)) && !isInputOfUnsure(path, unsureIds),
      ),
      logged: await readLog(join(dataFolder, 'logs')),
    };
  } finally {
    database.close();
  }
};
