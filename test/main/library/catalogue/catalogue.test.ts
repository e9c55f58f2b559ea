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
import { createTempLibrary, type TempLibrary } from '../temp-library.ts';

const id = (text: string) => itemIdSchema.parse(text);

/** Saves results of jobs created a second apart, oldest first. */
const keepSome = async (tempLibrary: TempLibrary, count: number): Promise<readonly KeptItem[]> => {
  const items: KeptItem[] = [];
  for (let index = 0; index < count; index += 1) {
    const kept = await tempLibrary.keep(tempLibrary.request(`j${index}`, `2026-11-21T10:00:0${index}.000Z`));
    if (kept.ok) items.push({ ...kept.value, marks: noMarks });
  }
  return items;
};

test('lists the newest results first, in pages', async () => {
  const tempLibrary = createTempLibrary();
  const items = await keepSome(tempLibrary, 5);
  const newestFirst = items.toReversed();
  expect(tempLibrary.catalogue.list({ offset: 0, limit: 2 })).toEqual({
    ok: true,
    value: { items: newestFirst.slice(0, 2), total: 5 },
  });
  expect(tempLibrary.catalogue.list({ offset: 4, limit: 2 })).toEqual({
    ok: true,
    value: { items: newestFirst.slice(4), total: 5 },
  });
});

test('finds a result by its id, and reports an unknown id', async () => {
  const tempLibrary = createTempLibrary();
  const [item] = await keepSome(tempLibrary, 1);
  expect(tempLibrary.catalogue.get(item?.id ?? id('none-0000'))).toEqual({ ok: true, value: item });
  expect(tempLibrary.catalogue.get(id('none-0000'))).toEqual(fail('item-unknown'));
  expect(tempLibrary.catalogue.folderOf(id('none-0000'))).toEqual(fail('item-unknown'));
});

test('logs and omits a malformed entry', async () => {
  const tempLibrary = createTempLibrary();
  await keepSome(tempLibrary, 2);
  tempLibrary.db.transaction((sql) =>
    sql.run(`UPDATE items SET item = '{}' WHERE json_extract(item, '$.jobId') = 'j0'`),
  );
  const listed = tempLibrary.catalogue.list({ offset: 0, limit: 10 });
  expect(listed.ok && listed.value.items.map(({ jobId }) => jobId)).toEqual(['j1']);
  expect(tempLibrary.log.lines[0]?.level).toBe('error');
});

const rebuilt = (more: Partial<Rebuilt>) => ({
  ok: true,
  value: { added: 0, dropped: 0, total: 0, leftAlone: [], ...more },
});

test('rebuilds a lost catalogue from the folders', async () => {
  const tempLibrary = createTempLibrary();
  const items = await keepSome(tempLibrary, 3);
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ added: 3, total: 3 }));
  expect(tempLibrary.catalogue.list({ offset: 0, limit: 10 })).toEqual({
    ok: true,
    value: { items: items.toReversed(), total: 3 },
  });
  const { file } = createOpenFile(tempLibrary);
  expect(await file({ itemId: items[0]?.id ?? id('none-0000'), file: 'result' })).toMatchObject({ ok: true });
});

test('does not rebuild a catalogue that has items at start', async () => {
  const tempLibrary = createTempLibrary();
  await keepSome(tempLibrary, 2);
  tempLibrary.db.transaction((sql) =>
    sql.run(`DELETE FROM items WHERE json_extract(item, '$.jobId') = 'j0'`),
  );
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ total: 1 }));
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 2 }));
  expect(tempLibrary.catalogue.count()).toEqual({ ok: true, value: 2 });
});

test('a library that does not exist is empty', async () => {
  expect(await rebuildIfEmpty(createTempLibrary())).toEqual(rebuilt({}));
});

