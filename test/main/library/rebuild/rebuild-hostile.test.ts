/** Making the catalogue again from folders that somebody damaged, moved, or made to do harm. */
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
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';
import { failingSyncDisk } from '../test-sync-disk.ts';

const say = (more: object) => marksChangeSchema.parse(more);

/** What is left alone, by what was done to the only item's folder. The list knows nothing of it. */
test.each<[string, (home: string) => void, LeftAlone['why'] | null]>([
  [
    'written by a newer version',
    (home) => editItem(home, { version: 2, choices: 'of another shape' }),
    'newer',
  ],
  ['of a version that there never was', (home) => editItem(home, { version: 0 }), 'senseless'],
  ['of a version that is no number', (home) => editItem(home, { version: '2' }), 'senseless'],
  ['of another id', (home) => editItem(home, { id: 'some-other-id' }), 'misplaced'],
  [
    'whose files climb out of the folder',
    (home) => editItem(home, { poster: { file: '../../../keys.json' } }),
    'senseless',
  ],
  ['whose files are full paths', (home) => editItem(home, { poster: { file: '/etc/passwd' } }), 'senseless'],
  [
    'whose files climb the way of Windows',
    (home) => editItem(home, { poster: { file: '..\\keys.json' } }),
    'senseless',
  ],
  [
    'with a prompt longer than any',
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
  [
    'nested without end',
    (home) => writeFileSync(join(home, 'item.json'), '['.repeat(2_000_000)),
    'senseless',
  ],
  ['larger than any', (home) => truncateSync(join(home, 'item.json'), 5 * 1024 * 1024), 'senseless'],
  ['that is gone', (home) => rmSync(join(home, 'item.json')), 'senseless'],
  ['that is a folder', (home) => replaced(join(home, 'item.json'), (path) => mkdirSync(path)), 'senseless'],
  [
    'that is a pipe which nobody fills',
    (home) => replaced(join(home, 'item.json'), (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])),
    'senseless',
  ],
  [
    'that is a link to one that is well',
    (home) => {
      const outside = join(home, '..', '..', '..', 'item.json');
      renameSync(join(home, 'item.json'), outside);
      symlinkSync(outside, join(home, 'item.json'));
    },
    'senseless',
  ],
  [
    'whose folder is a link',
    (home) => {
      const outside = join(home, '..', '..', '..', 'outside');
      renameSync(home, outside);
      symlinkSync(outside, home);
    },
    'misplaced',
  ],
  ['with a field more than we know', (home) => editItem(home, { mood: 'good' }), null],
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

test('a month that is a link is not followed', async () => {
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
])('an item.json that is %s is written again while the list still knows it', async (_, damage) => {
  const { tempLibrary, ids, home } = await keepSome(2);
  const path = join(home, 'item.json');
  const text = readFileSync(path, 'utf8');
  damage(path);
  const hasGarbled = existsSync(path);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 2 }));
  expect([readFileSync(path, 'utf8'), listed(tempLibrary)]).toEqual([text, ids.toReversed()]);
  const aside = readdirSync(home).filter((name) => name.includes('.broken'));
  expect(aside).toEqual(hasGarbled ? ['item.json.broken-1'] : []);
  expect(tempLibrary.log.lines.map(({ message }) => message)).toContain(
    'files of an item were gone or garbled and are written again from the list',
  );
});

test('where the disk takes no writing, the list keeps what it knows', async () => {
  const { tempLibrary, ids, home } = await keepSome(1);
  writeFileSync(join(home, 'item.json'), 'garbled');
  const disk = failingSyncDisk(1, 'EROFS', true);
  expect(await rebuildCatalogue({ ...tempLibrary, disk })).toEqual(rebuilt({ total: 1 }));
  expect([listed(tempLibrary), readdirSync(home).includes('item.json')]).toEqual([ids, true]);
});

test('what people said is read again from the folders', async () => {
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
  ['hand-edited beyond sense', '{"rating": 99}', ['marks.json.broken-1']],
  ['gone', null, []],
])('a marks.json that is %s is written again while the list still knows it', async (_, text, aside) => {
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

test('a garbled marks.json is set aside each time under a name of its own, and keeps no item out', async () => {
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
  ['a link', (path, outside) => symlinkSync(outside, path)],
  ['huge', (path) => writeFileSync(path, `{"rating":5,"notes":"${'x'.repeat(2_000_000)}"}`)],
  ['a folder', (path) => mkdirSync(path)],
  ['a pipe which nobody fills', (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])],
])('a marks.json that is %s is neither followed nor read nor touched', async (_, make) => {
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

test('of two folders with one id the one in the list is taken, and else the older', async () => {
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

test('an item that somebody put under another month is found there', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], say({ rating: 3 }));
  const other = join(tempLibrary.libraryFolder, '2025-01', first);
  mkdirSync(dirname(other));
  renameSync(home, other);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 1 }));
  expect(tempLibrary.catalogue.folderOf(first)).toEqual(ok(`2025-01/${first}`));
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 3 } } });
});

test('a month that a person gave another name keeps its results, and what was said of them', async () => {
  const { tempLibrary, ids, first, home } = await keepSome(3);
  await tempLibrary.catalogue.mark([first], say({ rating: 3 }));
  const renamed = join(tempLibrary.libraryFolder, 'Filmed in autumn');
  renameSync(dirname(home), renamed);
  mkdirSync(join(renamed, 'my own clips'));
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

test('what the list knows of an item under another month is written again there, where it is garbled', async () => {
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

test('what has no folder any more leaves the list', async () => {
  const { tempLibrary, ids, home } = await keepSome(3);
  rmSync(home, { recursive: true });
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ dropped: 1, total: 2 }));
  expect(listed(tempLibrary)).toEqual(ids.slice(1).toReversed());
});
