import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { itemIdSchema, type KeptItem } from '#contract/model/item.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import { noMarks } from '#contract/model/marks.ts';
import { createOpenFile } from '#main/library/item/open-file.ts';
import { rebuildCatalogue, rebuildIfEmpty } from '#main/library/rebuild/rebuild.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';
import { createShelf, type Shelf } from '../temp-library.ts';

const id = (text: string) => itemIdSchema.parse(text);

/** Keeps results of jobs made a second apart, oldest first. */
const keepSome = async (shelf: Shelf, count: number): Promise<readonly KeptItem[]> => {
  const items: KeptItem[] = [];
  for (let index = 0; index < count; index += 1) {
    const kept = await shelf.keep(shelf.request(`j${index}`, `2026-11-21T10:00:0${index}.000Z`));
    if (kept.ok) items.push({ ...kept.value, marks: noMarks });
  }
  return items;
};

test('the newest results come first, page by page', async () => {
  const shelf = createShelf();
  const items = await keepSome(shelf, 5);
  const newestFirst = items.toReversed();
  expect(shelf.catalogue.list({ offset: 0, limit: 2 })).toEqual({
    ok: true,
    value: { items: newestFirst.slice(0, 2), total: 5 },
  });
  expect(shelf.catalogue.list({ offset: 4, limit: 2 })).toEqual({
    ok: true,
    value: { items: newestFirst.slice(4), total: 5 },
  });
});

test('one result is found by its id, and an unknown one is told so', async () => {
  const shelf = createShelf();
  const [item] = await keepSome(shelf, 1);
  expect(shelf.catalogue.get(item?.id ?? id('none-0000'))).toEqual({ ok: true, value: item });
  expect(shelf.catalogue.get(id('none-0000'))).toEqual(fail('item-unknown'));
  expect(shelf.catalogue.folderOf(id('none-0000'))).toEqual(fail('item-unknown'));
});

test('an entry that makes no sense is named in the log and left out', async () => {
  const shelf = createShelf();
  await keepSome(shelf, 2);
  shelf.db.transaction((sql) =>
    sql.run(`UPDATE items SET item = '{}' WHERE json_extract(item, '$.jobId') = 'j0'`),
  );
  const listed = shelf.catalogue.list({ offset: 0, limit: 10 });
  expect(listed.ok && listed.value.items.map(({ jobId }) => jobId)).toEqual(['j1']);
  expect(shelf.log.lines[0]?.level).toBe('error');
});

const rebuilt = (more: Partial<Rebuilt>) => ({
  ok: true,
  value: { added: 0, dropped: 0, total: 0, leftAlone: [], ...more },
});

test('a catalogue that was lost is made again from the folders', async () => {
  const shelf = createShelf();
  const items = await keepSome(shelf, 3);
  shelf.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ added: 3, total: 3 }));
  expect(shelf.catalogue.list({ offset: 0, limit: 10 })).toEqual({
    ok: true,
    value: { items: items.toReversed(), total: 3 },
  });
  const { file } = createOpenFile(shelf);
  expect(await file({ itemId: items[0]?.id ?? id('none-0000'), file: 'result' })).toMatchObject({ ok: true });
});

test('a catalogue that knows something is not made again at each start', async () => {
  const shelf = createShelf();
  await keepSome(shelf, 2);
  shelf.db.transaction((sql) => sql.run(`DELETE FROM items WHERE json_extract(item, '$.jobId') = 'j0'`));
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ total: 1 }));
  expect(await rebuildCatalogue(shelf)).toEqual(rebuilt({ added: 1, total: 2 }));
  expect(shelf.catalogue.count()).toEqual({ ok: true, value: 2 });
});

test('a library that does not exist yet is empty', async () => {
  expect(await rebuildIfEmpty(createShelf())).toEqual(rebuilt({}));
});

test('folders that hold no item are left alone and left out', async () => {
  const shelf = createShelf();
  const [item] = await keepSome(shelf, 1);
  const month = join(shelf.libraryFolder, '2026-11');
  mkdirSync(join(month, 'empty'));
  mkdirSync(join(month, 'garbage'));
  writeFileSync(join(month, 'garbage', 'item.json'), '{');
  mkdirSync(join(month, 'renamed'));
  writeFileSync(join(month, 'renamed', 'item.json'), JSON.stringify(item));
  mkdirSync(join(shelf.libraryFolder, '.incoming-x'));
  mkdirSync(join(shelf.libraryFolder, 'my notes', 'x'), { recursive: true });
  shelf.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildCatalogue(shelf)).toEqual(
    rebuilt({
      added: 1,
      total: 1,
      leftAlone: [
        { folder: '2026-11/empty', why: 'senseless' },
        { folder: '2026-11/garbage', why: 'senseless' },
        { folder: '2026-11/renamed', why: 'misplaced' },
      ],
    }),
  );
});

