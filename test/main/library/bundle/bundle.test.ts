import { existsSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { type BundleDeps, createBundles } from '#main/library/bundle/bundle.ts';
import { manifestName, manifestSchema } from '#main/library/bundle/bundle-manifest.ts';
import { createTestLog } from '../../storage/test-log.ts';
import { call, createMemoryLibrary, type MemoryLibrary, sha256Of } from '../memory-library.ts';

const now = new Date('2026-11-21T12:00:00.000Z');

const createTestLibrary = (memoryLibrary: MemoryLibrary, more: Partial<BundleDeps> = {}) => {
  const folder = join(memoryLibrary.dataFolder, 'bundles');
  const bundles = createBundles({
    find: async (id) => memoryLibrary.find(id),
    folder,
    freeBytes: async () => null,
    now: () => now,
    log: createTestLog(),
    ...more,
  });
  return { folder, ...bundles };
};

const idsOf = (...ids: string[]) => ids.map((id) => itemIdSchema.parse(id));

/** All files of a zip, by name. */
const unzip = async (path: string): Promise<Readonly<Record<string, string>>> => {
  const zip = await openPromise(path);
  const files: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    files[entry.fileName] = Buffer.concat(chunks).toString('utf8');
  }
  return files;
};

const filled = () => {
  const memoryLibrary = createMemoryLibrary();
  for (const id of ['item-0001', 'item-0002']) memoryLibrary.keep(id);
  memoryLibrary.mark('item-0002', { name: 'Squats' });
  return memoryLibrary;
};

test('a bundle holds each item in a folder, and a manifest with sizes and hashes', async () => {
  const memoryLibrary = filled();
  const { make, pathOf } = createTestLibrary(memoryLibrary);
  const made = await make({ itemIds: idsOf('item-0001', 'item-0002'), ...call() });
  if (!made.ok) throw new Error(made.error.code);
  const { [manifestName]: manifestText = '', ...files } = await unzip(pathOf(made.value.id)?.path ?? '');
  const manifest = manifestSchema.parse(JSON.parse(manifestText));
  const listed = Object.fromEntries(
    manifest.items.flatMap(({ id, files: inside }) =>
      inside.map(({ name, ...print }) => [`${id}/${name}`, print]),
    ),
  );
  expect({ made, createdAt: manifest.createdAt, names: Object.keys(files), listed }).toEqual({
    made: ok({
      id: made.value.id,
      name: 'understudy-2-results-2026-11-21.zip',
      sizeBytes: expect.any(Number),
      items: 2,
    }),
    createdAt: now.toISOString(),
    names: [
      ...['item.json', 'character.jpg', 'motion.mp4', 'result.mp4', 'poster.jpg'].map(
        (name) => `item-0001/${name}`,
      ),
      ...['item.json', 'marks.json', 'character.jpg', 'motion.mp4', 'result.mp4', 'poster.jpg'].map(
        (name) => `item-0002/${name}`,
      ),
    ],
    listed: Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        { sizeBytes: Buffer.byteLength(content), sha256: sha256Of(content) },
      ]),
    ),
  });
});

test('a bundle holds an item that is requested twice once', async () => {
  const { make } = createTestLibrary(filled());
  expect(await make({ itemIds: idsOf('item-0001', 'item-0001'), ...call() })).toMatchObject({
    ok: true,
    value: { items: 1 },
  });
});

test('progress increases to 1', async () => {
  const fractions: (number | null)[] = [];
  const { make } = createTestLibrary(filled());
  await make({
    itemIds: idsOf('item-0001'),
    ...call({ onProgress: (fraction) => fractions.push(fraction) }),
  });
  expect([fractions.length > 3, fractions.at(-1)]).toEqual([true, 1]);
});

