/** Rebuilds from folders that were damaged, moved, or crafted by an attacker. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { marksChangeSchema, noMarks } from '#contract/model/marks.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { failingDisk } from '../../storage/test-disk.ts';
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';

const say = (more: object) => marksChangeSchema.parse(more);

/** Damage to the folder of the only item, and the reported reason. The catalogue is empty. */
test.each<[string, (home: string) => void, LeftAlone['why'] | null]>([
  [
    'written by a newer version',
    (home) => editItem(home, { version: 2, choices: 'of another shape' }),
    'newer',
  ],
  ['of an invalid version', (home) => editItem(home, { version: 0 }), 'senseless'],
  ['of a version that is no number', (home) => editItem(home, { version: '2' }), 'senseless'],
  ['with another id', (home) => editItem(home, { id: 'some-other-id' }), 'misplaced'],
  [
    'whose files leave the folder',
    (home) => editItem(home, { poster: { file: '../../../keys.json' } }),
    'senseless',
  ],
  [
    'whose files are absolute paths',
    (home) => editItem(home, { poster: { file: '/etc/passwd' } }),
    'senseless',
  ],
  [
    'whose files leave the folder with backslashes',
    (home) => editItem(home, { poster: { file: '..\\keys.json' } }),
    'senseless',
  ],
  [
    'with a prompt that is too long',
    (home) => editItem(home, { choices: { prompt: 'x'.repeat(30_000) } }),
    'senseless',
  ],
  ['that is no JSON', (home) => writeFileSync(join(home, 'item.json'), '{"version":1'), 'senseless'],
  ['that is empty', (home) => writeFileSync(join(home, 'item.json'), ''), 'empty'],
  [
    'that iCloud has not downloaded',
    (home) => renameSync(join(home, 'item.json'), join(home, '.item.json.icloud')),
    'empty',
  ],
  [
    'that Nextcloud has not downloaded',
    (home) => renameSync(join(home, 'item.json'), join(home, 'item.json.nextcloud')),
    'empty',
  ],
  ['nested too deeply', (home) => writeFileSync(join(home, 'item.json'), '['.repeat(2_000_000)), 'senseless'],
  ['that is too large', (home) => truncateSync(join(home, 'item.json'), 5 * 1024 * 1024), 'senseless'],
  ['that is missing', (home) => rmSync(join(home, 'item.json')), 'senseless'],
  ['that is a folder', (home) => replaced(join(home, 'item.json'), (path) => mkdirSync(path)), 'senseless'],
  [
    'that is a pipe without a writer',
    (home) => replaced(join(home, 'item.json'), (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])),
    'senseless',
  ],
  [
    'that is a symlink to a valid one',
    (home) => {
      const outside = join(home, '..', '..', '..', 'item.json');
      renameSync(join(home, 'item.json'), outside);
      symlinkSync(outside, join(home, 'item.json'));
    },
    'senseless',
  ],
  [
    'whose folder is a symlink',
    (home) => {
      const outside = join(home, '..', '..', '..', 'outside');
      renameSync(home, outside);
      symlinkSync(outside, home);
    },
    'misplaced',
  ],
  ['with an unknown field', (home) => editItem(home, { mood: 'good' }), null],
])('an item.json %s', async (_, damage, why) => {
  const { tempLibrary, first, home } = await keepSome(1);
  forget(tempLibrary);
  damage(home);
  const before = readdirSync(dirname(home));
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
    why === null
      ? rebuilt({ added: 1, total: 1 })
      : rebuilt({ total: 0, leftAlone: [{ folder: `2026-11/${first}`, why }] }),
  );
  expect(readdirSync(dirname(home))).toEqual(before);
});

const editItem = (home: string, change: object): void => {
  const path = join(home, 'item.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
};
const replaced = (path: string, make: (path: string) => void): void => {
  rmSync(path);
  make(path);
};

test('does not follow a month folder that is a symlink', async () => {
  const { tempLibrary, home } = await keepSome(1);
  forget(tempLibrary);
  const outside = join(tempLibrary.libraryFolder, '..', 'outside');
  renameSync(dirname(home), outside);
  symlinkSync(outside, dirname(home));
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
    rebuilt({ total: 0, leftAlone: [{ folder: '2026-11', why: 'misplaced' }] }),
  );
});

test.each([
  ['garbled', (path: string) => writeFileSync(path, 'garbled')],
  ['gone', (path: string) => rmSync(path)],
])('restores an item.json that is %s from the catalogue', async (_, damage) => {
  const { tempLibrary, ids, home } = await keepSome(2);
  const path = join(home, 'item.json');
  const text = readFileSync(path, 'utf8');
  damage(path);
  const hasGarbled = existsSync(path);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 2 }));
  expect([readFileSync(path, 'utf8'), listed(tempLibrary)]).toEqual([text, ids.toReversed()]);
  const aside = readdirSync(home).filter((name) => name.includes('.broken'));
  expect(aside).toEqual(hasGarbled ? ['item.json.broken-1'] : []);
  expect(tempLibrary.log.lines.map(({ message }) => message)).toContain('item files restored from catalogue');
});

test('the catalogue keeps an item whose files cannot be restored on a read-only disk', async () => {
  const { tempLibrary, ids, home } = await keepSome(1);
  writeFileSync(join(home, 'item.json'), 'garbled');
  const disk = failingDisk(1, 'EROFS', true);
  expect(await rebuildCatalogue({ ...tempLibrary, disk })).toEqual(rebuilt({ total: 1 }));
  expect([listed(tempLibrary), readdirSync(home).includes('item.json')]).toEqual([ids, true]);
});

