/** Making the catalogue again while disks go away, it is cancelled, and items change. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { listedAtLast, rebuildCatalogue, rebuildIfEmpty } from '#main/library/rebuild/rebuild.ts';
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';

const say = (more: object) => marksChangeSchema.parse(more);

test('a library that is gone as a whole empties no list', async () => {
  const { tempLibrary, ids } = await keepSome(2);
  renameSync(tempLibrary.libraryFolder, join(tempLibrary.libraryFolder, '..', 'elsewhere'));
  const away = fail('library-away', { subject: 'results' });
  const gone = { ...tempLibrary, location: { ...tempLibrary.location, ready: () => away } };
  expect([await rebuildCatalogue(gone), listed(tempLibrary)]).toEqual([away, ids.toReversed()]);
  // The usual folder is made again, and tells nothing about what was in it.
  expect([await rebuildCatalogue(tempLibrary), listed(tempLibrary)]).toEqual([
    rebuilt({ total: 2 }),
    ids.toReversed(),
  ]);
});

test('a disk that is pulled out in the middle empties no list', async () => {
  const { tempLibrary, ids } = await keepSome(80);
  const course = {
    onProgress: () => {
      if (existsSync(join(tempLibrary.libraryFolder, '2026-11')))
        renameSync(tempLibrary.libraryFolder, join(tempLibrary.libraryFolder, '..', 'pulled-out'));
    },
  };
  expect(await rebuildCatalogue(tempLibrary, course)).toMatchObject({ error: { code: 'library-away' } });
  expect(tempLibrary.catalogue.count()).toEqual(ok(ids.length));
});

test('told to stop, it stops; what is left is done at the next start', async () => {
  const { tempLibrary, ids } = await keepSome(80);
  forget(tempLibrary);
  const stop = new AbortController();
  const fractions: number[] = [];
  const onProgress = (fraction: number) => {
    fractions.push(fraction);
    stop.abort();
  };
  tempLibrary.db.transaction((sql) => sql.run(`INSERT INTO library_unfinished VALUES ('rebuild')`));
  expect(await rebuildCatalogue(tempLibrary, { signal: stop.signal, onProgress })).toEqual(fail('cancelled'));
  expect([fractions, tempLibrary.catalogue.count()]).toEqual([[0.8], ok(64)]);
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ added: 16, total: ids.length }));
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ total: ids.length }));
});

test('results that were brought in by work that was cut off are listed at the next start', async () => {
  const { tempLibrary, ids } = await keepSome(3);
  const work = () => {
    tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items WHERE id <> ?', ids[0] ?? ''));
    return new Promise<never>(() => undefined);
  };
  void listedAtLast(tempLibrary.db, work);
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ added: 2, total: 3 }));
  expect(await listedAtLast(tempLibrary.db, async () => ok('done'))).toEqual(ok('done'));
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ total: 3 }));
});

test('a library that was moved in the middle is not read on', async () => {
  const { tempLibrary } = await keepSome(80);
  let folder = tempLibrary.libraryFolder;
  const location = { folder: () => folder, ready: () => ok(folder) };
  const onProgress = () => {
    folder = `${tempLibrary.libraryFolder}-moved`;
  };
  expect(await rebuildCatalogue({ ...tempLibrary, location }, { onProgress })).toEqual(fail('library-busy'));
});

test('marks that are set while an item is read stay', async () => {
  const { tempLibrary, first } = await keepSome(1);
  const reading = rebuildCatalogue(tempLibrary);
  const marking = tempLibrary.catalogue.mark([first], say({ rating: 5 }));
  expect([await reading, await marking]).toEqual([rebuilt({ total: 1 }), ok({ changed: 1 })]);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('an item that is deleted while it is read is not put back', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  const kept = tempLibrary.catalogue.get(first);
  rmSync(home, { recursive: true });
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  if (!kept.ok) throw new Error('Nothing was kept.');
  const { marks, ...item } = kept.value;
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(tempLibrary.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(tempLibrary.catalogue.count()).toEqual(ok(0));
});

test('what was said since a folder was read counts for more than what was read', async () => {
  const { tempLibrary, first } = await keepSome(1);
  const before = tempLibrary.catalogue.get(first);
  if (!before.ok) throw new Error('Nothing was kept.');
  const { marks, ...item } = before.value;
  await tempLibrary.catalogue.mark([first], say({ rating: 5 }));
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(tempLibrary.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('a library that is moved when all of it has been looked at empties no list', async () => {
  const { tempLibrary, ids, home } = await keepSome(2);
  rmSync(home, { recursive: true });
  let isRead = false;
  const onProgress = () => {
    isRead = true;
  };
  const location = {
    folder: () => tempLibrary.libraryFolder,
    ready: () => ok(isRead ? `${tempLibrary.libraryFolder}-moved` : tempLibrary.libraryFolder),
  };
  expect(await rebuildCatalogue({ ...tempLibrary, location }, { onProgress })).toEqual(fail('library-busy'));
  expect(tempLibrary.catalogue.count()).toEqual(ok(ids.length));
});