test('leaves no files when cancelled midway', async () => {
  const stop = new AbortController();
  const { make, folder } = createTestLibrary(filled());
  const made = await make({
    itemIds: idsOf('item-0001', 'item-0002'),
    ...call({ signal: stop.signal, onProgress: () => stop.abort() }),
  });
  expect([made, readdirSync(folder)]).toEqual([
    { ok: false, error: { code: 'cancelled', charged: 'no' } },
    [],
  ]);
});

test('does not start a bundle that exceeds the free space', async () => {
  const { make, folder } = createTestLibrary(filled(), { freeBytes: async () => 10 });
  expect([await make({ itemIds: idsOf('item-0001'), ...call() }), readdirSync(folder)]).toEqual([
    { ok: false, error: { code: 'disk-full', charged: 'no', subject: 'bundles' } },
    [],
  ]);
});

test('fails with the name of a missing file, without a bundle', async () => {
  const memoryLibrary = filled();
  rmSync(memoryLibrary.path('item-0002', 'motion.mp4'));
  const { make } = createTestLibrary(memoryLibrary);
  expect(await make({ itemIds: idsOf('item-0001', 'item-0002'), ...call() })).toEqual({
    ok: false,
    error: { code: 'item-files-missing', charged: 'no', subject: 'motion.mp4' },
  });
});

test.each<[string, string, (path: string) => void]>([
  ...['item.json', 'marks.json', 'character.jpg', 'motion.mp4', 'poster.jpg', 'result.mp4'].map(
    (name): [string, string, (path: string) => void] => ['is empty', name, (path) => writeFileSync(path, '')],
  ),
  [
    'that iCloud has not downloaded',
    'result.mp4',
    (path) => renameSync(path, join(path, '..', '.result.mp4.icloud')),
  ],
  ['that Nextcloud has not downloaded', 'motion.mp4', (path) => renameSync(path, `${path}.nextcloud`)],
])('fails with the name of a file %s, without a bundle (%s)', async (_, name, change) => {
  const memoryLibrary = filled();
  memoryLibrary.mark('item-0002', { rating: 3 });
  change(memoryLibrary.path('item-0002', name));
  const { make, folder } = createTestLibrary(memoryLibrary);
  const made = await make({ itemIds: idsOf('item-0001', 'item-0002'), ...call() });
  expect([made, existsSync(folder)]).toEqual([
    { ok: false, error: { code: 'item-file-empty', charged: 'no', subject: name } },
    false,
  ]);
});

test('refuses an unknown item', async () => {
  const { make } = createTestLibrary(filled());
  expect(await make({ itemIds: idsOf('item-0009'), ...call() })).toMatchObject({
    ok: false,
    error: { code: 'item-unknown' },
  });
});

test('a bundle is available until it is a day old or discarded', async () => {
  const { make, pathOf, cleanup, discard } = createTestLibrary(filled());
  const made = [];
  for (const id of ['item-0001', 'item-0002', 'item-0001'])
    made.push(await make({ itemIds: idsOf(id), ...call() }));
  const [old, discarded, fresh] = made.map((one) => {
    if (!one.ok) throw new Error(one.error.code);
    return one.value.id;
  });
  if (old === undefined || discarded === undefined || fresh === undefined) throw new Error('Not made.');
  for (const id of [old, discarded, fresh]) {
    const path = pathOf(id)?.path ?? '';
    utimesSync(path, now, new Date(now.getTime() - (id === old ? 25 : 23) * 3_600_000));
  }
  await discard(discarded);
  await cleanup();
  expect([old, discarded, fresh].map((id) => existsSync(pathOf(id)?.path ?? ''))).toEqual([
    false,
    false,
    true,
  ]);
});

test('removes partial bundles of a killed program after a day', async () => {
  const { make, folder, cleanup } = createTestLibrary(filled());
  await make({ itemIds: idsOf('item-0001'), ...call() });
  const half = join(folder, '.half.zip');
  writeFileSync(half, 'PK');
  utimesSync(half, now, new Date(now.getTime() - 25 * 3_600_000));
  await cleanup();
  expect(existsSync(half)).toBe(false);
});