test('reads marks from the folders', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], say({ name: 'Squats', addTags: ['reel'] }));
  forget(tempLibrary);
  await rebuildCatalogue(tempLibrary);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({
    value: { marks: { name: 'Squats', tags: ['reel'] } },
  });
  writeFileSync(join(home, 'marks.json'), JSON.stringify({ rating: 2 }));
  await rebuildCatalogue(tempLibrary);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { ...noMarks, rating: 2 } } });
});

test.each([
  ['garbled', 'garbled', ['marks.json.broken-1']],
  ['empty', '', ['marks.json.broken-1']],
  ['edited to invalid values', '{"rating": 99}', ['marks.json.broken-1']],
  ['gone', null, []],
])('restores a marks.json that is %s from the catalogue', async (_, text, aside) => {
  const { tempLibrary, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], say({ rating: 4 }));
  const path = join(home, 'marks.json');
  if (text === null) rmSync(path);
  else writeFileSync(path, text);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 1 }));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...noMarks, rating: 4 });
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 4 } } });
  expect(readdirSync(home).filter((name) => name.includes('broken'))).toEqual(aside);
});

test('keeps each malformed marks.json under a free name, and lists the item', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  for (const text of ['first', 'second']) {
    forget(tempLibrary);
    writeFileSync(join(home, 'marks.json'), text);
    expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 1 }));
  }
  const read = (name: string) => readFileSync(join(home, name), 'utf8');
  expect([read('marks.json.broken-1'), read('marks.json.broken-2')]).toEqual(['first', 'second']);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: noMarks } });
  expect(existsSync(join(home, 'marks.json'))).toBe(false);
});

test.each<[string, (path: string, outside: string) => void]>([
  ['a symlink', (path, outside) => symlinkSync(outside, path)],
  ['huge', (path) => writeFileSync(path, `{"rating":5,"notes":"${'x'.repeat(2_000_000)}"}`)],
  ['a folder', (path) => mkdirSync(path)],
  ['a pipe without a writer', (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])],
])('neither reads nor changes a marks.json that is %s', async (_, make) => {
  const { tempLibrary, first, home } = await keepSome(1);
  forget(tempLibrary);
  const outside = join(tempLibrary.libraryFolder, '..', 'marks.json');
  writeFileSync(outside, JSON.stringify({ rating: 5 }));
  make(join(home, 'marks.json'), outside);
  const before = readdirSync(home);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 1 }));
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: noMarks } });
  expect(readdirSync(home)).toEqual(before);
});

test('uses the listed one of two folders with one id, otherwise the older', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  const older = join(tempLibrary.libraryFolder, '2026-10', first);
  cpSync(home, older, { recursive: true });
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
    rebuilt({ total: 1, leftAlone: [{ folder: `2026-10/${first}`, why: 'same-id' }] }),
  );
  expect(tempLibrary.catalogue.folderOf(first)).toEqual(ok(`2026-11/${first}`));
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
    rebuilt({ added: 1, total: 1, leftAlone: [{ folder: `2026-11/${first}`, why: 'same-id' }] }),
  );
  expect(tempLibrary.catalogue.folderOf(first)).toEqual(ok(`2026-10/${first}`));
  writeFileSync(join(older, 'item.json'), 'garbled');
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
    rebuilt({ added: 1, total: 1, leftAlone: [{ folder: `2026-10/${first}`, why: 'senseless' }] }),
  );
});

test('finds an item that the user moved to another month', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], say({ rating: 3 }));
  const other = join(tempLibrary.libraryFolder, '2025-01', first);
  mkdirSync(dirname(other));
  renameSync(home, other);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 1 }));
  expect(tempLibrary.catalogue.folderOf(first)).toEqual(ok(`2025-01/${first}`));
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 3 } } });
});

test('finds results and marks in a month folder that the user renamed', async () => {
  const { tempLibrary, ids, first, home } = await keepSome(3);
  await tempLibrary.catalogue.mark([first], say({ rating: 3 }));
  const renamed = join(tempLibrary.libraryFolder, 'Filmed in autumn');
  renameSync(dirname(home), renamed);
  mkdirSync(join(renamed, 'my own videos'));
  mkdirSync(join(tempLibrary.libraryFolder, 'Holidays', 'Rome'), { recursive: true });
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 3 }));
  expect([listed(tempLibrary), tempLibrary.catalogue.folderOf(first)]).toEqual([
    ids.toReversed(),
    ok(`Filmed in autumn/${first}`),
  ]);
  expect(await tempLibrary.catalogue.mark([first], say({ name: 'Squats' }))).toEqual(ok({ changed: 1 }));
  expect(JSON.parse(readFileSync(join(renamed, first, 'marks.json'), 'utf8'))).toMatchObject({
    name: 'Squats',
    rating: 3,
  });
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 3, total: 3 }));
});

test('restores malformed files of an item in its new month folder', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], say({ rating: 3 }));
  const text = readFileSync(join(home, 'item.json'), 'utf8');
  writeFileSync(join(home, 'item.json'), 'garbled');
  rmSync(join(home, 'marks.json'));
  const renamed = join(tempLibrary.libraryFolder, 'Autumn');
  renameSync(dirname(home), renamed);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 1 }));
  const read = (name: string) => readFileSync(join(renamed, first, name), 'utf8');
  expect([read('item.json'), JSON.parse(read('marks.json'))]).toEqual([text, { ...noMarks, rating: 3 }]);
});

test('removes items without a folder from the catalogue', async () => {
  const { tempLibrary, ids, home } = await keepSome(3);
  rmSync(home, { recursive: true });
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ dropped: 1, total: 2 }));
  expect(listed(tempLibrary)).toEqual(ids.slice(1).toReversed());
});
