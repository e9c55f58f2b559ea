/** An item that is being deleted when the power is cut: after the next start it is either whole in the trash or deleted. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { cleanupDeleting, createTrash } from '#main/library/trash/trash.ts';
import { keepTempFoldersInMemory } from '../../storage/memory-disk.ts';
import { createPowerCutDisk, type Fate } from '../../storage/power-cut-disk.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { createTempLibrary } from '../temp-library.ts';

keepTempFoldersInMemory();

/** A killed program does not commit its transaction: the row exists until the last of these operations, and is gone after it. */
const deleted = async () => {
  const tempLibrary = createTempLibrary();
  const kept = await tempLibrary.keep(tempLibrary.request());
  if (!kept.ok) throw new Error('No result was saved.');
  await tempLibrary.catalogue.remove([kept.value.id]);
  const entry = tempLibrary.catalogue.get(kept.value.id);
  const folder = tempLibrary.catalogue.folderOf(kept.value.id);
  const files = tempLibrary.files();
  const cut = createPowerCutDisk(tempLibrary.libraryFolder);
  const removedFirst: string[] = [];
  const trash = createTrash({
    openDays: () => [],
    ...tempLibrary,
    disk: {
      ...cut.disk,
      remove: async (path) => {
        // Interrupted after the first of its files.
        const [name = ''] = readdirSync(path);
        removedFirst.push(name);
        await cut.disk.remove(join(path, name));
        await cut.disk.remove(path);
      },
    },
  });
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 1 }));
  return { cut, files, entry: entry.ok ? entry.value : null, folder: folder.ok ? folder.value : '' };
};

type Deleted = Awaited<ReturnType<typeof deleted>>;

const startAgain = async (
  { cut, entry, folder }: Deleted,
  at: number,
  { fate, hasRow }: { readonly fate: Fate; readonly hasRow: boolean },
) => {
  const moment = cut.moments[at];
  if (moment === undefined || entry === null) throw new Error('There is no such moment.');
  const dataFolder = tempFolder();
  cut.layOut(moment, () => fate, join(dataFolder, 'library'));
  const tempLibrary = createTempLibrary({}, dataFolder);
  const { marks, ...item } = entry;
  if (hasRow) tempLibrary.catalogue.insertAll([{ item, folder, marks, seen: null }]);
  await cleanupDeleting(tempLibrary);
  const isListed = tempLibrary.catalogue.get(itemIdSchema.parse(item.id)).ok;
  const files = tempLibrary.files();
  const rebuilt = await rebuildCatalogue(tempLibrary);
  const aside = readdirSync(join(dataFolder, 'library')).filter((name) => name.startsWith('.'));
  tempLibrary.db.close();
  rmSync(dataFolder, { recursive: true });
  return { isListed, files, aside, changed: rebuilt.ok && rebuilt.value.added + rebuilt.value.dropped };
};

test('renames the folder and flushes both parent folders, then deletes the row, then the files', async () => {
  const { cut } = await deleted();
  const shape = cut.moments.map(({ after }) => after.replace(/[0-9a-z]{9}-[0-9a-f]{12}/, 'ID'));
  expect(shape).toEqual([
    'start',
    'rename .deleting-ID',
    'flushFolder .',
    'flushFolder 2026-11',
    'remove .deleting-ID/character.jpg',
    'remove .deleting-ID',
  ]);
});

test.each<Fate>(['old', 'half', 'new'])(
  'after a power cut between any two operations no partial item is left or listed; unflushed data is %s',
  async (fate) => {
    const all = await deleted();
    const rowGoesAfter = 3;
    for (const [at, { after }] of all.cut.moments.entries())
      for (const hasRow of at < rowGoesAfter ? [true] : at === rowGoesAfter ? [true, false] : [false]) {
        const start = await startAgain(all, at, { fate, hasRow });
        const whole = { isListed: true, files: all.files, aside: [], changed: 0 };
        const gone = { isListed: false, files: [], aside: [], changed: 0 };
        expect({ after, hasRow, ...start }).toEqual({ after, hasRow, ...(start.isListed ? whole : gone) });
        if (!hasRow) expect(start.isListed).toBe(false);
      }
  },
);
