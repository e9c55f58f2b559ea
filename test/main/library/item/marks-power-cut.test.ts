/** Marks that are being written when the power is cut, at every operation and with any part of the unflushed data lost. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemIdSchema } from '#contract/model/item.ts';
import { type Marks, marksChangeSchema, marksSchema, noMarks } from '#contract/model/marks.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { realDisk } from '#main/storage/atomic.ts';
import { keepTempFoldersInMemory } from '../../storage/memory-disk.ts';
import { createPowerCutDisk, type Fate } from '../../storage/power-cut-disk.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { createTempLibrary } from '../temp-library.ts';

keepTempFoldersInMemory();

const rated = (rating: number): Marks => marksSchema.parse({ ...noMarks, rating });

/** Marks the item with one star and flushes that, if `before` is `marked`; then marks it with five while operations are recorded. */
const marked = async (before: 'marked' | 'unmarked') => {
  const disk = { ...realDisk };
  const tempLibrary = createTempLibrary({ disk });
  const kept = await tempLibrary.keep(tempLibrary.request());
  const id = kept.ok ? kept.value.id : itemIdSchema.parse('none-0000');
  const say = (rating: number) => tempLibrary.catalogue.mark([id], marksChangeSchema.parse({ rating }));
  if (before === 'marked') await say(1);
  const cut = createPowerCutDisk(tempLibrary.libraryFolder);
  Object.assign(disk, cut.disk);
  expect(await say(5)).toMatchObject({ ok: true });
  const folder = tempLibrary.catalogue.folderOf(id);
  const row = (marks: Marks) => {
    if (!kept.ok || !folder.ok) throw new Error('No result was saved.');
    const { marks: _, ...item } = kept.value;
    return { item, folder: folder.value, marks, seen: null };
  };
  return { cut, id, row };
};

type MarkedCut = Awaited<ReturnType<typeof marked>>;

/** The next start. `inRow`: the marks in the catalogue, which are the old ones where the write was not yet reported. */
const startAgain = async (
  { cut, id, row }: MarkedCut,
  at: number,
  { fate, inRow }: { readonly fate: Fate; readonly inRow: Marks },
) => {
  const moment = cut.moments[at];
  if (moment === undefined) throw new Error('There is no such moment.');
  const dataFolder = tempFolder();
  cut.layOut(moment, () => fate, join(dataFolder, 'library'));
  const tempLibrary = createTempLibrary({}, dataFolder);
  const known = row(inRow);
  tempLibrary.catalogue.insertAll([known]);
  const { folder } = known;
  const path = join(dataFolder, 'library', folder, 'marks.json');
  const inFile = () =>
    existsSync(path) ? marksSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : noMarks;
  const asFound = inFile().rating;
  await rebuildCatalogue(tempLibrary);
  const kept = tempLibrary.catalogue.get(id);
  const after = {
    asFound,
    agree: kept.ok && kept.value.marks.rating === inFile().rating,
    rating: kept.ok && kept.value.marks.rating,
    others: readdirSync(join(dataFolder, 'library', folder)).length,
  };
  tempLibrary.db.close();
  rmSync(dataFolder, { recursive: true });
  return after;
};

const cases = (['marked', 'unmarked'] as const).flatMap((before) =>
  (['old', 'half', 'new'] as const).map((fate) => [before, fate] as const),
);

test.each(cases)(
  'between any two operations on an item that was %s, the file is whole, old or new; unflushed data is %s',
  async (before, fate) => {
    const cut = await marked(before);
    const old = before === 'marked' ? 1 : 0;
    const last = cut.cut.moments.length - 1;
    for (const [at, { after }] of cut.cut.moments.entries()) {
      const start = await startAgain(cut, at, { fate, inRow: rated(old) });
      expect({ after, ...start }).toMatchObject({ after, agree: true });
      expect([old, 5]).toContain(start.rating);
      expect([old, 5]).toContain(start.asFound);
    }
    expect(await startAgain(cut, last, { fate, inRow: rated(5) })).toMatchObject({ rating: 5, agree: true });
  },
);

test('flushes the file before the rename, and the folder before the catalogue is written', async () => {
  const { cut } = await marked('marked');
  const folder = cut.moments[1]?.after.split(' ')[1]?.replace(/\/\.marks\.json\.part$/, '') ?? '';
  expect(cut.moments.map(({ after }) => after.replace(folder, 'ITEM'))).toEqual([
    'start',
    'writeNew ITEM/.marks.json.part',
    'flushFile ITEM/.marks.json.part',
    'rename ITEM/marks.json',
    'flushFolder ITEM',
  ]);
});
