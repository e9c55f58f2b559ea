/** A library that is being moved when the power is cut, at every operation and with any part of the unflushed data lost. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseCount } from '#test/fixtures/runs.ts';
import { keepTempFoldersInMemory } from '../../storage/memory-disk.ts';
import { createPowerCutDisk, type Fate } from '../../storage/power-cut-disk.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { observedDisk } from '../../storage/test-disk.ts';
import { call, contentsUnder, createMemoryLibrary, filesUnder, mediaOf } from '../memory-library.ts';
import { createMover } from './moved-library.ts';

keepTempFoldersInMemory();

const ids = ['item-0001', 'item-0002'];

/** A whole move and the deletion of the old copy, recorded by operation, with marks that change midway. */
const moved = async () => {
  const root = tempFolder();
  const memoryLibrary = createMemoryLibrary(join(root, 'data'));
  for (const id of ids) memoryLibrary.keep(id);
  const cut = createPowerCutDisk(root, ['data', 'films']);
  let changedAt = Number.POSITIVE_INFINITY;
  let copies = 0;
  const disk = observedDisk(cut.disk, {
    before: (operation) => {
      if (operation !== 'copy') return;
      copies += 1;
      if (copies !== 7) return;
      memoryLibrary.mark('item-0001', { name: 'Late name' });
      cut.disk.flushFileSync(memoryLibrary.path('item-0001', 'marks.json'));
      cut.disk.flushFolderSync(dirname(memoryLibrary.path('item-0001', 'marks.json')));
    },
  });
  const settings = {
    set: (change: Partial<typeof memoryLibrary.settings>) => {
      changedAt = Math.min(changedAt, cut.moments.length);
      return memoryLibrary.settingsModule.set(change);
    },
  };
  const { move, deleteOldCopies } = createMover(memoryLibrary, { disk, settings });
  expect(await move({ to: join(root, 'films'), ...call() })).toMatchObject({ ok: true });
  const movedAt = cut.moments.length;
  expect(await deleteOldCopies(call())).toMatchObject({ ok: true });
  return { root, cut, changedAt, movedAt, rows: memoryLibrary.rows };
};

type Moved = Awaited<ReturnType<typeof moved>>;

/** Item files that are missing or changed; marks are compared separately. */
const wrongIn = (library: string): readonly string[] => {
  const found = contentsUnder(library);
  return ids.flatMap((id) =>
    Object.entries(mediaOf(id))
      .filter(([name, content]) => found[`2026-11/${id}/${name}`] !== content)
      .map(([name]) => `${id}/${name}`),
  );
};

const itemFilesIn = (library: string): readonly string[] =>
  filesUnder(library).filter((path) => /^(\d{4}-\d{2}|\.incoming)/.test(path));

/** The journal holds full paths, which differ in the test's copy of the disk. */
const moveNote = (from: string, to: string): void => {
  const path = join(to, 'data/library-move.json');
  if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
};

/** The next start, with the settings of that moment: the contents of the library before and after recovery. */
const startAgain = async (made: Moved, at: number, fateOf: (thing: number) => Fate, isChanged: boolean) => {
  const moment = made.cut.moments[at];
  if (moment === undefined) throw new Error('There is no such moment.');
  const root = tempFolder();
  made.cut.layOut(moment, fateOf, root);
  moveNote(made.root, root);
  const memoryLibrary = createMemoryLibrary(join(root, 'data'));
  for (const [id, row] of made.rows) memoryLibrary.rows.set(id, row);
  if (isChanged) memoryLibrary.settingsModule.set({ libraryFolder: join(root, 'films') });
  const isReady = memoryLibrary.location.ready().ok;
  const wrongAtFirst = wrongIn(memoryLibrary.library());
  const { completeInterrupted, undoInterrupted, deleteOldCopies } = createMover(memoryLibrary);
  const started = [
    await completeInterrupted(call()),
    await undoInterrupted(),
    await deleteOldCopies(call()),
  ].map((one) => one.ok);
  const wrongAfter = wrongIn(memoryLibrary.library());
  const elsewhere = itemFilesIn(join(root, isChanged ? 'data/library' : 'films'));
  rmSync(root, { recursive: true });
  return { isReady, wrongAtFirst, started, wrongAfter, elsewhere };
};

const allIsWell = {
  isReady: true,
  wrongAtFirst: [],
  started: [true, true, true],
  wrongAfter: [],
  elsewhere: [],
};

/** The settings file may be the old one until the data folder is flushed. */
const settingsAt = ({ cut, changedAt }: Moved, at: number): readonly boolean[] => {
  if (at < changedAt) return [false];
  const flushed = cut.moments.findIndex(
    ({ after }, index) => index >= changedAt && after === 'flushFolder data',
  );
  return at < flushed ? [false, true] : [true];
};

test.each<Fate>(['old', 'half', 'new'])(
  'after a power cut between any two operations the library is whole in its location; unflushed data is %s',
  async (fate) => {
    const made = await moved();
    expect(made.cut.moments.length).toBeGreaterThan(60);
    for (const [at, { after }] of made.cut.moments.entries())
      for (const isChanged of settingsAt(made, at)) {
        const start = await startAgain(made, at, () => fate, isChanged);
        expect({ at, after, isChanged, ...start }).toEqual({ at, after, isChanged, ...allIsWell });
      }
  },
  // A restart for each of about 130 operations.
  90_000,
);

test('the library is whole where a part of the unflushed data is lost', async () => {
  const made = await moved();
  const fates = fc.array(fc.constantFrom<Fate>('old', 'half', 'new'), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: made.cut.moments.length - 1 }),
      fates,
      fc.boolean(),
      async (at, left, isLast) => {
        const isChanged = settingsAt(made, at).at(isLast ? -1 : 0) ?? false;
        const start = await startAgain(made, at, (thing) => left[thing % left.length] ?? 'old', isChanged);
        expect(start).toEqual(allIsWell);
      },
    ),
    { seed: 20261121, numRuns: caseCount({ limiter: 25, full: 100 }) },
  );
});

test('removes nothing from the old location before the new one is flushed and the deletion is requested', async () => {
  const { cut, changedAt, movedAt } = await moved();
  const operations = cut.moments.map(({ after }) => after);
  const removals = operations.findIndex((after) => /^remove data\/library\/\d{4}/.test(after));
  const flush = operations.findIndex((after, at) => at >= changedAt && after === 'flushFolder data');
  expect([changedAt <= flush, flush < movedAt, movedAt <= removals]).toEqual([true, true, true]);
});
