import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rebuildIfEmpty } from '#main/library/rebuild/rebuild.ts';
import { createShelf, type Shelf } from '../temp-library.ts';

const keepThree = async (shelf: Shelf) => {
  for (const second of [0, 1, 2])
    await shelf.keep(shelf.request(`j${second}`, `2026-11-21T10:00:0${second}.000Z`));
};

const jobsListed = ({ catalogue }: Shelf) => {
  const listed = catalogue.list({ offset: 0, limit: 10 });
  return listed.ok ? listed.value.items.map(({ jobId }) => jobId) : null;
};

test('a catalogue that may lack something is completed from the folders', async () => {
  const shelf = createShelf();
  await keepThree(shelf);
  shelf.db.transaction((sql) => sql.run(`DELETE FROM items WHERE json_extract(item, '$.jobId') = 'j1'`));
  expect(await rebuildIfEmpty(shelf)).toMatchObject({ ok: true, value: { added: 0 } });
  expect(jobsListed(shelf)).toEqual(['j2', 'j0']);
  expect(await rebuildIfEmpty({ ...shelf, isDoubtful: true })).toMatchObject({
    ok: true,
    value: { added: 1, dropped: 0, total: 3 },
  });
  expect(jobsListed(shelf)).toEqual(['j2', 'j1', 'j0']);
  expect(shelf.log.lines).toEqual([
    { level: 'info', message: 'the catalogue was made again from the folders' },
  ]);
});

test('what the catalogue knows of a result whose description is gone stays known, and is written there again', async () => {
  const shelf = createShelf();
  await keepThree(shelf);
  const [first] = shelf.files().filter((name) => name.endsWith('item.json'));
  const text = first === undefined ? '' : shelf.read(first);
  rmSync(join(shelf.libraryFolder, first ?? ''));
  expect(await rebuildIfEmpty({ ...shelf, isDoubtful: true })).toEqual({
    ok: true,
    value: { added: 0, dropped: 0, total: 3, leftAlone: [] },
  });
  expect(shelf.read(first ?? '')).toBe(text);
  expect(jobsListed(shelf)).toEqual(['j2', 'j1', 'j0']);
});

test('what is not a folder, and a link that leads nowhere, keep no result out', async () => {
  const shelf = createShelf();
  await keepThree(shelf);
  writeFileSync(join(shelf.libraryFolder, '2026-10'), 'not a folder');
  symlinkSync('/nowhere', join(shelf.libraryFolder, '2026-09'));
  mkdirSync(join(shelf.libraryFolder, '2026-11', 'strange', 'item.json'), { recursive: true });
  shelf.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildIfEmpty(shelf)).toEqual({
    ok: true,
    value: {
      added: 3,
      dropped: 0,
      total: 3,
      leftAlone: [
        { folder: '2026-09', why: 'misplaced' },
        { folder: '2026-11/strange', why: 'senseless' },
      ],
    },
  });
});
