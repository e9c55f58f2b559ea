import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok, type Result } from '#contract/errors.ts';
import { markerName, markerText, readMarker } from '#main/library/location/location.ts';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import {
  call,
  contentsUnder,
  createMemoryLibrary,
  filesUnder,
  honestItem,
  type MemoryLibrary,
  writeItem,
} from '../memory-library.ts';
import { createMover, diskThat, filled, itemsUnder, throwing, unlist } from './moved-library.ts';

const untouched = (memoryLibrary: MemoryLibrary, before: object, to: string) => ({
  before,
  folder: memoryLibrary.location.folder(),
  items: itemsUnder(memoryLibrary.library()),
  settings: memoryLibrary.settings,
  isTargetGone: !existsSync(to),
  note: existsSync(join(memoryLibrary.dataFolder, 'library-move.json')),
});
const asIfNothing = (memoryLibrary: MemoryLibrary, before: object) => ({
  before,
  folder: memoryLibrary.defaults,
  items: before,
  settings: { libraryFolder: '' },
  isTargetGone: true,
  note: false,
});

test('a moved library is whole in the new location, and the old location keeps a copy until it is deleted', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const mover = createMover(memoryLibrary);
  const moved = await mover.move({ to, ...call() });
  expect({
    moved,
    items: itemsUnder(to),
    ready: memoryLibrary.location.ready(),
    settings: memoryLibrary.settings,
    old: itemsUnder(memoryLibrary.defaults),
    oldCopies: mover.oldCopies(),
  }).toEqual({
    moved: ok(undefined),
    items: before,
    ready: ok(to),
    settings: { libraryFolder: to },
    old: before,
    oldCopies: [memoryLibrary.defaults],
  });
  const deleted = await mover.deleteOldCopies(call());
  expect({
    deleted,
    items: itemsUnder(to),
    oldCopies: mover.oldCopies(),
    isOldGone: !existsSync(memoryLibrary.defaults),
    data: filesUnder(memoryLibrary.dataFolder),
  }).toEqual({ deleted: ok(0), items: before, oldCopies: [], isOldGone: true, data: [] });
});

test('moves on to another folder, and back to the data folder', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const { move, oldCopies, deleteOldCopies } = createMover(memoryLibrary);
  const [one, other] = [join(tempFolder(), 'one'), join(tempFolder(), 'other')];
  const moved = [];
  for (const to of [one, other, '']) moved.push((await move({ to, ...call() })).ok);
  const offered = oldCopies();
  expect({
    moved,
    offered,
    deleted: await deleteOldCopies(call()),
    items: itemsUnder(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
    left: [existsSync(one), existsSync(other)],
  }).toEqual({
    moved: [true, true, true],
    offered: [one, other],
    deleted: ok(0),
    items: before,
    settings: { libraryFolder: '' },
    left: [false, false],
  });
});

test('moves an empty library, which leaves no copy', async () => {
  const memoryLibrary = createMemoryLibrary();
  const to = join(tempFolder(), 'films');
  const { move, oldCopies } = createMover(memoryLibrary);
  expect([
    await move({ to, ...call() }),
    memoryLibrary.location.ready(),
    oldCopies(),
    existsSync(memoryLibrary.defaults),
  ]).toEqual([ok(undefined), ok(to), [], false]);
});

test('moves marks that change while items are copied', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const disk = diskThat('copy', 14, () => {
    memoryLibrary.mark('item-0001', { name: 'Late name', tags: ['dance'] });
    memoryLibrary.mark('item-0002', { name: 'Newer name' });
  });
  await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  const names = ['item-0001', 'item-0002'].map(
    (id) => JSON.parse(readFileSync(memoryLibrary.path(id, 'marks.json'), 'utf8')).name,
  );
  expect([memoryLibrary.library(), names]).toEqual([to, ['Late name', 'Newer name']]);
});

test('moves marks that change during the cutover', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const cutover = (work: () => Result<void>) => {
    memoryLibrary.mark('item-0003', { notes: 'just now' });
    return work();
  };
  await createMover(memoryLibrary, { cutover }).move({ to, ...call() });
  expect(JSON.parse(readFileSync(memoryLibrary.path('item-0003', 'marks.json'), 'utf8')).notes).toBe(
    'just now',
  );
});

