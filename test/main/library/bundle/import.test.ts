import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { fail, ok } from '#contract/errors.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { createBundles } from '#main/library/bundle/bundle.ts';
import { manifestName } from '#main/library/bundle/bundle-manifest.ts';
import { createImport, type ImportDeps } from '#main/library/bundle/import.ts';
import { folderOperations } from '#main/storage/atomic.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import {
  call,
  contentsUnder,
  createMemoryLibrary,
  filesUnder,
  honestItem,
  type MemoryLibrary,
  mediaOf,
  probeByName,
  sha256Of,
  writeItem,
} from '../memory-library.ts';
import { type ZipEntry, zipOf } from '../zip-bytes.ts';

const importInto = (memoryLibrary: MemoryLibrary, more: Partial<ImportDeps> = {}) =>
  createImport({
    location: memoryLibrary.location,
    known: memoryLibrary.known,
    insertAll: memoryLibrary.insertAll,
    probe: probeByName,
    freeBytes: async () => null,
    log: memoryLibrary.log,
    ...more,
  });

const filled = () => {
  const memoryLibrary = createMemoryLibrary();
  for (const id of ['item-0001', 'item-0002']) memoryLibrary.keep(id);
  memoryLibrary.mark('item-0002', { name: 'Squats', tags: ['dance'], rating: 5 });
  return memoryLibrary;
};

const bundleOf = async (memoryLibrary: MemoryLibrary): Promise<string> => {
  const bundles = createBundles({
    find: async (id) => memoryLibrary.find(id),
    folder: join(memoryLibrary.dataFolder, 'bundles'),
    freeBytes: async () => null,
    now: () => new Date('2026-11-21T12:00:00.000Z'),
    log: memoryLibrary.log,
  });
  const made = await bundles.make({ itemIds: [...memoryLibrary.rows.keys()], ...call() });
  if (!made.ok) throw new Error(made.error.code);
  return bundles.pathOf(made.value.id)?.path ?? '';
};

/** The parts of a bundle of one item, for tests to modify. */
type Parts = { item: object; media: Record<string, string>; id: string };
const parts = (id = 'item-0001'): Parts => ({ item: honestItem(id), media: { ...mediaOf(id) }, id });

const entriesOf = ({ item, media, id }: Parts): readonly ZipEntry[] =>
  Object.entries({ 'item.json': JSON.stringify(item), ...media }).map(([name, content]) => ({
    name: `${id}/${name}`,
    content,
  }));

const manifestEntry = (
  entries: readonly ZipEntry[],
  change: (manifest: { items: { id: string; files: object[] }[] }) => object = (same) => same,
): ZipEntry => {
  const ids = [...new Set(entries.map(({ name }) => name.split('/')[0] ?? ''))];
  const files = (id: string) =>
    entries
      .filter(({ name }) => name.startsWith(`${id}/`))
      .map(({ name, content, claimedBytes }) => ({
        name: name.slice(id.length + 1),
        sizeBytes: claimedBytes ?? Buffer.byteLength(content),
        sha256: sha256Of(content),
      }));
  const manifest = {
    version: 1,
    createdAt: '2026-11-21T12:00:00.000Z',
    items: ids.map((id) => ({ id, files: files(id) })),
  };
  return { name: manifestName, content: JSON.stringify(change(manifest)) };
};

const write = (bytes: Buffer | string): string => {
  const path = join(tempFolder(), 'results.zip');
  writeFileSync(path, bytes);
  return path;
};

test('a bundle imported on another machine has the same files and marks', async () => {
  const [here, there] = [filled(), createMemoryLibrary()];
  const imported = await importInto(there).importFrom({ path: await bundleOf(here), ...call() });
  const withoutMarks = (memoryLibrary: MemoryLibrary) =>
    Object.entries(contentsUnder(memoryLibrary.library())).filter(([path]) => !path.endsWith('marks.json'));
  expect({ imported, files: withoutMarks(there), rows: [...there.rows.values()] }).toEqual({
    imported: ok({ added: 2, known: 0, leftOut: [] }),
    files: withoutMarks(here),
    rows: [...here.rows.values()],
  });
});

