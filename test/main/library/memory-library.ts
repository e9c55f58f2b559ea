/** A library of small items with correct hashes, with its catalogue and settings in memory: for tests on a library as a whole. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import { type Item, type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { createLibraryLocation, defaultLibraryFolder } from '#main/library/location/location.ts';
import type { WorkCall } from '#main/library/work.ts';
import { imageFacts, itemOf, jobRecord, videoFacts } from '../jobs/samples.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

export const sha256Of = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

export const mediaOf = (id: string): Readonly<Record<string, string>> => ({
  'character.jpg': `character of ${id}`,
  'motion.mp4': `motion of ${id}`,
  'poster.jpg': `poster of ${id}`,
  'result.mp4': `result of ${id}`,
});

/** `media`: contents that differ from the default ones. */
export const honestItem = (id: string, media: Readonly<Record<string, string>> = mediaOf(id)): Item => {
  const sha256 = (name: string) => sha256Of(media[name] ?? '');
  return itemOf(jobRecord(id), {
    id: itemIdSchema.parse(id),
    image: {
      file: 'character.jpg',
      name: 'anna.jpg',
      facts: { ...imageFacts, sha256: sha256('character.jpg') },
    },
    video: {
      file: 'motion.mp4',
      name: 'squats.mp4',
      facts: { ...videoFacts, sha256: sha256('motion.mp4') },
    },
    result: { file: 'result.mp4', facts: { ...videoFacts, sha256: sha256('result.mp4') } },
  });
};

/** A file named like an image is one; a file that contains "no media" is not media. */
export const probeByName = async (path: string): Promise<Result<Facts>> => {
  const text = readFileSync(path, 'utf8');
  if (text.includes('no media')) return fail('file-not-media', { subject: basename(path) });
  const sha256 = sha256Of(text);
  return ok(path.endsWith('.jpg') ? { ...imageFacts, sha256 } : { ...videoFacts, sha256 });
};

export const call = (more: Partial<WorkCall> = {}): WorkCall => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
  ...more,
});

/** All files, by relative path. */
export const filesUnder = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort()
    : [];

export const contentsUnder = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesUnder(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));

export const writeItem = (folder: string, item: Item, media = mediaOf(item.id)): void => {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(media)) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'item.json'), JSON.stringify(item, null, 2));
};

type Row = { readonly item: Item; readonly folder: string; marks: Marks };

export const createMemoryLibrary = (dataFolder = tempFolder()) => {
  const settings = { libraryFolder: '' };
  const location = createLibraryLocation({ dataFolder, settings: () => settings });
  const rows = new Map<ItemId, Row>();
  const library = () => location.folder();
  const mark = (id: string, change: Partial<Marks>): void => {
    const row = rows.get(itemIdSchema.parse(id));
    if (row === undefined) throw new Error(`There is no item ${id}.`);
    row.marks = { ...row.marks, ...change };
    writeFileSync(join(library(), row.folder, 'marks.json'), JSON.stringify(row.marks));
  };
  const keep = (id: string): void => {
    const ready = location.ready();
    if (!ready.ok) throw new Error('The library is away.');
    const item = honestItem(id);
    const folder = `2026-11/${id}`;
    writeItem(join(ready.value, folder), item);
    rows.set(item.id, { item, folder, marks: noMarks });
  };
  return {
    dataFolder,
    defaults: defaultLibraryFolder(dataFolder),
    location,
    log: createTestLog(),
    settings,
    settingsModule: {
      get: () => settings,
      set: (change: Partial<typeof settings>) => ok(Object.assign(settings, change)),
    },
    rows,
    list: () => ok([...rows.values()].map((row) => ({ ...row }))),
    find: (id: ItemId) => {
      const row = rows.get(id);
      return row === undefined
        ? fail('item-unknown')
        : ok({ item: row.item, folder: join(library(), row.folder) });
    },
    known: (id: ItemId) => ok(rows.get(id)?.item ?? null),
    insertAll: (entries: readonly Row[]) => {
      for (const entry of entries)
        rows.set(entry.item.id, { item: entry.item, folder: entry.folder, marks: entry.marks });
      return ok({ added: entries.length });
    },
    keep,
    mark,
    library,
    path: (id: string, name: string) => join(library(), `2026-11/${id}`, name),
  };
};
export type MemoryLibrary = ReturnType<typeof createMemoryLibrary>;