const openedShelf = async () => {
  const shelf = createShelf();
  const [item] = await keepSome(shelf, 1);
  if (item === undefined) throw new Error('Nothing was kept.');
  const { file, folder } = createOpenFile(shelf);
  const home = folder(item.id);
  return { shelf, item, file, home: home.ok ? home.value : '' };
};

test('each file of an item has a path inside its folder and a name for people', async () => {
  const { item, file, home } = await openedShelf();
  const names = await Promise.all(
    (['result', 'poster', 'image', 'video'] as const).map((name) => file({ itemId: item.id, file: name })),
  );
  expect(names).toEqual([
    {
      ok: true,
      value: { path: join(home, 'result.mp4'), downloadName: 'anna-squats-kling-v2.6-pro.mp4' },
    },
    { ok: true, value: { path: join(home, 'poster.jpg'), downloadName: 'poster.jpg' } },
    { ok: true, value: { path: join(home, 'character.jpg'), downloadName: 'character.jpg' } },
    { ok: true, value: { path: join(home, 'motion.mp4'), downloadName: 'motion.mp4' } },
  ]);
});

test('an item that nobody knows, and a file that somebody removed, are told apart', async () => {
  const { item, file, home } = await openedShelf();
  expect(await file({ itemId: id('none-0000'), file: 'result' })).toEqual(fail('item-unknown'));
  rmSync(join(home, 'result.mp4'));
  expect(await file({ itemId: item.id, file: 'result' })).toEqual(
    fail('item-files-missing', { subject: 'result.mp4' }),
  );
});

test('a link that leads out of the item’s folder is not followed', async () => {
  const { shelf, item, file, home } = await openedShelf();
  const secret = join(shelf.libraryFolder, '..', 'keys.json');
  writeFileSync(secret, '{}');
  rmSync(join(home, 'poster.jpg'));
  symlinkSync(secret, join(home, 'poster.jpg'));
  expect(await file({ itemId: item.id, file: 'poster' })).toMatchObject({
    ok: false,
    error: { code: 'item-files-missing' },
  });
});

test('a folder that is a link out of the library is not followed', async () => {
  const { shelf, item, file, home } = await openedShelf();
  const outside = join(shelf.libraryFolder, '..', 'outside');
  renameSync(home, outside);
  symlinkSync(outside, home);
  expect(await file({ itemId: item.id, file: 'result' })).toMatchObject({
    ok: false,
    error: { code: 'item-files-missing' },
  });
});

test('a catalogue entry that names a folder or file elsewhere opens nothing', async () => {
  const { shelf, item, file } = await openedShelf();
  writeFileSync(join(shelf.libraryFolder, '..', 'result.mp4'), 'outside');
  shelf.db.transaction((sql) => sql.run(`UPDATE items SET folder = '..'`));
  expect(await file({ itemId: item.id, file: 'result' })).toMatchObject({ ok: false });
  expect(() => itemOf(jobRecord('j1'), { result: { ...item.result, file: '../keys.json' } })).toThrow();
});

test('files of a library that is away are told apart from files that are gone', async () => {
  const { shelf, item } = await openedShelf();
  const away = fail('library-away', { subject: 'results' });
  const { file } = createOpenFile({ ...shelf, place: { folder: () => '/nowhere', ready: () => away } });
  expect(await file({ itemId: item.id, file: 'result' })).toEqual(away);
});

test('an entry that is no JSON any more is left out, and everything else goes on', async () => {
  const shelf = createShelf();
  const [first, second] = await keepSome(shelf, 2);
  shelf.db.transaction((sql) => sql.run(`UPDATE items SET item = 'no JSON' WHERE id = ?`, first?.id ?? ''));
  const listed = shelf.catalogue.list({ offset: 0, limit: 10 });
  expect(listed.ok && listed.value.items).toEqual([second]);
  expect(shelf.catalogue.get(first?.id ?? id('none-0000'))).toEqual(fail('item-unknown'));
  expect(await rebuildCatalogue(shelf)).toEqual(rebuilt({ total: 2 }));
  expect(shelf.catalogue.list({ offset: 0, limit: 10 })).toMatchObject({ value: { items: [second, first] } });
});