test('a second import reports all items as known and keeps marks that were set since', async () => {
  const [here, there] = [filled(), createMemoryLibrary()];
  const path = await bundleOf(here);
  await importInto(there).importFrom({ path, ...call() });
  there.mark('item-0002', { name: 'Mine' });
  const imported = await importInto(there).importFrom({ path, ...call() });
  expect({ imported, name: there.rows.get(itemIdSchema.parse('item-0002'))?.marks.name }).toEqual({
    imported: ok({ added: 0, known: 2, leftOut: [] }),
    name: 'Mine',
  });
});

test('imports another result with a known id under a new id, and recognises it the next time', async () => {
  const there = filled();
  const other = parts();
  other.media['result.mp4'] = 'another result';
  other.item = honestItem('item-0001', other.media);
  const entries = entriesOf(other);
  const path = write(zipOf([...entries, manifestEntry(entries)]));
  const first = await importInto(there).importFrom({ path, ...call() });
  const again = await importInto(there).importFrom({ path, ...call() });
  const added = [...there.rows.values()].at(-1);
  const folder = join(there.library(), added?.folder ?? '');
  expect({
    first,
    again,
    count: there.rows.size,
    written: JSON.parse(readFileSync(join(folder, 'item.json'), 'utf8')).id,
    result: readFileSync(join(folder, 'result.mp4'), 'utf8'),
    old: readFileSync(there.path('item-0001', 'result.mp4'), 'utf8'),
  }).toEqual({
    first: ok({ added: 1, known: 0, leftOut: [] }),
    again: ok({ added: 0, known: 1, leftOut: [] }),
    count: 3,
    written: added?.item.id,
    result: 'another result',
    old: 'result of item-0001',
  });
});

test('imports items of the trash outside the trash', async () => {
  const [here, there] = [filled(), createMemoryLibrary()];
  here.mark('item-0001', { removedAt: '2026-10-01T12:00:00.000Z', name: 'Old' });
  await importInto(there).importFrom({ path: await bundleOf(here), ...call() });
  expect(there.rows.get(itemIdSchema.parse('item-0001'))?.marks).toMatchObject({
    removedAt: null,
    name: 'Old',
  });
});

test.each<[string, (memoryLibrary: MemoryLibrary) => string]>([
  ['the folder of one item', (memoryLibrary) => join(memoryLibrary.library(), '2026-11/item-0002')],
  ['a whole library folder', (memoryLibrary) => memoryLibrary.library()],
])('imports %s', async (_, pathOf) => {
  const [here, there] = [filled(), createMemoryLibrary()];
  const imported = await importInto(there).importFrom({ path: pathOf(here), ...call() });
  const id = itemIdSchema.parse('item-0002');
  expect({ imported, row: there.rows.get(id) }).toEqual({
    imported: ok({ added: pathOf(here) === here.library() ? 2 : 1, known: 0, leftOut: [] }),
    row: here.rows.get(id),
  });
});

test('refuses a folder without a result', async () => {
  const path = tempFolder();
  expect(await importInto(createMemoryLibrary()).importFrom({ path, ...call() })).toMatchObject({
    ok: false,
    error: { code: 'bundle-broken' },
  });
});

test('does not follow links in a folder', async () => {
  const [here, there] = [filled(), createMemoryLibrary()];
  const secret = join(tempFolder(), 'secret.mp4');
  writeFileSync(secret, 'result of item-0001');
  const result = here.path('item-0001', 'result.mp4');
  renameSync(result, `${result}.old`);
  symlinkSync(secret, result);
  symlinkSync(join(here.library(), '2026-11'), join(here.library(), '2026-12'));
  const imported = await importInto(there).importFrom({ path: here.library(), ...call() });
  expect(imported).toEqual(
    ok({ added: 1, known: 0, leftOut: [{ folder: '2026-11/item-0001', why: 'senseless' }] }),
  );
});

