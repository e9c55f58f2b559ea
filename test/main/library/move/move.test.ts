import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok, type Result } from '#contract/errors.ts';
import { markerName, markerText, readMarker } from '#main/library/location/location-marker.ts';
import { createLibraryMove } from '#main/library/move/move.ts';
import type { MoveDeps } from '#main/library/move/move-deps.ts';
import { type MoveDisk, realMoveDisk } from '#main/library/move/move-disk.ts';
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

const createMover = (memoryLibrary: MemoryLibrary, more: Partial<MoveDeps> = {}) =>
  createLibraryMove({
    dataFolder: memoryLibrary.dataFolder,
    location: memoryLibrary.location,
    settings: memoryLibrary.settingsModule,
    list: memoryLibrary.list,
    cutover: (work) => work(),
    freeBytes: async () => null,
    isBusy: () => false,
    log: memoryLibrary.log,
    ...more,
  });

const ids = ['item-0001', 'item-0002', 'item-0003'];
const filled = () => {
  const memoryLibrary = createMemoryLibrary();
  for (const id of ids) memoryLibrary.keep(id);
  memoryLibrary.mark('item-0002', { name: 'Squats', rating: 4 });
  return memoryLibrary;
};

/** All files without the markers and journals of moves. */
const itemsUnder = (folder: string) =>
  Object.fromEntries(Object.entries(contentsUnder(folder)).filter(([path]) => !path.startsWith('.')));

/** A disk that calls `act` before its n-th operation of a kind, counted from 1. */
const diskThat = (kind: 'copy' | 'rename', n: number, act: () => void): MoveDisk => {
  let count = 0;
  const before = () => {
    count += 1;
    if (count === n) act();
  };
  return {
    ...realMoveDisk,
    copy: async (from, to, copying) => {
      if (kind === 'copy') before();
      return realMoveDisk.copy(from, to, copying);
    },
    rename: async (from, to) => {
      // Operations on the journal are not counted.
      if (kind === 'rename' && !to.endsWith(markerName) && !to.endsWith('.json')) before();
      return realMoveDisk.rename(from, to);
    },
  };
};

const throwing = (code: string) => () => {
  throw Object.assign(new Error('no'), { code });
};

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
  settings: { libraryFolder: '', libraryLeftBehind: '' },
  isTargetGone: true,
  note: false,
});

test('a moved library is whole in the new location, and the old location is removed', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const to = join(tempFolder(), 'films');
  const moved = await createMover(memoryLibrary).move({ to, ...call() });
  expect({
    moved,
    items: itemsUnder(to),
    ready: memoryLibrary.location.ready(),
    settings: memoryLibrary.settings,
    isOldGone: !existsSync(memoryLibrary.defaults),
    data: filesUnder(memoryLibrary.dataFolder),
  }).toEqual({
    moved: ok(undefined),
    items: before,
    ready: ok(to),
    settings: { libraryFolder: to, libraryLeftBehind: '' },
    isOldGone: true,
    data: [],
  });
});

