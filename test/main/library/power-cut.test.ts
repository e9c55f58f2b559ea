/** A result that is being saved when the power is cut, at every operation and with any part of the unflushed data lost. */
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemFolderFor, itemIdFor } from '#main/library/item/item-folder.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { createFolderOperations } from '#main/storage/atomic.ts';
import { caseCount } from '#test/fixtures/runs.ts';
import { jobRecord } from '../jobs/samples.ts';
import { keepTempFoldersInMemory } from '../storage/memory-disk.ts';
import { createPowerCutDisk, type Fate } from '../storage/power-cut-disk.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTempLibrary } from './temp-library.ts';

keepTempFoldersInMemory();

const folder = itemFolderFor(jobRecord('j1'), itemIdFor(jobRecord('j1'), 1));
const contents = {
  'character.jpg': 'character',
  'motion.mp4': 'motion',
  'poster.jpg': 'poster',
  'result.mp4': 'result of j1',
};
const wholeItem = ['character.jpg', 'item.json', 'motion.mp4', 'poster.jpg', 'result.mp4'].map(
  (name) => `${folder}/${name}`,
);

const kept = async () => {
  const dataFolder = tempFolder();
  const unwatchedLibrary = createTempLibrary({}, dataFolder);
  const unwatched = unwatchedLibrary.request();
  // The library folder itself is flushed before its path is returned.
  unwatchedLibrary.location.ready();
  const cut = createPowerCutDisk(dataFolder, ['work', 'library']);
  const tempLibrary = createTempLibrary({ files: createFolderOperations(cut.disk) }, dataFolder);
  expect(await tempLibrary.keep(unwatched)).toMatchObject({ ok: true });
  return cut;
};

type Cut = Awaited<ReturnType<typeof kept>>;

/** The next start: the contents of the library before and after the job is resumed. */
const startAgain = async ({ moments, layOut }: Cut, at: number, fateOf: (thing: number) => Fate) => {
  const moment = moments[at];
  if (moment === undefined) throw new Error('There is no such moment.');
  const dataFolder = tempFolder();
  layOut(moment, fateOf, dataFolder);
  const tempLibrary = createTempLibrary({}, dataFolder);
  const { catalogue } = tempLibrary;
  const rebuilt = await rebuildCatalogue(tempLibrary);
  const found = rebuilt.ok ? rebuilt.value.added : -1;
  const holds = () =>
    Object.fromEntries(Object.keys(contents).map((name) => [name, tempLibrary.read(`${folder}/${name}`)]));
  const asFound = found === 0 ? contents : holds();
  const again = await tempLibrary.keep(tempLibrary.request());
  // On a disk without atomic renames, a second name may remain; it is ignored.
  const files = tempLibrary.files().filter((path) => !path.startsWith('.incoming-'));
  const after = { found, asFound, isKept: again.ok, files, holds: holds(), count: catalogue.count() };
  tempLibrary.db.close();
  rmSync(dataFolder, { recursive: true });
  return after;
};

const allIsWell = (found: number) => ({
  found,
  asFound: contents,
  isKept: true,
  files: wholeItem,
  holds: contents,
  count: { ok: true, value: 1 },
});

test.each<Fate>(['old', 'half', 'new'])(
  'after a power cut between any two operations the item is whole or missing, and saved once; unflushed data is %s',
  async (fate) => {
    const cut = await kept();
    for (const [at, { after }] of cut.moments.entries()) {
      const start = await startAgain(cut, at, () => fate);
      expect({ after, ...start }).toEqual({ after, ...allIsWell(start.found === 0 ? 0 : 1) });
    }
  },
);

test('the item is whole or missing where a part of the unflushed data is lost', async () => {
  const cut = await kept();
  const fates = fc.array(fc.constantFrom<Fate>('old', 'half', 'new'), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: cut.moments.length - 1 }), fates, async (at, left) => {
      const start = await startAgain(cut, at, (thing) => left[thing % left.length] ?? 'old');
      expect(start).toEqual(allIsWell(start.found === 0 ? 0 : 1));
    }),
    { seed: 20261121, numRuns: caseCount({ limiter: 25, full: 100 }) },
  );
});

test('inserts the item and removes the download only after the whole item is flushed', async () => {
  const cut = await kept();
  const last = cut.moments.length - 1;
  const removals = cut.moments.flatMap(({ after }, at) => (after === 'remove work/result.mp4' ? [at] : []));
  expect(removals).toEqual([last]);
  expect(await startAgain(cut, last - 1, () => 'old')).toEqual(allIsWell(1));
});