/** Each bundle is refused as a whole, before anything is unpacked. */
const refused: readonly [string, () => Buffer | string][] = [
  ['a file that is no zip file', () => 'hello'],
  ['an empty file', () => ''],
  ['a truncated zip file', () => zipOf([{ name: manifestName, content: '{}' }]).subarray(0, 40)],
  ['a zip file without a manifest', () => zipOf(entriesOf(parts()))],
  ['a malformed manifest', () => zipOf([{ name: manifestName, content: '{"version":1}' }])],
  ['a manifest that is no JSON', () => zipOf([{ name: manifestName, content: '{' }])],
  [
    'a manifest of a newer version',
    () => {
      const entries = entriesOf(parts());
      return zipOf([...entries, manifestEntry(entries, (manifest) => ({ ...manifest, version: 2 }))]);
    },
  ],
  [
    'a manifest of 100 MB',
    () => zipOf([{ name: manifestName, content: Buffer.alloc(100_000_000, ' '), isPacked: true }]),
  ],
  [
    'a manifest that names an item twice',
    () => {
      const entries = entriesOf(parts());
      const twice = manifestEntry(entries, (manifest) => ({
        ...manifest,
        items: [...manifest.items, ...manifest.items],
      }));
      return zipOf([...entries, twice]);
    },
  ],
  ['a path that leaves the folder', () => zipOf([...whole(), { name: '../../evil.txt', content: 'evil' }])],
  [
    'a path that leaves the folder after entering it',
    () => zipOf([...whole(), { name: 'item-0001/../../evil', content: 'evil' }]),
  ],
  ['an absolute path', () => zipOf([...whole(), { name: '/etc/evil', content: 'evil' }])],
  ['a path with a drive letter', () => zipOf([...whole(), { name: 'C:/evil', content: 'evil' }])],
  ['a path with backslashes', () => zipOf([...whole(), { name: 'item-0001\\..\\evil', content: 'evil' }])],
  ['two files with one name', () => zipOf([...whole(), { name: 'item-0001/result.mp4', content: 'other' }])],
  [
    'two files whose names differ only in case',
    () => zipOf([...whole(), { name: 'item-0001/Result.mp4', content: 'other' }]),
  ],
  [
    'a link',
    () => zipOf([...whole(), { name: 'item-0001/link.mp4', content: '/etc/passwd', mode: 0o120777 }]),
  ],
  ['a device', () => zipOf([...whole(), { name: 'item-0001/null', content: '', mode: 0o020666 }])],
  [
    'an encrypted file',
    () => zipOf([...whole(), { name: 'item-0001/x.mp4', content: 'x'.repeat(20), isEncrypted: true }]),
  ],
  [
    'an unknown compression method',
    () => zipOf([...whole(), { name: 'item-0001/x.mp4', content: 'x', method: 99, claimedBytes: 1 }]),
  ],
  [
    'a file with an excessive compression ratio',
    () =>
      zipOf([...whole(), { name: 'item-0001/big.mp4', content: Buffer.alloc(60_000_000), isPacked: true }]),
  ],
  [
    'a file with a stated size of four gigabytes',
    () =>
      zipOf([
        ...whole(),
        { name: 'item-0001/big.mp4', content: 'x', isPacked: true, claimedBytes: 0xfffffffe },
      ]),
  ],
];
const whole = (): readonly ZipEntry[] => {
  const entries = entriesOf(parts());
  return [...entries, manifestEntry(entries)];
};

test('imports the base bundle of the malformed ones', async () => {
  const memoryLibrary = createMemoryLibrary();
  const imported = await importInto(memoryLibrary).importFrom({ path: write(zipOf(whole())), ...call() });
  expect([imported, filesUnder(memoryLibrary.library()).length]).toEqual([
    ok({ added: 1, known: 0, leftOut: [] }),
    5,
  ]);
});

