/** The search index is correct again after an upgrade, a repair, or damage. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { libraryQuerySchema } from '#contract/model/library-query.ts';
import { marksSchema } from '#contract/model/marks.ts';
import { createCatalogue } from '#main/library/catalogue/catalogue.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { openDatabase } from '#main/storage/database.ts';
import { listBackups } from '#main/storage/database-backup.ts';
import { migrations } from '#main/storage/schema.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { createTestLog } from '../../storage/test-log.ts';
import { createTempLibrary, placeAt, type TempLibrary } from '../temp-library.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };

const found = ({ catalogue }: Pick<TempLibrary, 'catalogue'>, text: string) => {
  const ids = catalogue.ids(libraryQuerySchema.parse({ text }));
  return ids.ok ? ids.value.length : ids.error.code;
};

const fullLibrary = async () => {
  const tempLibrary = createTempLibrary();
  for (const second of [0, 1, 2])
    await tempLibrary.keep(tempLibrary.request(`j${second}`, `2026-11-21T10:00:0${second}.000Z`));
  return tempLibrary;
};

const run = (tempLibrary: TempLibrary, sql: string) =>
  tempLibrary.db.transaction((tables) => tables.run(sql));

test('a database of the previous version is searchable from its first start, including marks', async () => {
  const dataFolder = tempFolder();
  const before = new DatabaseSync(join(dataFolder, 'understudy.db'));
  for (const migration of migrations.slice(0, 3)) before.exec(migration);
  before.exec('PRAGMA user_version = 3');
  const insert = before.prepare(
    'INSERT INTO items (id, created_at, folder, item, marks) VALUES (?, ?, ?, ?, ?)',
  );
  for (let n = 0; n < 450; n += 1) {
    const id = itemIdSchema.parse(`item-${1000 + n}`);
    const item = itemOf(jobRecord(`j${n}`), { id });
    const marks = marksSchema.parse(n % 2 === 0 ? { tags: ['even'], isFavourite: true } : {});
    insert.run(id, item.createdAt, `2026-11/${id}`, JSON.stringify(item), JSON.stringify(marks));
  }
  insert.run('item-garbled', 'c', 'f', '{}', '{}');
  before.close();
  const log = createTestLog();
  const db = openDatabase({ dataFolder, clock, log });
  if (!db.ok) throw new Error(db.error.code);
  const location = placeAt(join(dataFolder, 'library'));
  const catalogue = createCatalogue({
    db: db.value,
    log,
    clock,
    location,
    inputKeyOf: ({ id }) => `key of ${id}`,
  });
  expect(await catalogue.describeMissing()).toEqual(ok({ isChanged: true }));
  expect([found({ catalogue }, 'dance'), found({ catalogue }, 'even')]).toEqual([450, 225]);
  expect(catalogue.overview()).toMatchObject({ value: { total: 450, favourites: 225 } });
  expect(
    db.value.read((sql) => sql.all(`SELECT count(*) AS n FROM items WHERE input_key = 'key of ' || id`)),
  ).toEqual({ ok: true, value: [{ n: 450 }] });
  expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
    'catalogue entry malformed',
  ]);
  db.value.close();
});

test.each([
  ['the words', `INSERT INTO item_words (item_words) VALUES ('delete-all')`],
  ['the traits', 'DELETE FROM item_traits'],
  ['some of the traits', 'DELETE FROM item_traits WHERE number = 2'],
  ['some of the words', 'DELETE FROM item_words WHERE rowid = 2'],
])('%s were deleted: the next start and a rebuild restore them', async (_, sql) => {
  const tempLibrary = await fullLibrary();
  run(tempLibrary, sql);
  const next = createTempLibrary({}, join(tempLibrary.libraryFolder, '..'));
  await next.catalogue.describeMissing();
  expect(found(next, 'dance')).toBe(3);
  run(next, sql);
  await rebuildCatalogue(next);
  expect(found(next, 'dance')).toBe(3);
});

test('a rebuild restores an inconsistent index', async () => {
  const tempLibrary = await fullLibrary();
  const path = join(tempLibrary.libraryFolder, '..', 'understudy.db');
  tempLibrary.db.close();
  const inside = new DatabaseSync(path, { defensive: false });
  inside.exec(`UPDATE item_words_data SET block = zeroblob(length(block)) WHERE id > 10`);
  inside.close();
  // The start does not check the index: the check would read all of it.
  const opened = createTempLibrary({}, join(tempLibrary.libraryFolder, '..'));
  await rebuildCatalogue(opened);
  expect(found(opened, 'dance')).toBe(3);
});

test('a new database has no items and an empty index; a rebuild fills both', async () => {
  const tempLibrary = await fullLibrary();
  const dataFolder = join(tempLibrary.libraryFolder, '..');
  const path = join(dataFolder, 'understudy.db');
  tempLibrary.db.close();
  for (const file of [path, ...listBackups(path).map((backup) => backup.path)]) {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 2, 4096 * 5);
    writeFileSync(file, bytes);
  }
  const restored = createTempLibrary({}, dataFolder);
  expect(restored.db.opening).toMatchObject({ kind: 'restored', backup: null });
  expect([restored.catalogue.count(), found(restored, 'dance')]).toEqual([{ ok: true, value: 0 }, 0]);
  await rebuildCatalogue(restored);
  expect([restored.catalogue.count(), found(restored, 'dance')]).toEqual([{ ok: true, value: 3 }, 3]);
});

test('does not find items that were removed from the catalogue', async () => {
  const tempLibrary = await fullLibrary();
  run(tempLibrary, `DELETE FROM items WHERE item ->> '$.jobId' = 'j1'`);
  expect([found(tempLibrary, 'dance'), found(tempLibrary, '')]).toEqual([2, 2]);
  expect(
    tempLibrary.db.read((sql) =>
      sql.all(
        'SELECT (SELECT count(*) FROM item_traits) AS traits, (SELECT count(*) FROM item_words_docsize) AS words',
      ),
    ),
  ).toEqual({ ok: true, value: [{ traits: 2, words: 2 }] });
});
