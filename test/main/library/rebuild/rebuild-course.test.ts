/** Making the catalogue again while disks go away, people stop it, and other open programs go on. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { listedAtLast, rebuildCatalogue, rebuildIfEmpty } from '#main/library/rebuild/rebuild.ts';
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';
import { createShelf } from '../temp-library.ts';

const say = (more: object) => marksChangeSchema.parse(more);

test('a library that is gone as a whole empties no list', async () => {
  const { shelf, ids } = await keepSome(2);
  renameSync(shelf.libraryFolder, join(shelf.libraryFolder, '..', 'elsewhere'));
  const away = fail('library-away', { subject: 'results' });
  const gone = { ...shelf, place: { ...shelf.place, ready: () => away } };
  expect([await rebuildCatalogue(gone), listed(shelf)]).toEqual([away, ids.toReversed()]);
  // The usual folder is made again, and tells nothing about what was in it.
  expect([await rebuildCatalogue(shelf), listed(shelf)]).toEqual([rebuilt({ total: 2 }), ids.toReversed()]);
});

test('a disk that is pulled out in the middle empties no list', async () => {
  const { shelf, ids } = await keepSome(80);
  const course = {
    onProgress: () => {
      if (existsSync(join(shelf.libraryFolder, '2026-11')))
        renameSync(shelf.libraryFolder, join(shelf.libraryFolder, '..', 'pulled-out'));
    },
  };
  expect(await rebuildCatalogue(shelf, course)).toMatchObject({ error: { code: 'library-away' } });
  expect(shelf.catalogue.count()).toEqual(ok(ids.length));
});

test('told to stop, it stops; what is left is done at the next start', async () => {
  const { shelf, ids } = await keepSome(80);
  forget(shelf);
  const stop = new AbortController();
  const fractions: number[] = [];
  const onProgress = (fraction: number) => {
    fractions.push(fraction);
    stop.abort();
  };
  shelf.db.transaction((sql) => sql.run(`INSERT INTO library_unfinished VALUES ('rebuild')`));
  expect(await rebuildCatalogue(shelf, { signal: stop.signal, onProgress })).toEqual(fail('cancelled'));
  expect([fractions, shelf.catalogue.count()]).toEqual([[0.8], ok(64)]);
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ added: 16, total: ids.length }));
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ total: ids.length }));
});

test('results that were brought in by work that was cut off are listed at the next start', async () => {
  const { shelf, ids } = await keepSome(3);
  const work = () => {
    shelf.db.transaction((sql) => sql.run('DELETE FROM items WHERE id <> ?', ids[0] ?? ''));
    return new Promise<never>(() => undefined);
  };
  void listedAtLast(shelf.db, work);
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ added: 2, total: 3 }));
  expect(await listedAtLast(shelf.db, async () => ok('done'))).toEqual(ok('done'));
  expect(await rebuildIfEmpty(shelf)).toEqual(rebuilt({ total: 3 }));
});

test('a library that was moved in the middle is not read on', async () => {
  const { shelf } = await keepSome(80);
  let folder = shelf.libraryFolder;
  const place = { folder: () => folder, ready: () => ok(folder) };
  const onProgress = () => {
    folder = `${shelf.libraryFolder}-moved`;
  };
  expect(await rebuildCatalogue({ ...shelf, place }, { onProgress })).toEqual(fail('library-busy'));
});

test('what another open program says of an item while it is read stays', async () => {
  const { shelf, first } = await keepSome(1);
  const other = createShelf({}, join(shelf.libraryFolder, '..'));
  const reading = rebuildCatalogue(shelf);
  const marking = other.catalogue.mark([first], say({ rating: 5 }));
  expect([await reading, await marking]).toEqual([rebuilt({ total: 1 }), ok({ changed: 1 })]);
  expect(shelf.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('what another open program deletes while it is read is not put back', async () => {
  const { shelf, first, home } = await keepSome(1);
  const kept = shelf.catalogue.get(first);
  rmSync(home, { recursive: true });
  shelf.db.transaction((sql) => sql.run('DELETE FROM items'));
  if (!kept.ok) throw new Error('Nothing was kept.');
  const { marks, ...item } = kept.value;
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(shelf.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(shelf.catalogue.count()).toEqual(ok(0));
});

test('what was said since a folder was read counts for more than what was read', async () => {
  const { shelf, first } = await keepSome(1);
  const before = shelf.catalogue.get(first);
  if (!before.ok) throw new Error('Nothing was kept.');
  const { marks, ...item } = before.value;
  await shelf.catalogue.mark([first], say({ rating: 5 }));
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(shelf.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(shelf.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('a library that is moved when all of it has been looked at empties no list', async () => {
  const { shelf, ids, home } = await keepSome(2);
  rmSync(home, { recursive: true });
  let isRead = false;
  const onProgress = () => {
    isRead = true;
  };
  const place = {
    folder: () => shelf.libraryFolder,
    ready: () => ok(isRead ? `${shelf.libraryFolder}-moved` : shelf.libraryFolder),
  };
  expect(await rebuildCatalogue({ ...shelf, place }, { onProgress })).toEqual(fail('library-busy'));
  expect(shelf.catalogue.count()).toEqual(ok(ids.length));
});