test('imports a bundle in the zip format for more than 4 GB', async () => {
  const memoryLibrary = createMemoryLibrary();
  const zip = new ZipFile();
  for (const { name, content } of whole())
    zip.addBuffer(Buffer.from(content), name, { compress: false, forceZip64Format: true });
  zip.end({ forceZip64Format: true, comment: '' });
  const path = write(await buffer(zip.outputStream));
  const imported = await importInto(memoryLibrary).importFrom({ path, ...call() });
  expect([imported, filesUnder(memoryLibrary.library()).length]).toEqual([
    ok({ added: 1, known: 0, leftOut: [] }),
    5,
  ]);
});

test.each(refused)('refuses %s without writing files', async (_, make) => {
  const memoryLibrary = createMemoryLibrary();
  const unpacked: string[] = [];
  const files = {
    ...folderOperations,
    makeFolder: async (folder: string) => {
      unpacked.push(folder);
      return folderOperations.makeFolder(folder);
    },
  };
  const imported = await importInto(memoryLibrary, { files }).importFrom({ path: write(make()), ...call() });
  expect({
    imported,
    unpacked,
    files: filesUnder(memoryLibrary.dataFolder),
    count: memoryLibrary.rows.size,
  }).toEqual({
    imported: {
      ok: false,
      error: { code: 'bundle-broken', charged: 'no', subject: 'results.zip', reason: expect.any(String) },
    },
    unpacked: [],
    files: [],
    count: 0,
  });
});

const changedItem = (change: (item: Item) => object) => (bundle: Parts) => {
  bundle.item = change(honestItem('item-0001'));
};
const renamedMedia = (name: string) => (bundle: Parts) => {
  const { 'result.mp4': result = '', ...rest } = bundle.media;
  bundle.media = { ...rest, [name]: result };
  const item = honestItem('item-0001');
  bundle.item = { ...item, result: { ...item.result, file: name } };
};

/** Each item is left out and named; the valid item beside it is imported. */
const leftOut: readonly [string, 'senseless' | 'newer' | 'misplaced', (bundle: Parts) => void][] = [
  ['an item.json of a newer version', 'newer', changedItem((item) => ({ ...item, version: 7 }))],
  ['a malformed item.json', 'senseless', changedItem(() => ({ version: 1 }))],
  ['an item.json that is no JSON', 'senseless', changedItem(() => ({ toJSON: () => 'hello' }))],
  ['an item with another id', 'misplaced', changedItem((item) => ({ ...item, id: 'item-0666' }))],
  [
    'a result that is no media',
    'senseless',
    (bundle) => {
      bundle.media['result.mp4'] = 'no media';
      bundle.item = honestItem('item-0001', bundle.media);
    },
  ],
  [
    'an image that is a video',
    'senseless',
    (bundle) => {
      const { 'character.jpg': imagePath = '', ...rest } = bundle.media;
      bundle.media = { ...rest, 'character.mp4': imagePath };
      const item = honestItem('item-0001');
      bundle.item = { ...item, image: { ...item.image, file: 'character.mp4' } };
    },
  ],
  [
    'a missing result',
    'senseless',
    (bundle) => {
      delete bundle.media['result.mp4'];
    },
  ],
  [
    'a result that is not the item’s',
    'senseless',
    (bundle) => {
      bundle.media['result.mp4'] = 'exchanged';
    },
  ],
  [
    'a file name that leaves the folder',
    'senseless',
    changedItem((item) => ({ ...item, result: { ...item.result, file: '../../evil.mp4' } })),
  ],
  [
    'a file name with a backslash',
    'senseless',
    changedItem((item) => ({ ...item, result: { ...item.result, file: '..\\evil.mp4' } })),
  ],
  ['a name that Windows reserves', 'misplaced', renamedMedia('con.mp4')],
  ['a name with an NTFS stream', 'misplaced', renamedMedia('result.mp4:hidden')],
  ['a name that ends in a dot', 'misplaced', renamedMedia('result.')],
  [
    'two files of an item with one name',
    'misplaced',
    changedItem((item) => ({ ...item, poster: { file: 'character.jpg' } })),
  ],
  [
    'media that would overwrite item.json',
    'misplaced',
    changedItem((item) => ({ ...item, poster: { file: 'item.json' } })),
  ],
];