test('skips folders that hold no item, without changing them', async () => {
  const tempLibrary = createTempLibrary();
  const [item] = await keepSome(tempLibrary, 1);
  const month = join(tempLibrary.libraryFolder, '2026-11');
  mkdirSync(join(month, 'empty'));
  mkdirSync(join(month, 'garbage'));
  writeFileSync(join(month, 'garbage', 'item.json'), '{');
  mkdirSync(join(month, 'renamed'));
  writeFileSync(join(month, 'renamed', 'item.json'), JSON.stringify(item));
  mkdirSync(join(tempLibrary.libraryFolder, '.incoming-x'));
  mkdirSync(join(tempLibrary.libraryFolder, 'my notes', 'x'), { recursive: true });
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildCatalogue(tempLibrary)).toEqual(
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

const openedLibrary = async () => {
  const tempLibrary = createTempLibrary();
  const [item] = await keepSome(tempLibrary, 1);
  if (item === undefined) throw new Error('No result was saved.');
  const { file, folder } = createOpenFile(tempLibrary);
  const home = folder(item.id);
  return { tempLibrary, item, file, home: home.ok ? home.value : '' };
};

test('returns a path inside the item’s folder and a descriptive name for each file', async () => {
  const { item, file, home } = await openedLibrary();
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

test('distinguishes an unknown item from a missing file', async () => {
  const { item, file, home } = await openedLibrary();
  expect(await file({ itemId: id('none-0000'), file: 'result' })).toEqual(fail('item-unknown'));
  rmSync(join(home, 'result.mp4'));
  expect(await file({ itemId: item.id, file: 'result' })).toEqual(
    fail('item-files-missing', { subject: 'result.mp4' }),
  );
});

test('does not follow a symlink that leaves the item’s folder', async () => {
  const { tempLibrary, item, file, home } = await openedLibrary();
  const secret = join(tempLibrary.libraryFolder, '..', 'keys.json');
  writeFileSync(secret, '{}');
  rmSync(join(home, 'poster.jpg'));
  symlinkSync(secret, join(home, 'poster.jpg'));
  expect(await file({ itemId: item.id, file: 'poster' })).toMatchObject({
    ok: false,
    error: { code: 'item-files-missing' },
  });
});

test('does not follow a folder that is a symlink out of the library', async () => {
  const { tempLibrary, item, file, home } = await openedLibrary();
  const outside = join(tempLibrary.libraryFolder, '..', 'outside');
  renameSync(home, outside);
  symlinkSync(outside, home);
  expect(await file({ itemId: item.id, file: 'result' })).toMatchObject({
    ok: false,
    error: { code: 'item-files-missing' },
  });
});

test('opens nothing for a catalogue entry that names a folder or file outside the library', async () => {
  const { tempLibrary, item, file } = await openedLibrary();
  writeFileSync(join(tempLibrary.libraryFolder, '..', 'result.mp4'), 'outside');
  tempLibrary.db.transaction((sql) => sql.run(`UPDATE items SET folder = '..'`));
  expect(await file({ itemId: item.id, file: 'result' })).toMatchObject({ ok: false });
  expect(() => itemOf(jobRecord('j1'), { result: { ...item.result, file: '../keys.json' } })).toThrow();
});

test('distinguishes files of a library that is away from missing files', async () => {
  const { tempLibrary, item } = await openedLibrary();
  const away = fail('library-away', { subject: 'results' });
  const { file } = createOpenFile({
    ...tempLibrary,
    location: { folder: () => '/nowhere', ready: () => away },
  });
  expect(await file({ itemId: item.id, file: 'result' })).toEqual(away);
});

test('omits an entry that is no JSON, and lists the others', async () => {
  const tempLibrary = createTempLibrary();
  const [first, second] = await keepSome(tempLibrary, 2);
  tempLibrary.db.transaction((sql) =>
    sql.run(`UPDATE items SET item = 'no JSON' WHERE id = ?`, first?.id ?? ''),
  );
  const listed = tempLibrary.catalogue.list({ offset: 0, limit: 10 });
  expect(listed.ok && listed.value.items).toEqual([second]);
  expect(tempLibrary.catalogue.get(first?.id ?? id('none-0000'))).toEqual(fail('item-unknown'));
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ total: 2 }));
  expect(tempLibrary.catalogue.list({ offset: 0, limit: 10 })).toMatchObject({
    value: { items: [second, first] },
  });
});