test('copies a result that is saved during the move before the cutover', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const disk = diskThat('copy', 13, () => memoryLibrary.keep('item-0004'));
  const moved = await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  expect([moved, filesUnder(to).filter((path) => path.includes('item-0004')).length]).toEqual([
    ok(undefined),
    5,
  ]);
});

test('does not restore an item that is deleted while it is copied', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const disk = diskThat('copy', 14, () => {
    rmSync(join(memoryLibrary.library(), '2026-11/item-0001'), { recursive: true });
    unlist(memoryLibrary, 'item-0001');
  });
  await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  expect(filesUnder(to).some((path) => path.includes('item-0001'))).toBe(false);
});

test.each<[string, string, () => void]>([
  ['the disk is full', 'disk-full', throwing('ENOSPC')],
  ['the folder is not writable', 'folder-unwritable', throwing('EACCES')],
])('where %s midway, the library stays in its location and no copies are left', async (_, code, act) => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const disk = diskThat('copy', 9, act);
  const moved = await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  expect([moved, untouched(memoryLibrary, before, to)]).toEqual([
    { ok: false, error: expect.objectContaining({ code, subject: 'films' }) },
    asIfNothing(memoryLibrary, before),
  ]);
});

test('when cancelled midway, the library stays in its location and no copies are left', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const stop = new AbortController();
  const disk = diskThat('copy', 9, () => stop.abort());
  const moved = await createMover(memoryLibrary, { disk }).move({ to, ...call({ signal: stop.signal }) });
  expect([moved, untouched(memoryLibrary, before, to)]).toEqual([
    { ok: false, error: { code: 'cancelled', charged: 'no' } },
    asIfNothing(memoryLibrary, before),
  ]);
});

test('a failed move restores a target folder that existed before', async () => {
  const memoryLibrary = filled();
  const to = tempFolder();
  writeFileSync(join(to, '.DS_Store'), 'seen');
  const stop = new AbortController();
  const disk = diskThat('rename', 2, () => stop.abort());
  await createMover(memoryLibrary, { disk }).move({ to, ...call({ signal: stop.signal }) });
  expect(contentsUnder(to)).toEqual({ '.DS_Store': 'seen' });
});

test('the library stays in its location where a copy differs from the original', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const disk: Disk = {
    ...realDisk,
    copy: async (from, target, copying) => {
      const print = await realDisk.copy(from, target, copying);
      if (target.endsWith('result.mp4')) writeFileSync(target, 'rotten');
      return print;
    },
  };
  const moved = await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  expect([moved.ok, untouched(memoryLibrary, before, to)]).toEqual([
    false,
    asIfNothing(memoryLibrary, before),
  ]);
});

test('the library stays in its location where the setting cannot be written', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const full = { ok: false, error: { code: 'disk-full', charged: 'no' } } as const;
  const settings = { set: () => full };
  const moved = await createMover(memoryLibrary, { settings }).move({ to, ...call() });
  expect([moved, untouched(memoryLibrary, before, to)]).toEqual([full, asIfNothing(memoryLibrary, before)]);
});

test('a library whose disk goes away during the move is not treated as empty', async () => {
  const memoryLibrary = filled();
  const first = join(tempFolder(), 'first');
  await createMover(memoryLibrary).move({ to: first, ...call() });
  const to = join(tempFolder(), 'films');
  const disk = diskThat('copy', 5, () => rmSync(first, { recursive: true }));
  const moved = await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  expect([moved.ok, memoryLibrary.settings.libraryFolder]).toEqual([false, first]);
});

test('does not start a move that exceeds the free space', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const moved = await createMover(memoryLibrary, { freeBytes: async () => 100 }).move({ to, ...call() });
  expect([moved, existsSync(to)]).toEqual([
    { ok: false, error: { code: 'disk-full', charged: 'no', subject: 'films' } },
    false,
  ]);
});

