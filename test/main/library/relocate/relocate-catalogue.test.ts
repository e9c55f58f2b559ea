/** A library with its catalogue in the database, as in the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { createBundles } from '#main/library/bundle/bundle.ts';
import { createImport } from '#main/library/bundle/import.ts';
import { createCatalogue } from '#main/library/catalogue/catalogue.ts';
import { createLibraryStorage } from '#main/library/location/storage.ts';
import { createRelocation } from '#main/library/relocate/relocate.ts';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { openTestDatabase } from '../../storage/test-database.ts';
import {
  call,
  contentsUnder,
  createMemoryLibrary,
  honestItem,
  type MemoryLibrary,
  probeByName,
  writeItem,
} from '../memory-library.ts';

const clock = { now: () => new Date('2026-11-21T12:00:00.000Z') };

/** The library modules on the data folder. */
const openProgram = (memoryLibrary: MemoryLibrary) => {
  const database = openTestDatabase(memoryLibrary.dataFolder);
  const { location, log } = memoryLibrary;
  const catalogue = createCatalogue({ db: database, location, log, clock, inputKeyOf: () => null });
  const keep = (id: string): Item => {
    const item = honestItem(id);
    const ready = location.ready();
    if (!ready.ok) throw new Error('The library is away.');
    writeItem(join(ready.value, `2026-11/${id}`), item);
    catalogue.insert(item, `2026-11/${id}`);
    return item;
  };
  const mover = (disk: Disk = realDisk) =>
    createRelocation({
      dataFolder: memoryLibrary.dataFolder,
      location,
      settings: memoryLibrary.settingsModule,
      list: catalogue.folders,
      cutover: (work) => {
        const changed = database.transaction(() => work());
        return changed.ok ? changed.value : changed;
      },
      freeBytes: async () => null,
      isBusy: () => false,
      log,
      disk,
    });
  const known = (id: Item['id']) => {
    const item = catalogue.get(id);
    if (item.ok) return item;
    return item.error.code === 'item-unknown' ? ok(null) : item;
  };
  const importing = createImport({
    ...{ location, log, known },
    insertAll: catalogue.insertAll,
    probe: probeByName,
    freeBytes: async () => null,
  });
  return { database, catalogue, keep, mover, importing };
};

const ids = ['item-0001', 'item-0002'].map((id) => itemIdSchema.parse(id));
const name = (text: string) => marksChangeSchema.parse({ name: text, addTags: ['dance'] });

test('marks set during a move are in the new location and in the catalogue', async () => {
  const memoryLibrary = createMemoryLibrary();
  const one = openProgram(memoryLibrary);
  for (const id of ids) one.keep(id);
  await one.catalogue.mark(ids, name('before'));
  let copies = 0;
  const disk: Disk = {
    ...realDisk,
    copy: async (from, to, copying) => {
      copies += 1;
      // The first item is already copied.
      if (copies === 9) await one.catalogue.mark(ids.slice(0, 1), name('meanwhile'));
      return realDisk.copy(from, to, copying);
    },
  };
  const to = join(tempFolder(), 'films');
  const moved = await one.mover(disk).move({ to, ...call() });
  const marks = ids.map((id) => {
    const item = one.catalogue.get(id);
    const file = JSON.parse(readFileSync(join(to, `2026-11/${id}/marks.json`), 'utf8'));
    return [file.name, item.ok ? item.value.marks.name : null];
  });
  expect({ moved, marks, ready: memoryLibrary.location.ready() }).toEqual({
    moved: ok(undefined),
    marks: [
      ['meanwhile', 'meanwhile'],
      ['before', 'before'],
    ],
    ready: ok(to),
  });
});

test('a bundle imported into another data folder is listed, searchable and has its marks', async () => {
  const [here, there] = [createMemoryLibrary(), createMemoryLibrary()];
  const [sender, taker] = [openProgram(here), openProgram(there)];
  for (const id of ids) sender.keep(id);
  await sender.catalogue.mark(ids, name('Squats'));
  const bundles = createBundles({
    find: async (id) => {
      const item = sender.catalogue.get(id);
      return item.ok ? ok({ item: item.value, folder: join(here.library(), `2026-11/${id}`) }) : item;
    },
    folder: join(here.dataFolder, 'bundles'),
    freeBytes: async () => null,
    now: clock.now,
    log: here.log,
  });
  const made = await bundles.make({ itemIds: ids, ...call() });
  const path = made.ok ? (bundles.pathOf(made.value.id)?.path ?? '') : '';
  const imported = await taker.importing.importFrom({ path, ...call() });
  const listed = (program: typeof sender) => program.catalogue.list({ offset: 0, limit: 10 });
  expect({ imported, listed: listed(taker), files: contentsUnder(there.library()) }).toEqual({
    imported: ok({ added: 2, known: 0, leftOut: [] }),
    listed: listed(sender),
    files: contentsUnder(here.library()),
  });
});

test('storage counts items of the trash by the catalogue', async () => {
  const memoryLibrary = createMemoryLibrary();
  const { catalogue, keep } = openProgram(memoryLibrary);
  for (const id of ids) keep(id);
  await catalogue.remove(ids.slice(0, 1));
  const storage = createLibraryStorage({
    dataFolder: memoryLibrary.dataFolder,
    workFolder: join(memoryLibrary.dataFolder, 'work'),
    location: memoryLibrary.location,
    list: catalogue.folders,
    oldCopies: () => [],
    freeBytes: async () => null,
  });
  const sizes = (id: string) =>
    Object.values(contentsUnder(join(memoryLibrary.library(), `2026-11/${id}`))).reduce(
      (sum, content) => sum + Buffer.byteLength(content),
      0,
    );
  expect(await storage(call())).toMatchObject({
    ok: true,
    value: { items: 1, trashBytes: sizes('item-0001'), libraryBytes: sizes('item-0002') },
  });
});
