/** Rebuilds from folders that a sync service shares. */
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { marksChangeSchema, noMarks } from '#contract/model/marks.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { forget, keepSome, listed, rebuilt } from '../filled-library.ts';
import { contentsUnder } from '../memory-library.ts';

const rated = marksChangeSchema.parse({ rating: 4 });

/** Files of each service in the item's folder and beside it. */
const conflicts: readonly [string, (home: string) => void][] = [
  [
    'Dropbox',
    (home) => cpSync(join(home, 'item.json'), join(home, "item (PC's conflicted copy 2026-11-30).json")),
  ],
  ['OneDrive', (home) => cpSync(join(home, 'marks.json'), join(home, 'marks-DESKTOP-7QK.json'))],
  [
    'Syncthing',
    (home) =>
      cpSync(join(home, 'marks.json'), join(home, 'marks.sync-conflict-20261130-101112-ABCDEFG.json')),
  ],
  [
    'Nextcloud',
    (home) => cpSync(join(home, 'item.json'), join(home, 'item (conflicted copy 2026-11-30 101112).json')),
  ],
  ['a system', (home) => writeFileSync(join(home, 'desktop.ini'), 'x')],
  [
    'Synology',
    (home) => {
      for (const folder of [home, dirname(home), join(home, '..', '..')]) {
        mkdirSync(join(folder, '@eaDir', 'item-0001'), { recursive: true });
        writeFileSync(join(folder, '@eaDir', 'item-0001', 'item.json'), '{}');
      }
    },
  ],
  [
    'Syncthing, of earlier versions',
    (home) =>
      cpSync(home, join(home, '..', '..', '.stversions', '2026-11', 'item-0001'), { recursive: true }),
  ],
];

test.each(conflicts)('ignores files of %s in a library', async (_, leave) => {
  const { tempLibrary, ids, first, home } = await keepSome(1);
  await tempLibrary.catalogue.mark([first], rated);
  leave(home);
  const before = contentsUnder(tempLibrary.libraryFolder);
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 1 }));
  expect([listed(tempLibrary), contentsUnder(tempLibrary.libraryFolder)]).toEqual([ids, before]);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 4 } } });
});

test.each([' (1)', ' - Copy', ' (conflicted copy)'])(
  'reports a duplicate folder (%s) and does not change it',
  async (ending) => {
    const { tempLibrary, ids, first, home } = await keepSome(1);
    cpSync(home, `${home}${ending}`, { recursive: true });
    const before = contentsUnder(tempLibrary.libraryFolder);
    forget(tempLibrary);
    expect(await rebuildCatalogue(tempLibrary)).toEqual(
      rebuilt({ added: 1, total: 1, leftAlone: [{ folder: `2026-11/${first}${ending}`, why: 'misplaced' }] }),
    );
    expect([listed(tempLibrary), contentsUnder(tempLibrary.libraryFolder)]).toEqual([ids, before]);
  },
);

test.each<[string, (home: string) => void]>([
  ['empty', (home) => writeFileSync(join(home, 'result.mp4'), '')],
  ['a placeholder', (home) => renameSync(join(home, 'result.mp4'), join(home, '.result.mp4.icloud'))],
])('an item whose result is %s stays in the catalogue with unchanged files', async (_, change) => {
  const { tempLibrary, ids, home } = await keepSome(1);
  change(home);
  const before = contentsUnder(tempLibrary.libraryFolder);
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 1 }));
  expect([listed(tempLibrary), contentsUnder(tempLibrary.libraryFolder)]).toEqual([ids, before]);
});

test('does not change an empty marks.json of an item without marks in the catalogue', async () => {
  const { tempLibrary, first, home } = await keepSome(1);
  const path = join(home, 'marks.json');
  writeFileSync(path, '');
  forget(tempLibrary);
  expect(await rebuildCatalogue(tempLibrary)).toEqual(rebuilt({ added: 1, total: 1 }));
  expect([readFileSync(path, 'utf8'), tempLibrary.catalogue.get(first)]).toMatchObject([
    '',
    { value: { marks: noMarks } },
  ]);
  writeFileSync(path, JSON.stringify({ rating: 3 }));
  await rebuildCatalogue(tempLibrary);
  expect(tempLibrary.catalogue.get(first)).toMatchObject({ value: { marks: { rating: 3 } } });
});
