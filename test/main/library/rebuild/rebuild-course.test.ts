/** Rebuilds during which disks go away, items change, or the rebuild is cancelled. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { rebuildCatalogue, rebuildIfEmpty, withPendingRebuild } from '#main/library/rebuild/rebuild.ts';
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';

const say = (more: object) => marksChangeSchema.parse(more);

test('removes no rows where the whole library is missing', async () => {
  const { tempLibrary, ids } = await keepSome(2);
  renameSync(tempLibrary.libraryFolder, join(tempLibrary.libraryFolder, '..', 'elsewhere'));
  const away = fail('library-away', { subject: 'results' });
  const gone = { ...tempLibrary, location: { ...tempLibrary.location, ready: () => away } };
  expect([await rebuildCatalogue(gone), listed(tempLibrary)]).toEqual([away, ids.toReversed()]);
  // The default folder is created again, empty.
  expect([await rebuildCatalogue(tempLibrary), listed(tempLibrary)]).toEqual([
    rebuilt({ total: 2 }),
    ids.toReversed(),
  ]);
});

test('removes no rows where the disk is removed during the rebuild', async () => {
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

test('stops when cancelled, and completes at the next start', async () => {
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

test('lists results of interrupted work at the next start', async () => {
  const { tempLibrary, ids } = await keepSome(3);
  const work = () => {
    tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items WHERE id <> ?', ids[0] ?? ''));
    return new Promise<never>(() => undefined);
  };
  void withPendingRebuild(tempLibrary.db, work);
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ added: 2, total: 3 }));
  expect(await withPendingRebuild(tempLibrary.db, async () => ok('done'))).toEqual(ok('done'));
  expect(await rebuildIfEmpty(tempLibrary)).toEqual(rebuilt({ total: 3 }));
});

test('stops where the library is moved during the rebuild', async () => {
  const { tempLibrary } = await keepSome(80);
  let folder = tempLibrary.libraryFolder;
  const location = { folder: () => folder, ready: () => ok(folder) };
  const onProgress = () => {
    folder = `${tempLibrary.libraryFolder}-moved`;
  };
  expect(await rebuildCatalogue({ ...tempLibrary, location }, { onProgress })).toEqual(fail('library-busy'));
});

test('keeps marks that are set while an item is read', async () => {
  const { tempLibrary, first } = await keepSome(1);
  const reading = rebuildCatalogue(tempLibrary);
  const marking = tempLibrary.catalogue.mark([first], say({ rating: 5 }));
  expect([await reading, await marking]).toEqual([rebuilt({ total: 1 }), ok({ changed: 1 })]);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('does not insert an item that is deleted while it is read', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  const kept = tempLibrary.catalogue.get(first);
  rmSync(home, { recursive: true });
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  if (!kept.ok) throw new Error('No result was saved.');
  const { marks, ...item } = kept.value;
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(tempLibrary.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(tempLibrary.catalogue.count()).toEqual(ok(0));
});

test('keeps marks that are newer than those read', async () => {
  const { tempLibrary, first } = await keepSome(1);
  const before = tempLibrary.catalogue.get(first);
  if (!before.ok) throw new Error('No result was saved.');
  const { marks, ...item } = before.value;
  await tempLibrary.catalogue.mark([first], say({ rating: 5 }));
  const read = { item, marks, folder: `2026-11/${first}`, seen: JSON.stringify(marks) };
  expect(tempLibrary.catalogue.insertAll([read])).toEqual(ok({ added: 0 }));
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 5 } } });
});

test('removes no rows where the library is moved after it was read', async () => {
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
