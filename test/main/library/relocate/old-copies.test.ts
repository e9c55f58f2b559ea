/** The copy of the library that a move leaves in its old location. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { markerName, markerText } from '#main/library/location/location.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { call, contentsUnder, filesUnder, honestItem, writeItem } from '../memory-library.ts';
import { createMover, diskThat, filled, itemsUnder, movedAndKilled, unlist } from './moved-library.ts';

test('the next start knows the old location of a killed program', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  const mover = createMover(memoryLibrary);
  const before = { left: mover.oldCopies(), old: itemsUnder(memoryLibrary.defaults) };
  const started = [mover.isInterrupted(), await mover.completeInterrupted(call()), mover.isInterrupted()];
  const deleted = await mover.deleteOldCopies(call());
  expect({
    before,
    started,
    deleted,
    isOldGone: !existsSync(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
    oldCopies: mover.oldCopies(),
  }).toEqual({
    before: { left: [memoryLibrary.defaults], old: itemsUnder(to) },
    started: [true, ok(undefined), false],
    deleted: ok(0),
    isOldGone: true,
    settings: { libraryFolder: to },
    oldCopies: [],
  });
});

test('removes only items that are whole in the new location', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  writeFileSync(join(to, '2026-11/item-0001/result.mp4'), 'rotten');
  await createMover(memoryLibrary).deleteOldCopies(call());
  expect(contentsUnder(memoryLibrary.defaults)).toEqual({
    '2026-11/item-0001/result.mp4': 'result of item-0001',
  });
});

test('does not restore items that were deleted in the new location', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  unlist(memoryLibrary, 'item-0001');
  await createMover(memoryLibrary).deleteOldCopies(call());
  expect([existsSync(join(to, '2026-11/item-0001')), existsSync(memoryLibrary.defaults)]).toEqual([
    false,
    false,
  ]);
});

test('copies listed items that the new location lacks from the old one', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  await createMover(memoryLibrary).completeInterrupted(call());
  expect(readFileSync(memoryLibrary.path('item-0001', 'result.mp4'), 'utf8')).toBe('result of item-0001');
});

test('keeps the old location while a job fills a folder in it', async () => {
  const { memoryLibrary } = await movedAndKilled();
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0007'));
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0008'));
  const isBusy = (id: string) => id === 'item-0007';
  const { deleteOldCopies, oldCopies } = createMover(memoryLibrary, { isBusy });
  const deleted = await deleteOldCopies(call());
  expect([
    deleted,
    oldCopies(),
    [7, 8].map((n) => existsSync(join(memoryLibrary.defaults, `.incoming-item-000${n}`))),
  ]).toEqual([fail('library-busy'), [memoryLibrary.defaults], [true, false]]);
});

test('remembers an old location whose disk is away', async () => {
  const { memoryLibrary } = await movedAndKilled();
  rmSync(memoryLibrary.defaults, { recursive: true });
  mkdirSync(memoryLibrary.defaults);
  const { deleteOldCopies, oldCopies } = createMover(memoryLibrary);
  const deleted = await deleteOldCopies(call());
  expect([deleted, oldCopies()]).toEqual([
    fail('library-away', { subject: 'library' }),
    [memoryLibrary.defaults],
  ]);
});

test('moves again without an absent old location where every listed item is present', async () => {
  const { memoryLibrary } = await movedAndKilled();
  rmSync(memoryLibrary.defaults, { recursive: true });
  const next = join(tempFolder(), 'next');
  expect([await createMover(memoryLibrary).move({ to: next, ...call() }), memoryLibrary.library()]).toEqual([
    ok(undefined),
    next,
  ]);
});

test('refuses to move again where a listed item may be in the absent old location only', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(memoryLibrary.defaults, { recursive: true });
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  const next = join(tempFolder(), 'next');
  expect([await createMover(memoryLibrary).move({ to: next, ...call() }), memoryLibrary.library()]).toEqual([
    { ok: false, error: { code: 'library-away', charged: 'no', subject: 'library' } },
    to,
  ]);
});

test('copies a result that is added while the old location is cleared', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0009'));
  let isIn = false;
  const isBusy = () => {
    // Another task completes the folder at the moment of this check.
    if (!isIn) {
      rmSync(join(memoryLibrary.defaults, '.incoming-item-0009'), { recursive: true });
      writeItem(join(memoryLibrary.defaults, '2026-11/item-0009'), honestItem('item-0009'));
    }
    isIn = true;
    return false;
  };
  const deleted = await createMover(memoryLibrary, { isBusy }).deleteOldCopies(call());
  expect([
    deleted,
    filesUnder(join(to, '2026-11/item-0009')).length,
    filesUnder(memoryLibrary.defaults),
  ]).toEqual([ok(1), 5, []]);
});

test('copies a result that is added to the old location after the cutover', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  let isChanged = false;
  const cutover = (work: () => Result<void>) => {
    const changed = work();
    // Another task has read the location just before.
    if (!isChanged) writeItem(join(memoryLibrary.defaults, '2026-11/item-0009'), honestItem('item-0009'));
    isChanged = true;
    return changed;
  };
  const { move, deleteOldCopies } = createMover(memoryLibrary, { cutover });
  await move({ to, ...call() });
  expect({
    deleted: await deleteOldCopies(call()),
    brought: filesUnder(join(to, '2026-11/item-0009')),
    left: filesUnder(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
  }).toEqual({
    deleted: ok(1),
    brought: ['character.jpg', 'item.json', 'motion.mp4', 'poster.jpg', 'result.mp4'],
    left: [],
    settings: { libraryFolder: to },
  });
});

test('foreign files stay in the old location', async () => {
  const memoryLibrary = filled();
  const foreign = {
    'notes.txt': 'mine',
    '2026-11/notes.txt': 'mine, too',
    '2026-11/item-0001/sub/deep.txt': 'deep',
  };
  for (const [path, content] of Object.entries(foreign)) {
    mkdirSync(join(memoryLibrary.defaults, path, '..'), { recursive: true });
    writeFileSync(join(memoryLibrary.defaults, path), content);
  }
  const elsewhere = join(tempFolder(), 'film.mp4');
  writeFileSync(elsewhere, 'film');
  symlinkSync(elsewhere, join(memoryLibrary.defaults, '2026-11/item-0002/link.mp4'));
  const to = join(tempFolder(), 'films');
  const { move, deleteOldCopies } = createMover(memoryLibrary);
  await move({ to, ...call() });
  await deleteOldCopies(call());
  expect({
    left: contentsUnder(memoryLibrary.defaults),
    hasLink: filesUnder(to).some((path) => path.endsWith('link.mp4')),
  }).toEqual({
    left: { ...foreign, '2026-11/item-0002/link.mp4': 'film' },
    hasLink: false,
  });
});

test('an old copy that another library has replaced is not touched', async () => {
  const memoryLibrary = filled();
  const { move, deleteOldCopies, oldCopies } = createMover(memoryLibrary);
  await move({ to: join(tempFolder(), 'films'), ...call() });
  writeFileSync(join(memoryLibrary.defaults, markerName), markerText('6f1e0c52-8d53-4c3e-9b0a-0d0f5b3a7c11'));
  const before = contentsUnder(memoryLibrary.defaults);
  expect([await deleteOldCopies(call()), contentsUnder(memoryLibrary.defaults), oldCopies()]).toEqual([
    fail('library-away', { subject: 'library' }),
    before,
    [memoryLibrary.defaults],
  ]);
});

test('forgets an old copy that the user has deleted', async () => {
  const memoryLibrary = filled();
  const { move, deleteOldCopies, oldCopies } = createMover(memoryLibrary);
  await move({ to: join(tempFolder(), 'films'), ...call() });
  rmSync(memoryLibrary.defaults, { recursive: true });
  expect([await deleteOldCopies(call()), oldCopies()]).toEqual([ok(0), []]);
});

test('remembers an old copy whose parent folder is missing too', async () => {
  const memoryLibrary = filled();
  const disk = join(tempFolder(), 'disk');
  mkdirSync(disk);
  const { move, deleteOldCopies, oldCopies } = createMover(memoryLibrary);
  await move({ to: join(disk, 'films'), ...call() });
  await deleteOldCopies(call());
  await move({ to: '', ...call() });
  rmSync(disk, { recursive: true });
  expect([await deleteOldCopies(call()), oldCopies()]).toEqual([
    fail('library-away', { subject: 'films' }),
    [join(disk, 'films')],
  ]);
});

test('a cancelled deletion can be repeated, and the library stays whole', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const stop = new AbortController();
  const disk = diskThat('remove', 6, () => stop.abort());
  const cut = createMover(memoryLibrary, { disk });
  await createMover(memoryLibrary).move({ to, ...call() });
  const cancelled = await cut.deleteOldCopies(call({ signal: stop.signal }));
  const offered = cut.oldCopies();
  const repeated = await createMover(memoryLibrary).deleteOldCopies(call());
  expect({
    cancelled,
    offered,
    repeated,
    items: itemsUnder(to),
    left: filesUnder(memoryLibrary.defaults),
  }).toEqual({
    cancelled: fail('cancelled'),
    offered: [memoryLibrary.defaults],
    repeated: ok(0),
    items: before,
    left: [],
  });
});

test('deletes no item of an old copy once the disk of the library is away', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  await createMover(memoryLibrary).move({ to, ...call() });
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  unlist(memoryLibrary, 'item-0001');
  const disk = diskThat('remove', 1, () => rmSync(to, { recursive: true }));
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0009'));
  const { deleteOldCopies, oldCopies } = createMover(memoryLibrary, { disk });
  const deleted = await deleteOldCopies(call());
  expect([deleted.ok, itemsUnder(memoryLibrary.defaults), oldCopies(), existsSync(to)]).toEqual([
    false,
    before,
    [memoryLibrary.defaults],
    false,
  ]);
});

test('writes nothing where the new location is away at the next start', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(to, { recursive: true });
  mkdirSync(to);
  const mover = createMover(memoryLibrary);
  expect([await mover.completeInterrupted(call()), filesUnder(to), mover.isInterrupted()]).toEqual([
    ok(undefined),
    [],
    true,
  ]);
});

test('reports the progress of a deletion', async () => {
  const { memoryLibrary } = await movedAndKilled();
  const fractions: (number | null)[] = [];
  await createMover(memoryLibrary).deleteOldCopies(call({ onProgress: (one) => fractions.push(one) }));
  expect([fractions.at(-1), fractions.length > 5]).toEqual([1, true]);
});

test('a library that moves back to its old copy does not get items back that were deleted since', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const { move, oldCopies } = createMover(memoryLibrary);
  await move({ to, ...call() });
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  unlist(memoryLibrary, 'item-0001');
  memoryLibrary.mark('item-0002', { name: 'Newer name' });
  memoryLibrary.keep('item-0004');
  const before = itemsUnder(to);
  const moved = await move({ to: '', ...call() });
  expect([moved, itemsUnder(memoryLibrary.defaults), oldCopies()]).toEqual([ok(undefined), before, [to]]);
});

test('a move back that is cancelled keeps the old copy', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  await createMover(memoryLibrary).move({ to, ...call() });
  const before = itemsUnder(memoryLibrary.defaults);
  memoryLibrary.keep('item-0004');
  const stop = new AbortController();
  const disk = diskThat('copy', 3, () => stop.abort());
  const { move, oldCopies } = createMover(memoryLibrary, { disk });
  const moved = await move({ to: '', ...call({ signal: stop.signal }) });
  expect([moved, itemsUnder(memoryLibrary.defaults), oldCopies(), memoryLibrary.library()]).toEqual([
    fail('cancelled'),
    before,
    [memoryLibrary.defaults],
    to,
  ]);
});

test('lost settings do not turn a finished move into an unfinished one', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  await createMover(memoryLibrary).move({ to, ...call() });
  const before = contentsUnder(to);
  memoryLibrary.settingsModule.set({ libraryFolder: '' });
  const { undoInterrupted, deleteOldCopies, oldCopies } = createMover(memoryLibrary);
  await undoInterrupted();
  await deleteOldCopies(call());
  expect([contentsUnder(to), itemsUnder(memoryLibrary.defaults), oldCopies()]).toEqual([
    before,
    itemsUnder(to),
    [],
  ]);
});

test.each([
  ['before the cutover', false],
  ['after the cutover', true],
])('reads the journal of an earlier version that ended %s', async (_, isChanged) => {
  const { memoryLibrary, to } = await movedAndKilled();
  const journal = {
    version: 1,
    from: memoryLibrary.defaults,
    to,
    isMade: true,
    moved: ['2026-11/item-0001'],
  };
  writeFileSync(join(memoryLibrary.dataFolder, 'library-move.json'), JSON.stringify(journal));
  if (!isChanged) memoryLibrary.settingsModule.set({ libraryFolder: '' });
  const mover = createMover(memoryLibrary);
  const wasInterrupted = mover.isInterrupted();
  await mover.completeInterrupted(call());
  await mover.undoInterrupted();
  expect({
    wasInterrupted,
    isInterrupted: mover.isInterrupted(),
    oldCopies: mover.oldCopies(),
    hasTarget: existsSync(to),
  }).toEqual({
    wasInterrupted: true,
    isInterrupted: false,
    oldCopies: isChanged ? [memoryLibrary.defaults] : [],
    hasTarget: isChanged,
  });
});
