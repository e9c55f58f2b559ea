/** Saving a result where the library is away, was moved meanwhile, or holds the result already. */
import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { itemFolderFor, itemIdFor } from '#main/library/item/item-folder.ts';
import { createFindKept } from '#main/library/save.ts';
import { folderOperations } from '#main/storage/atomic.ts';
import { jobRecord } from '../jobs/samples.ts';
import { createTempLibrary } from './temp-library.ts';

const folder = itemFolderFor(jobRecord('j1'), itemIdFor(jobRecord('j1'), 1));
const wholeItem = ['character.jpg', 'item.json', 'motion.mp4', 'poster.jpg', 'result.mp4'].map(
  (name) => `${folder}/${name}`,
);

test('fails while the library is away, and writes nothing', async () => {
  const away = fail('library-away', { subject: 'results' });
  const tempLibrary = createTempLibrary();
  const elsewhere = createTempLibrary({
    location: { folder: () => tempLibrary.libraryFolder, ready: () => away },
  });
  const request = elsewhere.request();
  expect(await elsewhere.keep(request)).toEqual(away);
  expect([
    tempLibrary.files(),
    existsSync(tempLibrary.libraryFolder),
    existsSync(request.resultPath),
  ]).toEqual([[], false, true]);
});

test('reports a library whose disk goes away midway', async () => {
  const away = fail('library-away', { subject: 'results' });
  let isThere = true;
  const defaults = createTempLibrary();
  const tempLibrary = createTempLibrary({
    location: {
      folder: defaults.location.folder,
      ready: () => (isThere ? defaults.location.ready() : away),
    },
    poster: async () => {
      isThere = false;
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    },
  });
  expect(await tempLibrary.keep(tempLibrary.request())).toEqual(away);
});

test('does not write to the old location of a library that is moved midway', async () => {
  const [old, next] = [createTempLibrary(), createTempLibrary()];
  let present = old;
  const tempLibrary = createTempLibrary({
    location: { folder: () => present.location.folder(), ready: () => present.location.ready() },
    poster: async ({ to }) => {
      writeFileSync(to, 'poster');
      present = next;
      return ok({});
    },
  });
  const request = tempLibrary.request();
  expect(await tempLibrary.keep(request)).toEqual(fail('library-busy'));
  expect([old.files(), next.files(), existsSync(request.resultPath)]).toEqual([[], [], true]);
  expect(await tempLibrary.keep(request)).toMatchObject({ ok: true });
  expect([old.files(), next.files()]).toEqual([[], wholeItem]);
});

test('keeps no item in the old location of a library that is moved during the last rename', async () => {
  const [old, next] = [createTempLibrary(), createTempLibrary()];
  let present = old;
  const tempLibrary = createTempLibrary({
    location: { folder: () => present.location.folder(), ready: () => present.location.ready() },
    files: {
      ...folderOperations,
      moveIn: async (from, to, signal) => {
        await folderOperations.moveIn(from, to, signal);
        present = next;
      },
    },
  });
  const request = tempLibrary.request();
  expect(await tempLibrary.keep(request)).toEqual(fail('library-busy'));
  expect([old.files(), next.files(), existsSync(request.resultPath)]).toEqual([[], [], true]);
  expect(await tempLibrary.keep(request)).toMatchObject({ ok: true });
  expect([old.files(), next.files()]).toEqual([[], wholeItem]);
});

test('finds an existing result with its marks where the catalogue was lost before the job settled', async () => {
  const tempLibrary = createTempLibrary();
  const kept = await tempLibrary.keep(tempLibrary.request());
  const id = kept.ok ? kept.value.id : itemIdFor(jobRecord('j1'), 1);
  await tempLibrary.catalogue.mark(
    [id],
    marksChangeSchema.parse({ name: 'Squats, at last', addTags: ['reel'] }),
  );
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  const found = await createFindKept(tempLibrary)(tempLibrary.request().record);
  expect(found).toMatchObject({ id, marks: { name: 'Squats, at last', tags: ['reel'] } });
});

test('finds a saved result in the catalogue while the library’s disk is away', async () => {
  const tempLibrary = createTempLibrary();
  const kept = await tempLibrary.keep(tempLibrary.request());
  const location = { ready: () => fail('library-away') };
  expect(await createFindKept({ ...tempLibrary, location })(tempLibrary.request().record)).toEqual(
    kept.ok && kept.value,
  );
  expect(await createFindKept({ ...tempLibrary, location })(tempLibrary.request('j2').record)).toBeNull();
});
