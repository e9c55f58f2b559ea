/** Bundles that a file manager unpacked and repacked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { manifestName } from '#main/library/bundle/bundle-manifest.ts';
import { createImport } from '#main/library/bundle/import.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import {
  call,
  contentsUnder,
  createMemoryLibrary,
  honestItem,
  mediaOf,
  probeByName,
  sha256Of,
} from '../memory-library.ts';
import { type ZipEntry, zipOf } from '../zip-bytes.ts';

const ids = ['item-0001', 'item-0002'];

/** The files that the program packs, by path. */
const packed = (): readonly ZipEntry[] => {
  const filesOf = (id: string) => ({ 'item.json': JSON.stringify(honestItem(id)), ...mediaOf(id) });
  const items = ids.map((id) => ({
    id,
    files: Object.entries(filesOf(id)).map(([name, content]) => ({
      name,
      sizeBytes: Buffer.byteLength(content),
      sha256: sha256Of(content),
    })),
  }));
  const manifest = { version: 1, createdAt: '2026-11-21T12:00:00.000Z', items };
  return [
    ...ids.flatMap((id) =>
      Object.entries(filesOf(id)).map(([name, content]) => ({ name: `${id}/${name}`, content })),
    ),
    { name: manifestName, content: JSON.stringify(manifest) },
  ];
};

const under =
  (top: string) =>
  (entries: readonly ZipEntry[]): readonly ZipEntry[] =>
    entries.map((entry) => ({ ...entry, name: `${top}${entry.name}` }));

const folder = (name: string): ZipEntry => ({ name, content: '', mode: 0o040755 });
const junk = (...names: string[]): readonly ZipEntry[] =>
  names.map((name) => ({ name, content: '\0\u0005\u0016\u0007' }));

const withEvery =
  (more: Partial<ZipEntry>) =>
  (entries: readonly ZipEntry[]): readonly ZipEntry[] =>
    entries.map((entry) => ({ ...entry, ...more }));

const accented = 'R\u00e9sultats d\u2019\u00e9t\u00e9/';

const repacked: readonly [string, (entries: readonly ZipEntry[]) => readonly ZipEntry[]][] = [
  ['unchanged', (entries) => entries],
  ['in a folder at the top', under('results/')],
  ['in a folder in a folder', under('results/results/')],
  ['in a folder with accents, decomposed', under(accented.normalize('NFD'))],
  [
    'in a folder with accents, without an encoding flag',
    (entries) => withEvery({ isUnflagged: true })(under(accented)(entries)),
  ],
  ['in a folder with the name of the bundle', under('understudy-2-results-2026-11-21.zip/')],
  ['with ./ before each name', under('./')],
  [
    'with backslashes',
    (entries) =>
      under('results/')(entries).map((entry) => ({ ...entry, name: entry.name.replaceAll('/', '\\') })),
  ],
  ['deflated', withEvery({ isPacked: true })],
  ['with lengths after each file', withEvery({ isPacked: true, hasDescriptor: true })],
  ['stored, with lengths after each file', withEvery({ hasDescriptor: true })],
  [
    'with an entry for each folder',
    (entries) => [
      folder('results/'),
      ...ids.map((id) => folder(`results/${id}/`)),
      ...under('results/')(entries),
    ],
  ],
  ['without permissions, as on Windows', withEvery({ mode: 0 })],
  [
    'in upper case, as on a camera card',
    (entries) => under('RESULTS/')(entries).map((entry) => ({ ...entry, name: entry.name.toUpperCase() })),
  ],
  ['with the manifest first', (entries) => under('results/')([...entries].reverse())],
  [
    'by macOS',
    (entries) => [
      folder('results/'),
      ...junk('results/.DS_Store', '__MACOSX/._results', 'results/item-0001/.DS_Store'),
      ...entries.flatMap((entry) => [
        { ...entry, name: `results/${entry.name}`, isPacked: true, hasDescriptor: true },
        ...junk(`__MACOSX/results/${entry.name.replace(/([^/]+)$/, '._$1')}`),
      ]),
    ],
  ],
  [
    'by Windows after a sync service',
    (entries) => [
      ...under('results\\')(entries),
      ...junk(
        'results\\Thumbs.db',
        'results\\desktop.ini',
        'results\\.dropbox.attr',
        'results\\item-0001\\Desktop.ini',
      ),
    ],
  ],
  [
    'with a link and a duplicate name among service files',
    (entries) => [
      ...entries,
      { name: '__MACOSX/link', content: '/etc/passwd', mode: 0o120777 },
      { name: '.DS_Store', content: 'once' },
      { name: '.DS_Store', content: 'twice' },
    ],
  ],
  [
    'with the same bundle unpacked in a lower folder',
    (entries) => [...entries, ...under('copies/one/')(entries)],
  ],
];

const importFrom = async (path: string) => {
  const memoryLibrary = createMemoryLibrary();
  const imported = await createImport({
    location: memoryLibrary.location,
    known: memoryLibrary.known,
    insertAll: memoryLibrary.insertAll,
    probe: probeByName,
    freeBytes: async () => null,
    log: memoryLibrary.log,
  }).importFrom({ path, ...call() });
  return { imported, files: contentsUnder(memoryLibrary.library()) };
};

const expected = Object.fromEntries(
  packed()
    .filter(({ name }) => name !== manifestName)
    .map(({ name, content }) => [`2026-11/${name}`, content]),
);

test.each(repacked)('imports a bundle packed %s', async (_, pack) => {
  const path = join(tempFolder(), 'b.zip');
  writeFileSync(path, zipOf(pack(packed())));
  expect(await importFrom(path)).toEqual({
    imported: ok({ added: 2, known: 0, leftOut: [] }),
    files: expected,
  });
});

test('refuses a zip file of two bundles', async () => {
  const path = join(tempFolder(), 'b.zip');
  writeFileSync(path, zipOf([...under('one/')(packed()), ...under('two/')(packed())]));
  expect(await importFrom(path)).toMatchObject({
    imported: { ok: false, error: { code: 'bundle-broken', reason: 'several-bundles' } },
    files: {},
  });
});

test('leaves out a result whose file is empty in a repacked bundle', async () => {
  const path = join(tempFolder(), 'b.zip');
  const entries = packed().map((entry) =>
    entry.name === 'item-0002/result.mp4' ? { ...entry, content: '' } : entry,
  );
  writeFileSync(path, zipOf(under('results/')(entries)));
  const { imported } = await importFrom(path);
  expect(imported).toEqual(ok({ added: 1, known: 0, leftOut: [{ folder: 'item-0002', why: 'senseless' }] }));
});

test('imports an unpacked bundle as a folder and ignores service files', async () => {
  const root = tempFolder();
  for (const { name, content } of [
    ...under('results/')(packed()),
    ...junk(
      'results/.DS_Store',
      'results/item-0001/._result.mp4',
      'results/@eaDir/item.json',
      '__MACOSX/item-0001/item.json',
    ),
    ...junk(...Array.from({ length: 60 }, (_, index) => `results/item-0001/._${index}`)),
  ]) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  expect(await importFrom(root)).toEqual({
    imported: ok({ added: 2, known: 0, leftOut: [] }),
    files: expected,
  });
});
