/** Marks of items: equal in folder and catalogue, with concurrent writers and disk errors. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import {
  type Marks,
  type MarksChange,
  marksChangeSchema,
  marksSchema,
  noMarks,
} from '#contract/model/marks.ts';
import { createCatalogue } from '#main/library/catalogue/catalogue.ts';
import { settleMarks } from '#main/library/catalogue/marks-unsettled.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { failingDisk } from '../../storage/test-disk.ts';
import { createTempLibrary, type TempLibrary } from '../temp-library.ts';

const say = (more: Partial<MarksChange>): MarksChange => marksChangeSchema.parse(more);

const keepItems = async (tempLibrary: TempLibrary, count: number): Promise<readonly ItemId[]> => {
  const ids: ItemId[] = [];
  for (let index = 0; index < count; index += 1) {
    const kept = await tempLibrary.keep(tempLibrary.request(`j${index}`, `2026-11-21T10:00:0${index}.000Z`));
    if (kept.ok) ids.push(kept.value.id);
  }
  return ids;
};

const markedLibrary = async (count: number, more: Parameters<typeof createTempLibrary>[0] = {}) => {
  const tempLibrary = createTempLibrary(more);
  const ids = await keepItems(tempLibrary, count);
  const pathOf = (id: ItemId) => {
    const folder = tempLibrary.catalogue.folderOf(id);
    return join(tempLibrary.libraryFolder, folder.ok ? folder.value : '', 'marks.json');
  };
  return {
    tempLibrary,
    catalogue: tempLibrary.catalogue,
    ids,
    pathOf,
    inFile: (id: ItemId): Marks | null =>
      existsSync(pathOf(id)) ? marksSchema.parse(JSON.parse(readFileSync(pathOf(id), 'utf8'))) : null,
    inList: (id: ItemId): Marks | null => {
      const item = tempLibrary.catalogue.get(id);
      return item.ok ? item.value.marks : null;
    },
  };
};

const unknown = itemIdSchema.parse('none-0000');

test('writes marks to the folder and the catalogue, without changing item.json', async () => {
  const { catalogue, ids, inFile, inList, pathOf } = await markedLibrary(1);
  const [id = unknown] = ids;
  const description = readFileSync(join(pathOf(id), '..', 'item.json'), 'utf8');
  expect(inFile(id)).toBeNull();
  const change = say({ name: 'Squats', rating: 4, addTags: ['reel'], isFavourite: true, notes: 'fine' });
  expect(await catalogue.mark([id], change)).toEqual(ok({ changed: 1 }));
  const expected: Marks = {
    name: 'Squats',
    isFavourite: true,
    rating: 4,
    tags: ['reel'],
    notes: 'fine',
    removedAt: null,
  };
  expect([inFile(id), inList(id)]).toEqual([expected, expected]);
  expect(readFileSync(join(pathOf(id), '..', 'item.json'), 'utf8')).toBe(description);
});

test('setting equal marks changes nothing, and an item without marks has no file', async () => {
  const { catalogue, ids, inFile } = await markedLibrary(2);
  const [first = unknown, second = unknown] = ids;
  await catalogue.mark([first], say({ rating: 3 }));
  expect(await catalogue.mark(ids, say({ rating: 3 }))).toEqual(ok({ changed: 1 }));
  expect(await catalogue.mark([second], say({ rating: 0 }))).toEqual(ok({ changed: 1 }));
  expect(await catalogue.mark([first], say({}))).toEqual(ok({ changed: 0 }));
  expect([inFile(first)?.rating, inFile(second)]).toEqual([3, noMarks]);
});

test('moving to the trash and back leaves the files in place', async () => {
  const { tempLibrary, catalogue, ids, inFile } = await markedLibrary(2);
  const files = tempLibrary.files();
  expect(await catalogue.remove(ids)).toEqual(ok({ changed: 2 }));
  expect(ids.map((id) => inFile(id)?.removedAt)).toEqual([
    '2026-11-21T10:05:00.000Z',
    '2026-11-21T10:05:00.000Z',
  ]);
  expect(catalogue.list({ offset: 0, limit: 10 })).toEqual(ok({ items: [], total: 0 }));
  expect(tempLibrary.files().filter((name) => !name.endsWith('marks.json'))).toEqual(files);
  expect(await catalogue.restore(ids)).toEqual(ok({ changed: 2 }));
  expect(catalogue.list({ offset: 0, limit: 10 })).toMatchObject({ value: { total: 2 } });
});

test('returns the folder and marks of every item, including the trash', async () => {
  const { catalogue, ids, inList } = await markedLibrary(2);
  await catalogue.remove(ids.slice(0, 1));
  const [first = unknown, second = unknown] = ids;
  expect(catalogue.folders()).toEqual(
    ok([
      { id: first, folder: `2026-11/${first}`, marks: inList(first), isInTrash: true },
      { id: second, folder: `2026-11/${second}`, marks: noMarks, isInTrash: false },
    ]),
  );
});

test('skips unknown ids, and fails where all are unknown', async () => {
  const { catalogue, ids } = await markedLibrary(1);
  expect(await catalogue.mark([unknown, ...ids, ...ids], say({ rating: 1 }))).toEqual(ok({ changed: 1 }));
  expect(await catalogue.mark([unknown], say({ rating: 1 }))).toEqual(fail('item-unknown'));
  expect(await catalogue.remove([unknown])).toEqual(fail('item-unknown'));
});

test('changes no item where one would get too many tags', async () => {
  const { catalogue, ids, inList } = await markedLibrary(2);
  const [first = unknown, second = unknown] = ids;
  const many = Array.from({ length: 50 }, (_, n) => `tag ${n}`);
  await catalogue.mark([second], say({ addTags: many }));
  expect(await catalogue.mark(ids, say({ addTags: ['more'] }))).toMatchObject({
    error: { code: 'bad-request' },
  });
  expect(inList(first)).toEqual(noMarks);
});

describe.each<[string, AppError['code']]>([
  ['ENOSPC', 'disk-full'],
  ['EROFS', 'folder-unwritable'],
  ['EACCES', 'folder-unwritable'],
  ['EIO', 'library-away'],
  ['ENOENT', 'item-files-missing'],
])('a disk that fails with %s', (errno, code) => {
  test.each([1, 2, 3])(
    `before the file is replaced (operation %i) changes nothing and returns ${code}`,
    async (n) => {
      const { tempLibrary, catalogue, ids, inFile, inList } = await markedLibrary(1, {
        disk: failingDisk(n, errno),
      });
      const [id = unknown] = ids;
      const files = tempLibrary.files();
      expect(await catalogue.mark(ids, say({ rating: 5 }))).toMatchObject({ ok: false, error: { code } });
      expect([inFile(id), inList(id), tempLibrary.files()]).toEqual([null, noMarks, files]);
      expect(await catalogue.mark(ids, say({ rating: 5 }))).toEqual(ok({ changed: 1 }));
      expect([inFile(id)?.rating, inList(id)?.rating]).toEqual([5, 5]);
    },
  );
});

test('a disk that fails after the file is replaced: the catalogue follows the folder, and the error is returned', async () => {
  const { catalogue, ids, inFile, inList } = await markedLibrary(1, { disk: failingDisk(4, 'ENOSPC') });
  const [id = unknown] = ids;
  expect(await catalogue.mark(ids, say({ rating: 5 }))).toMatchObject({ error: { code: 'disk-full' } });
  expect([inFile(id)?.rating, inList(id)?.rating]).toEqual([5, 5]);
});

test.each([
  ['once', false],
  ['permanently', true],
])(
  'a disk that fails %s while many items are marked: the catalogue agrees with the folders',
  async (_, isForGood) => {
    for (let n = 1; n <= 12; n += 1) {
      const disk = failingDisk(n, 'ENOSPC', isForGood);
      const { catalogue, ids, inFile, inList } = await markedLibrary(3, { disk });
      expect(await catalogue.mark(ids, say({ rating: 2 }))).toMatchObject({ error: { code: 'disk-full' } });
      const files = ids.map((id) => inFile(id) ?? noMarks);
      expect({ n, list: ids.map(inList) }).toEqual({ n, list: files });
    }
  },
);

test('a full database: the catalogue follows the folder later, and the next change builds on it', async () => {
  const { tempLibrary, catalogue, ids, inFile, inList } = await markedLibrary(3);
  const [first = unknown] = ids;
  await catalogue.mark(ids, say({ rating: 1 }));
  const pages = tempLibrary.db.read((sql) => sql.all('PRAGMA max_page_count'));
  tempLibrary.db.read((sql) => sql.all('PRAGMA max_page_count = 1'));
  const change = say({ rating: 5, notes: 'x'.repeat(20_000) });
  expect(await catalogue.mark(ids, change)).toMatchObject({ error: { code: 'disk-full' } });
  expect(ids.map((id) => inFile(id)?.rating)).toEqual([5, 1, 1]);

  const most = pages.ok ? Object.values(pages.value[0] ?? {})[0] : 0;
  tempLibrary.db.read((sql) => sql.all(`PRAGMA max_page_count = ${most}`));
  expect(await catalogue.mark([first], say({ name: 'Later' }))).toEqual(ok({ changed: 1 }));
  expect(inList(first)).toMatchObject({ rating: 5, name: 'Later' });
  settleMarks({ ...tempLibrary, location: { ready: () => ok(tempLibrary.libraryFolder) } });
  expect(ids.map((id) => inList(id)?.rating)).toEqual([5, 1, 1]);
});

test('reports a library that is away, and writes nothing', async () => {
  const away = fail('library-away', { subject: 'results' });
  const { tempLibrary } = await markedLibrary(1);
  const other = createTempLibrary({
    location: { folder: () => tempLibrary.libraryFolder, ready: () => away },
  });
  expect(await other.catalogue.mark([unknown], say({ rating: 1 }))).toEqual(away);
});

test('reports a read-only folder', async () => {
  const { catalogue, ids, pathOf, inList } = await markedLibrary(1);
  const [id = unknown] = ids;
  chmodSync(join(pathOf(id), '..'), 0o500);
  const marked = await catalogue.mark([id], say({ rating: 1 }));
  chmodSync(join(pathOf(id), '..'), 0o700);
  // Permissions do not apply to the administrator.
  if (process.getuid?.() === 0) expect(marked).toEqual(ok({ changed: 1 }));
  else expect([marked, inList(id)]).toMatchObject([{ error: { code: 'folder-unwritable' } }, noMarks]);
});

test('reports an item whose folder is missing', async () => {
  const { catalogue, ids, pathOf, inList } = await markedLibrary(1);
  const [id = unknown] = ids;
  rmSync(join(pathOf(id), '..'), { recursive: true });
  expect(await catalogue.mark([id], say({ rating: 1 }))).toEqual(fail('item-files-missing'));
  expect(inList(id)).toEqual(noMarks);
});

test('an item whose folder is missing can be moved to the trash, and is restored if its folder returns', async () => {
  const { tempLibrary, catalogue, ids, pathOf, inList } = await markedLibrary(1);
  const [id = unknown] = ids;
  const aside = join(tempLibrary.libraryFolder, '..', 'aside');
  renameSync(join(pathOf(id), '..'), aside);
  expect(await catalogue.remove([id])).toEqual(ok({ changed: 1 }));
  expect(inList(id)?.removedAt).toBe('2026-11-21T10:05:00.000Z');
  renameSync(aside, join(pathOf(id), '..'));
  await rebuildCatalogue(tempLibrary);
  expect(await catalogue.restore([id])).toEqual(ok({ changed: 1 }));
  expect(inList(id)).toEqual(noMarks);
});

test('marks set while the library is moved are written to the new location', async () => {
  const { tempLibrary, ids, inFile } = await markedLibrary(1);
  const [id = unknown] = ids;
  const to = join(tempLibrary.libraryFolder, '..', 'moved');
  cpSync(tempLibrary.libraryFolder, to, { recursive: true });
  let folder = tempLibrary.libraryFolder;
  const db: typeof tempLibrary.db = {
    ...tempLibrary.db,
    transaction: (work) => {
      folder = to;
      return tempLibrary.db.transaction(work);
    },
  };
  const catalogue = createCatalogue({
    ...tempLibrary,
    db,
    location: { ready: () => ok(folder) },
    inputKeyOf: () => null,
  });
  expect(await catalogue.mark([id], say({ rating: 4 }))).toEqual(ok({ changed: 1 }));
  const moved = readFileSync(join(to, '2026-11', id, 'marks.json'), 'utf8');
  expect([inFile(id), JSON.parse(moved).rating]).toEqual([null, 4]);
});

test('does not write through symlinks, neither as marks.json nor as a folder', async () => {
  const { tempLibrary, catalogue, ids, pathOf, inFile } = await markedLibrary(2);
  const [first = unknown, second = unknown] = ids;
  const outside = join(tempLibrary.libraryFolder, '..', 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'secret');
  symlinkSync(join(outside, 'secret'), pathOf(first));
  symlinkSync(join(outside, 'secret'), join(pathOf(first), '..', '.marks.json.part'));
  expect(await catalogue.mark([first], say({ rating: 1 }))).toEqual(ok({ changed: 1 }));
  expect([readFileSync(join(outside, 'secret'), 'utf8'), inFile(first)?.rating]).toEqual(['secret', 1]);

  const home = join(pathOf(second), '..');
  renameSync(home, join(outside, 'home'));
  symlinkSync(join(outside, 'home'), home);
  expect(await catalogue.mark([second], say({ rating: 1 }))).toEqual(fail('item-files-missing'));
  expect(existsSync(join(outside, 'home', 'marks.json'))).toBe(false);
});

test('marks more items than one batch holds', async () => {
  const { tempLibrary, catalogue, ids } = await markedLibrary(1);
  const [id = unknown] = ids;
  const item = catalogue.get(id);
  const copies = Array.from({ length: 250 }, (_, n) => itemIdSchema.parse(`copy-${1000 + n}`));
  for (const copy of copies) {
    mkdirSync(join(tempLibrary.libraryFolder, '2026-11', copy));
    if (item.ok) catalogue.insert({ ...item.value, id: copy }, `2026-11/${copy}`);
  }
  expect(await catalogue.mark([...copies, unknown], say({ isFavourite: true }))).toEqual(
    ok({ changed: 250 }),
  );
  expect(catalogue.overview()).toMatchObject({ ok: true, value: { total: 251, favourites: 250 } });
});

test('keeps all marks that are set concurrently', async () => {
  const { tempLibrary, ids, inFile, inList } = await markedLibrary(1);
  const [id = unknown] = ids;
  const other = tempLibrary;
  await Promise.all([
    tempLibrary.catalogue.mark(ids, say({ addTags: ['from one'] })),
    other.catalogue.mark(ids, say({ addTags: ['from two'] })),
    tempLibrary.catalogue.mark(ids, say({ rating: 4 })),
    other.catalogue.mark(ids, say({ name: 'Named in two' })),
    tempLibrary.catalogue.remove(ids),
    other.catalogue.mark(ids, say({ isFavourite: true, removeTags: ['from one'] })),
  ]);
  const expected = {
    ...noMarks,
    name: 'Named in two',
    rating: 4,
    isFavourite: true,
    tags: ['from two'],
    removedAt: '2026-11-21T10:05:00.000Z',
  };
  expect([inFile(id), inList(id)]).toEqual([expected, expected]);
  expect(other.catalogue.get(id)).toMatchObject({ ok: true, value: { marks: expected } });
});
