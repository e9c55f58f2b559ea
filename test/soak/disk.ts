/** What the program has left on the disk when it is closed: its jobs, its items, and what should not be there. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import type { Item } from '#contract/model/item.ts';
import { openDatabase } from '#main/files/database.ts';
import { createHostedObjects } from '#main/hosting/hosted-objects.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { createJobStore } from '#main/jobs/store.ts';
import { createCatalogueReading } from '#main/library/catalogue/catalogue-reading.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import type { Clock } from '#main/ports.ts';
import { silentLog } from '#test/fixtures/media.ts';

/** `item`: null where item.json is not there or makes no sense. */
export type Kept = {
  /** Relative to the library. */
  readonly folder: string;
  readonly item: Item | null;
  /** What is wrong with its files. */
  readonly flaws: readonly string[];
};

export type Disk = {
  readonly records: readonly JobRecord[];
  readonly kept: readonly Kept[];
  /** Folders that the catalogue names. */
  readonly catalogued: readonly string[];
  /** Names of objects in the bucket that the program still remembers, with the job they are for. */
  readonly remembered: readonly { readonly object: string; readonly jobId: string }[];
  /** Files and folders that no rule explains, relative to the data folder. */
  readonly strays: readonly string[];
  /** What the program has called an error in its log, each once. */
  readonly logged: readonly string[];
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const flawOf = async (path: string, sha256: string): Promise<readonly string[]> => {
  const found = await sha256Of(path).catch(() => null);
  if (found === sha256) return [];
  return [`${path}: ${found === null ? 'missing' : 'other bytes than item.json says'}`];
};

/** A JPEG is whole where its end is its end mark. */
const posterFlaws = async (path: string): Promise<readonly string[]> => {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const isWhole =
    bytes.subarray(0, 2).toString('hex') === 'ffd8' && bytes.subarray(-2).toString('hex') === 'ffd9';
  return isWhole ? [] : [`${path}: no whole picture`];
};

const readKept = async (libraryFolder: string, folder: string): Promise<Kept> => {
  const at = (name: string) => join(libraryFolder, folder, name);
  const item = await readItem(join(libraryFolder, folder));
  if (item === null) return { folder, item, flaws: [`${folder}: no item.json that makes sense`] };
  const { image, video, result, poster } = item;
  const flaws = await Promise.all([
    flawOf(at(image.file), image.facts.sha256),
    flawOf(at(video.file), video.facts.sha256),
    flawOf(at(result.file), result.facts.sha256),
    posterFlaws(at(poster.file)),
  ]);
  return { folder, item, flaws: flaws.flat() };
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const readLibrary = async (libraryFolder: string): Promise<readonly Kept[]> => {
  const months = (await namesIn(libraryFolder)).filter((name) => /^\d{4}-\d\d$/.test(name));
  const folders = await Promise.all(
    months.map(async (month) =>
      (await namesIn(join(libraryFolder, month))).map((name) => `${month}/${name}`),
    ),
  );
  return Promise.all(folders.flat().map((folder) => readKept(libraryFolder, folder)));
};

/** Every file, and every folder with nothing in it. */
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

/** What belongs into a data folder whose program is closed and whose jobs rest. */
const belonging: readonly RegExp[] = [
  /^understudy\.db(\.(v\d+\.bak|head|seal))?$/,
  /^open\/\.gate$/,
  /^settings\.json$/,
  /^logs\/understudy(\.old)?\.log$/,
  /^library\/\d{4}-\d\d\/[\w-]+\/(item\.json|marks\.json|poster\.jpg|result\.mp4|character\.\w+|motion\.\w+)$/,
  /^work\/fitted\/[0-9a-f]{64}\/(made\.json|[\w-]+\.(jpg|png|mp4|mov))$/,
  /** Empty folders that wait for what comes next. */
  /^(library|open|work|work\/[a-z]+)$/,
];

/** An unsure job may turn out to be paid for: its inputs wait with it. */
const belongsToUnsure = (path: string, unsureIds: ReadonlySet<string>): boolean => {
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
      // A kill, or a full disk, may break a line off.
      try {
        const { message, data } = lineSchema.parse(JSON.parse(line));
        return [`${message}: ${JSON.stringify(data)?.slice(0, 600)}`];
      } catch {
        return [];
      }
    });
  return [...new Set(errors)];
};

const taken = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`The database cannot be read: ${result.error.code}`);
  return result.value;
};

export const readDisk = async (dataFolder: string, clock: Clock): Promise<Disk> => {
  // Before the database is opened once more, which leaves marks of its own.
  const leaves = (await leavesIn(dataFolder)).map((path) => relative(dataFolder, path));
  const database = taken(openDatabase({ dataFolder, clock, log: silentLog }));
  try {
    const records = taken(createJobStore(database, silentLog).list()).map(({ record }) => record);
    const unsureIds = new Set(
      records.filter(({ state }) => state.kind === 'unsure').map(({ id }): string => id),
    );
    const folders = taken(
      database.read((sql) =>
        z.array(z.object({ folder: z.string() })).parse(sql.all('SELECT folder FROM items')),
      ),
    );
    const readable = taken(
      createCatalogueReading({ db: database, log: silentLog }).list({ offset: 0, limit: 500 }),
    );
    if (readable.items.length !== folders.length)
      throw new Error('The catalogue holds an item that nobody can read.');
    return {
      records,
      kept: await readLibrary(join(dataFolder, 'library')),
      catalogued: folders.map(({ folder }) => folder),
      remembered: createHostedObjects(database, clock)
        .all()
        .map(({ object, jobId }) => ({ object, jobId })),
      strays: leaves.filter(
        (path) => !belonging.some((rule) => rule.test(path)) && !belongsToUnsure(path, unsureIds),
      ),
      logged: await readLog(join(dataFolder, 'logs')),
    };
  } finally {
    database.close();
  }
};