test.each(leftOut)('leaves out and names %s, and imports the rest', async (_, why, twist) => {
  const memoryLibrary = createMemoryLibrary();
  const twisted = parts();
  twist(twisted);
  const entries = [...entriesOf(twisted), ...entriesOf(parts('item-0002'))];
  const path = write(zipOf([...entries, manifestEntry(entries)]));
  const imported = await importInto(memoryLibrary).importFrom({ path, ...call() });
  expect({
    imported,
    rows: [...memoryLibrary.rows.keys()],
    folders: readdirSync(memoryLibrary.library()),
  }).toEqual({
    imported: ok({ added: 1, known: 0, leftOut: [{ folder: 'item-0001', why }] }),
    rows: ['item-0002'],
    folders: ['2026-11'],
  });
});

/** The manifest misstates a file of the first item. */
const misstatements: readonly [string, (file: { name: string }) => object][] = [
  ['the wrong hash', (file) => ({ ...file, sha256: 'f'.repeat(64) })],
  ['the wrong size', (file) => ({ ...file, sizeBytes: 3 })],
  ['a missing name', (file) => ({ ...file, name: 'other.mp4' })],
  ['a name that leaves the folder', (file) => ({ ...file, name: '../item-0002/result.mp4' })],
];
test.each(misstatements)('leaves out an item for which the manifest states %s', async (_, lie) => {
  const memoryLibrary = createMemoryLibrary();
  const entries = [...entriesOf(parts()), ...entriesOf(parts('item-0002'))];
  const lying = manifestEntry(entries, (manifest) => ({
    ...manifest,
    items: manifest.items.map((item) => ({
      ...item,
      files: item.files.map((file) =>
        item.id === 'item-0001' && 'name' in file && file.name === 'result.mp4'
          ? lie({ ...file, name: 'result.mp4' })
          : file,
      ),
    })),
  }));
  const imported = await importInto(memoryLibrary).importFrom({
    path: write(zipOf([...entries, lying])),
    ...call(),
  });
  expect([imported, [...memoryLibrary.rows.keys()]]).toEqual([
    ok({ added: 1, known: 0, leftOut: [{ folder: 'item-0001', why: 'senseless' }] }),
    ['item-0002'],
  ]);
});

test('leaves out a compressed file that is longer than stated', async () => {
  const memoryLibrary = createMemoryLibrary();
  const entries = entriesOf(parts()).map((entry) =>
    entry.name.endsWith('result.mp4')
      ? { ...entry, content: Buffer.alloc(9_000_000), isPacked: true, claimedBytes: 19 }
      : entry,
  );
  const path = write(zipOf([...entries, manifestEntry(entries)]));
  const imported = await importInto(memoryLibrary).importFrom({ path, ...call() });
  expect([imported, filesUnder(memoryLibrary.library())]).toEqual([
    ok({ added: 0, known: 0, leftOut: [{ folder: 'item-0001', why: 'senseless' }] }),
    [],
  ]);
});

test('imports an item with a malformed marks.json', async () => {
  const memoryLibrary = createMemoryLibrary();
  const bundle = parts();
  bundle.media['marks.json'] = '{"rating": "many"';
  const entries = entriesOf(bundle);
  const path = write(zipOf([...entries, manifestEntry(entries)]));
  const imported = await importInto(memoryLibrary).importFrom({ path, ...call() });
  expect([imported, filesUnder(memoryLibrary.library()).includes('2026-11/item-0001/marks.json')]).toEqual([
    ok({ added: 1, known: 0, leftOut: [] }),
    false,
  ]);
});