test('refuses a move into a folder that holds a different item of the same name, and changes neither', async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  await createMover(memoryLibrary).move({ to, ...call() });
  writeItem(join(memoryLibrary.defaults, '2026-11/item-0002'), honestItem('item-0002'), {
    'result.mp4': 'other',
  });
  writeFileSync(join(memoryLibrary.defaults, markerName), markerText(readMarker(to) ?? randomUUID()));
  const moved = await createMover(memoryLibrary).move({ to: '', ...call() });
  expect([
    moved,
    memoryLibrary.library(),
    readFileSync(join(memoryLibrary.defaults, '2026-11/item-0002/result.mp4'), 'utf8'),
  ]).toEqual([
    {
      ok: false,
      error: {
        code: 'folder-unsuitable',
        charged: 'no',
        subject: 'library',
        reason: 'item-differs',
        folder: '2026-11/item-0002',
      },
    },
    to,
    'other',
  ]);
});

test('moves a month folder that the user renamed, and leaves the user’s other files', async () => {
  const memoryLibrary = filled();
  renameSync(join(memoryLibrary.defaults, '2026-11'), join(memoryLibrary.defaults, 'Autumn'));
  mkdirSync(join(memoryLibrary.defaults, 'Holidays', 'item-like'), { recursive: true });
  writeFileSync(join(memoryLibrary.defaults, 'Holidays', 'item-like', 'rome.jpg'), 'rome');
  const before = itemsUnder(join(memoryLibrary.defaults, 'Autumn'));
  const to = join(tempFolder(), 'films');
  const { move, deleteOldCopies } = createMover(memoryLibrary);
  const moved = await move({ to, ...call() });
  await deleteOldCopies(call());
  expect({ moved, items: itemsUnder(join(to, 'Autumn')), left: filesUnder(memoryLibrary.defaults) }).toEqual({
    moved: ok(undefined),
    items: before,
    left: ['Holidays/item-like/rome.jpg'],
  });
  expect(existsSync(join(memoryLibrary.defaults, 'Autumn'))).toBe(false);
});

test('moves an item whose folder the user renamed', async () => {
  const memoryLibrary = filled();
  renameSync(
    join(memoryLibrary.defaults, '2026-11/item-0002'),
    join(memoryLibrary.defaults, '2026-11/my squats'),
  );
  const before = itemsUnder(memoryLibrary.defaults);
  const to = join(tempFolder(), 'films');
  const { move, deleteOldCopies } = createMover(memoryLibrary);
  await move({ to, ...call() });
  await deleteOldCopies(call());
  expect([itemsUnder(to), existsSync(memoryLibrary.defaults)]).toEqual([before, false]);
});

test('moves an item of a newer version byte for byte', async () => {
  const memoryLibrary = filled();
  const newer = { 'item.json': '{"version":2,"id":"item-0007","more":[1]}', 'depth.bin': 'depth' };
  mkdirSync(join(memoryLibrary.defaults, '2026-11/item-0007'));
  for (const [name, content] of Object.entries(newer))
    writeFileSync(join(memoryLibrary.defaults, '2026-11/item-0007', name), content);
  const to = join(tempFolder(), 'films');
  const { move, deleteOldCopies } = createMover(memoryLibrary);
  await move({ to, ...call() });
  await deleteOldCopies(call());
  expect([contentsUnder(join(to, '2026-11/item-0007')), existsSync(memoryLibrary.defaults)]).toEqual([
    newer,
    false,
  ]);
});

test('copies the content of a large file', async () => {
  const memoryLibrary = filled();
  const content = Buffer.alloc(5_000_000, 'film');
  writeFileSync(memoryLibrary.path('item-0001', 'result.mp4'), content);
  const to = join(tempFolder(), 'films');
  const fractions: (number | null)[] = [];
  await createMover(memoryLibrary).move({
    to,
    ...call({ onProgress: (fraction) => fractions.push(fraction) }),
  });
  const sha256 = createHash('sha256')
    .update(readFileSync(memoryLibrary.path('item-0001', 'result.mp4')))
    .digest('hex');
  expect([sha256, fractions.at(-1), fractions.length > 5]).toEqual([
    createHash('sha256').update(content).digest('hex'),
    1,
    true,
  ]);
});