test('moves on to another folder, and back to the data folder', async () => {
  const memoryLibrary = filled();
  const before = itemsUnder(memoryLibrary.library());
  const { move } = createMover(memoryLibrary);
  const [one, other] = [join(tempFolder(), 'one'), join(tempFolder(), 'other')];
  const moved = [];
  for (const to of [one, other, '']) moved.push((await move({ to, ...call() })).ok);
  expect({
    moved,
    items: itemsUnder(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
    left: [existsSync(one), existsSync(other)],
  }).toEqual({
    moved: [true, true, true],
    items: before,
    settings: { libraryFolder: '', libraryLeftBehind: '' },
    left: [false, false],
  });
});

test('moves an empty library', async () => {
  const memoryLibrary = createMemoryLibrary();
  const to = join(tempFolder(), 'films');
  expect([await createMover(memoryLibrary).move({ to, ...call() }), memoryLibrary.location.ready()]).toEqual([
    ok(undefined),
    ok(to),
  ]);
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
    for (const { item } of memoryLibrary.rows.values())
      if (item.id === 'item-0001') memoryLibrary.rows.delete(item.id);
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
  const disk: MoveDisk = {
    ...realMoveDisk,
    copy: async (from, target, copying) => {
      const print = await realMoveDisk.copy(from, target, copying);
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
  const settings = { get: () => memoryLibrary.settings, set: () => full };
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
  await createMover(memoryLibrary).move({ to, ...call() });
  expect({
    left: contentsUnder(memoryLibrary.defaults),
    hasLink: filesUnder(to).some((path) => path.endsWith('link.mp4')),
  }).toEqual({
    left: { ...foreign, '2026-11/item-0002/link.mp4': 'film' },
    hasLink: false,
  });
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
  await createMover(memoryLibrary, { cutover }).move({ to, ...call() });
  expect({
    brought: filesUnder(join(to, '2026-11/item-0009')),
    left: filesUnder(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
  }).toEqual({
    brought: ['character.jpg', 'item.json', 'motion.mp4', 'poster.jpg', 'result.mp4'],
    left: [],
    settings: { libraryFolder: to, libraryLeftBehind: '' },
  });
});

/** A move that ended right after the cutover. */
const movedAndKilled = async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const disk: MoveDisk = {
    ...realMoveDisk,
    flushFolder: async (folder) => {
      if (folder === memoryLibrary.dataFolder && memoryLibrary.settings.libraryFolder === to)
        throwing('EIO')();
      return realMoveDisk.flushFolder(folder);
    },
  };
  await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  return { memoryLibrary, to };
};

test('the next start clears the old location of a killed program', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  const before = { left: memoryLibrary.settings.libraryLeftBehind, old: itemsUnder(memoryLibrary.defaults) };
  const cleaned = await createMover(memoryLibrary).cleanupLeftBehind({ signal: call().signal });
  expect({
    before,
    cleaned,
    isOldGone: !existsSync(memoryLibrary.defaults),
    settings: memoryLibrary.settings,
  }).toEqual({
    before: { left: memoryLibrary.defaults, old: itemsUnder(to) },
    cleaned: ok({ isClear: true }),
    isOldGone: true,
    settings: { libraryFolder: to, libraryLeftBehind: '' },
  });
});

test('removes only items that are whole in the new location', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  writeFileSync(join(to, '2026-11/item-0001/result.mp4'), 'rotten');
  await createMover(memoryLibrary).cleanupLeftBehind({ signal: call().signal });
  expect(contentsUnder(memoryLibrary.defaults)).toEqual({
    '2026-11/item-0001/result.mp4': 'result of item-0001',
  });
});

test('does not restore items that were deleted in the new location', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  for (const { item } of memoryLibrary.rows.values())
    if (item.id === 'item-0001') memoryLibrary.rows.delete(item.id);
  await createMover(memoryLibrary).cleanupLeftBehind({ signal: call().signal });
  expect([existsSync(join(to, '2026-11/item-0001')), existsSync(memoryLibrary.defaults)]).toEqual([
    false,
    false,
  ]);
});

test('copies listed items that the new location lacks from the old one', async () => {
  const { memoryLibrary, to } = await movedAndKilled();
  rmSync(join(to, '2026-11/item-0001'), { recursive: true });
  await createMover(memoryLibrary).copyLateItems({ signal: call().signal });
  expect(readFileSync(memoryLibrary.path('item-0001', 'result.mp4'), 'utf8')).toBe('result of item-0001');
});

test('keeps the old location while a job fills a folder in it', async () => {
  const { memoryLibrary } = await movedAndKilled();
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0007'));
  mkdirSync(join(memoryLibrary.defaults, '.incoming-item-0008'));
  const isBusy = (id: string) => id === 'item-0007';
  const cleaned = await createMover(memoryLibrary, { isBusy }).cleanupLeftBehind({ signal: call().signal });
  expect([
    cleaned,
    memoryLibrary.settings.libraryLeftBehind,
    [7, 8].map((n) => existsSync(join(memoryLibrary.defaults, `.incoming-item-000${n}`))),
  ]).toEqual([ok({ isClear: false }), memoryLibrary.defaults, [true, false]]);
});

test('remembers an old location whose disk is away', async () => {
  const { memoryLibrary } = await movedAndKilled();
  rmSync(memoryLibrary.defaults, { recursive: true });
  mkdirSync(memoryLibrary.defaults);
  const cleaned = await createMover(memoryLibrary).cleanupLeftBehind({ signal: call().signal });
  expect([cleaned, memoryLibrary.settings.libraryLeftBehind]).toEqual([
    ok({ isClear: false }),
    memoryLibrary.defaults,
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
  const moved = await createMover(memoryLibrary).move({ to, ...call() });
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
  await createMover(memoryLibrary).move({ to, ...call() });
  expect([itemsUnder(to), existsSync(memoryLibrary.defaults)]).toEqual([before, false]);
});

test('moves an item of a newer version byte for byte', async () => {
  const memoryLibrary = filled();
  const newer = { 'item.json': '{"version":2,"id":"item-0007","more":[1]}', 'depth.bin': 'depth' };
  mkdirSync(join(memoryLibrary.defaults, '2026-11/item-0007'));
  for (const [name, content] of Object.entries(newer))
    writeFileSync(join(memoryLibrary.defaults, '2026-11/item-0007', name), content);
  const to = join(tempFolder(), 'films');
  await createMover(memoryLibrary).move({ to, ...call() });
  expect([contentsUnder(join(to, '2026-11/item-0007')), existsSync(memoryLibrary.defaults)]).toEqual([
    newer,
    false,
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
  const cleaned = await createMover(memoryLibrary, { isBusy }).cleanupLeftBehind({ signal: call().signal });
  expect([
    cleaned,
    filesUnder(join(to, '2026-11/item-0009')).length,
    filesUnder(memoryLibrary.defaults),
  ]).toEqual([ok({ isClear: true }), 5, []]);
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
