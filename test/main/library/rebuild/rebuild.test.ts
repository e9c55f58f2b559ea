import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noteRebuild, rebuildIfEmpty } from '#main/library/rebuild/rebuild.ts';
import { createTempLibrary, type TempLibrary } from '../temp-library.ts';

const keepThree = async (tempLibrary: TempLibrary) => {
  for (const second of [0, 1, 2])
    await tempLibrary.keep(tempLibrary.request(`j${second}`, `2026-11-21T10:00:0${second}.000Z`));
};

/** As after a start with a database that lacks rows. */
const rebuildRecorded = (tempLibrary: TempLibrary) => {
  tempLibrary.db.transaction(noteRebuild);
  return rebuildIfEmpty(tempLibrary);
};

const jobsListed = ({ catalogue }: TempLibrary) => {
  const listed = catalogue.list({ offset: 0, limit: 10 });
  return listed.ok ? listed.value.items.map(({ jobId }) => jobId) : null;
};

test('completes a catalogue that may lack rows from the folders', async () => {
  const tempLibrary = createTempLibrary();
  await keepThree(tempLibrary);
  tempLibrary.db.transaction((sql) =>
    sql.run(`DELETE FROM items WHERE json_extract(item, '$.jobId') = 'j1'`),
  );
  expect(await rebuildIfEmpty(tempLibrary)).toMatchObject({ ok: true, value: { added: 0 } });
  expect(jobsListed(tempLibrary)).toEqual(['j2', 'j0']);
  expect(await rebuildRecorded(tempLibrary)).toMatchObject({
    ok: true,
    value: { added: 1, dropped: 0, total: 3 },
  });
  expect(jobsListed(tempLibrary)).toEqual(['j2', 'j1', 'j0']);
  expect(tempLibrary.log.lines).toEqual([{ level: 'info', message: 'catalogue rebuilt' }]);
});

test('keeps an item whose item.json is missing, and restores the file', async () => {
  const tempLibrary = createTempLibrary();
  await keepThree(tempLibrary);
  const [first] = tempLibrary.files().filter((name) => name.endsWith('item.json'));
  const text = first === undefined ? '' : tempLibrary.read(first);
  rmSync(join(tempLibrary.libraryFolder, first ?? ''));
  expect(await rebuildRecorded(tempLibrary)).toEqual({
    ok: true,
    value: { added: 0, dropped: 0, total: 3, leftAlone: [] },
  });
  expect(tempLibrary.read(first ?? '')).toBe(text);
  expect(jobsListed(tempLibrary)).toEqual(['j2', 'j1', 'j0']);
});

test('files and dangling links do not keep results out of the catalogue', async () => {
  const tempLibrary = createTempLibrary();
  await keepThree(tempLibrary);
  writeFileSync(join(tempLibrary.libraryFolder, '2026-10'), 'not a folder');
  symlinkSync('/nowhere', join(tempLibrary.libraryFolder, '2026-09'));
  mkdirSync(join(tempLibrary.libraryFolder, '2026-11', 'strange', 'item.json'), { recursive: true });
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await rebuildIfEmpty(tempLibrary)).toEqual({
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
