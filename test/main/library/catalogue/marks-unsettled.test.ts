/** Recovery at the next start after a program was killed between writing marks.json and the catalogue. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ItemId } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { recordUnsettled, settleMarks } from '#main/library/catalogue/marks-unsettled.ts';
import { createTempLibrary } from '../temp-library.ts';

const starred: Marks = { ...noMarks, isFavourite: true, tags: ['tango'] };

const killedLibrary = async () => {
  const tempLibrary = createTempLibrary();
  const kept = await tempLibrary.keep(tempLibrary.request('j1', '2026-11-21T10:00:00.000Z'));
  if (!kept.ok) throw new Error(kept.error.code);
  const { id } = kept.value;
  const folder = tempLibrary.catalogue.folderOf(id);
  const path = join(tempLibrary.libraryFolder, folder.ok ? folder.value : '', 'marks.json');
  const location = { ready: () => ({ ok: true, value: tempLibrary.libraryFolder }) as const };
  recordUnsettled(tempLibrary.db, [id]);
  return {
    tempLibrary,
    id,
    path,
    settle: () => settleMarks({ db: tempLibrary.db, location, log: tempLibrary.log }),
    inList: (itemId: ItemId) => {
      const item = tempLibrary.catalogue.get(itemId);
      return item.ok ? item.value.marks : null;
    },
    left: () => tempLibrary.db.read((sql) => sql.all('SELECT work FROM library_unfinished').length),
  };
};

test('the next start copies the marks of the folder to the catalogue and the index', async () => {
  const { tempLibrary, id, path, settle, inList, left } = await killedLibrary();
  writeFileSync(path, JSON.stringify(starred));
  expect(settle()).toEqual({ ok: true, value: { isChanged: true } });
  expect([inList(id), tempLibrary.catalogue.overview(), left()]).toMatchObject([
    starred,
    { value: { favourites: 1, tags: [{ tag: 'tango' }] } },
    { value: 0 },
  ]);
  expect(settle()).toEqual({ ok: true, value: { isChanged: false } });
});

test('removes a partial file and changes nothing else', async () => {
  const { id, path, settle, inList } = await killedLibrary();
  const part = join(dirname(path), '.marks.json.part');
  writeFileSync(part, '{"name": "ha');
  expect(settle()).toEqual({ ok: true, value: { isChanged: false } });
  expect([existsSync(part), existsSync(path), inList(id)]).toEqual([false, false, noMarks]);
});

test('a malformed file or a missing folder does not change the catalogue', async () => {
  const garbled = await killedLibrary();
  writeFileSync(garbled.path, '{"half');
  garbled.settle();
  expect([garbled.inList(garbled.id), readFileSync(garbled.path, 'utf8')]).toEqual([noMarks, '{"half']);

  const gone = await killedLibrary();
  await gone.tempLibrary.catalogue.remove([gone.id]);
  recordUnsettled(gone.tempLibrary.db, [gone.id]);
  rmSync(dirname(gone.path), { recursive: true });
  gone.settle();
  expect(gone.inList(gone.id)?.removedAt).not.toBeNull();
});

test('the record stays for the next start while the disk is away', async () => {
  const { tempLibrary, id, path, settle, inList, left } = await killedLibrary();
  writeFileSync(path, JSON.stringify(starred));
  const outside = `${tempLibrary.libraryFolder}-away`;
  renameSync(tempLibrary.libraryFolder, outside);
  const location = { ready: () => ({ ok: false, error: { code: 'library-away', charged: 'no' } }) as const };
  settleMarks({ db: tempLibrary.db, location, log: tempLibrary.log });
  expect([inList(id), left()]).toEqual([noMarks, { ok: true, value: 1 }]);
  renameSync(outside, tempLibrary.libraryFolder);
  settle();
  expect(inList(id)).toEqual(starred);
});

test('marking an item leaves no record', async () => {
  const { tempLibrary, id, left } = await killedLibrary();
  await tempLibrary.catalogue.remove([id]);
  expect(left()).toEqual({ ok: true, value: 0 });
});