test('leaves no files and no rows when cancelled at any file', async () => {
  const path = await bundleOf(filled());
  const stops = [];
  for (let at = 1; at <= 12; at += 1) {
    const memoryLibrary = createMemoryLibrary();
    const stop = new AbortController();
    let calls = 0;
    const onProgress = () => {
      calls += 1;
      if (calls === at) stop.abort();
    };
    const imported = await importInto(memoryLibrary).importFrom({
      path,
      ...call({ signal: stop.signal, onProgress }),
    });
    stops.push([
      imported,
      filesUnder(memoryLibrary.library()),
      readdirSync(memoryLibrary.library()),
      memoryLibrary.rows.size,
    ]);
  }
  expect(stops).toEqual(
    stops.map(() => [{ ok: false, error: { code: 'cancelled', charged: 'no' } }, [], [], 0]),
  );
});

test('reports a full disk before it is filled, and leaves no files', async () => {
  const memoryLibrary = createMemoryLibrary();
  const path = await bundleOf(filled());
  const imported = await importInto(memoryLibrary, { freeBytes: async () => 100 }).importFrom({
    path,
    ...call(),
  });
  expect([imported, readdirSync(memoryLibrary.library())]).toEqual([
    { ok: false, error: { code: 'disk-full', charged: 'no', subject: 'library' } },
    [],
  ]);
});

test('removes the folders of items that cannot be inserted into the catalogue', async () => {
  const memoryLibrary = createMemoryLibrary();
  const insertAll = () => fail('disk-full', { subject: 'understudy.db' });
  const imported = await importInto(memoryLibrary, { insertAll }).importFrom({
    path: await bundleOf(filled()),
    ...call(),
  });
  expect([imported, filesUnder(memoryLibrary.library())]).toEqual([insertAll(), []]);
});

test('fails the import without leaving out items where media cannot be probed', async () => {
  const memoryLibrary = createMemoryLibrary();
  const probe = async () => fail('tool-missing', { subject: 'ffprobe', reason: 'not-found' });
  const imported = await importInto(memoryLibrary, { probe }).importFrom({
    path: await bundleOf(filled()),
    ...call(),
  });
  expect([imported, readdirSync(memoryLibrary.library())]).toEqual([
    fail('tool-missing', { subject: 'ffprobe', reason: 'not-found' }),
    [],
  ]);
});

test('lists an item whose folder exists and that the catalogue lacks', async () => {
  const [here, there] = [filled(), createMemoryLibrary()];
  there.location.ready();
  writeItem(join(there.library(), '2026-11/item-0001'), honestItem('item-0001'));
  writeItem(join(there.library(), '2026-11/item-0002'), honestItem('item-0002', { 'result.mp4': 'other' }), {
    'result.mp4': 'other',
  });
  const imported = await importInto(there).importFrom({ path: await bundleOf(here), ...call() });
  expect([imported, [...there.rows.keys()]]).toEqual([
    ok({ added: 1, known: 0, leftOut: [{ folder: 'item-0002', why: 'same-id' }] }),
    ['item-0001'],
  ]);
});

test('refuses imports while the library’s disk is away', async () => {
  const memoryLibrary = createMemoryLibrary();
  memoryLibrary.settings.libraryFolder = join(tempFolder(), 'films');
  const imported = await importInto(memoryLibrary).importFrom({ path: await bundleOf(filled()), ...call() });
  expect(imported).toEqual({ ok: false, error: { code: 'library-away', charged: 'no', subject: 'films' } });
});

test('reports a missing bundle', async () => {
  const path = join(tempFolder(), 'none.zip');
  expect(await importInto(createMemoryLibrary()).importFrom({ path, ...call() })).toMatchObject({
    ok: false,
    error: { code: 'file-missing', subject: 'none.zip' },
  });
});

test('removes staging folders of killed imports at the next start', async () => {
  const memoryLibrary = createMemoryLibrary();
  memoryLibrary.location.ready();
  const aside = ['1-aaaaaaaa', '2-bbbbbbbb'].map((name) =>
    join(memoryLibrary.library(), `.importing-${name}`),
  );
  for (const folder of aside) mkdirSync(folder);
  await importInto(memoryLibrary).cleanup();
  expect(aside.map((folder) => existsSync(folder))).toEqual([false, false]);
});
