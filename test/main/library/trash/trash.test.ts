/** Expiry of the trash, and permanent deletion. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { isItemIdOf, itemIdFor } from '#main/library/item/item-folder.ts';
import { createOpenDays, wasOpenSince, withToday } from '#main/library/trash/open-days.ts';
import {
  cleanupDeleting,
  cleanupIncoming,
  createTrash,
  isDue,
  type TrashDeps,
} from '#main/library/trash/trash.ts';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { failingDisk } from '../../storage/test-disk.ts';
import { createTestLog } from '../../storage/test-log.ts';
import { createTempLibrary, type TempLibrary } from '../temp-library.ts';

const removedAt = '2026-11-01T12:00:00.000Z';

test.each([
  ['a second too early', '2026-12-01T11:59:59.000Z', false],
  ['exactly thirty days', '2026-12-01T12:00:00.000Z', true],
  ['long after', '2031-01-01T00:00:00.000Z', true],
  ['with a clock that was set back before the removal', '2020-01-01T00:00:00.000Z', false],
])('whether an item is due after thirty days: %s', (_, now, expected) => {
  expect(isDue(removedAt, { now: new Date(now), trashDays: 30 })).toBe(expected);
});

const usedDaily = ['2026-11-28', '2026-11-29', '2026-11-30'];

/** Three saved items of which the first two are in the trash. */
const libraryWithTrash = async (more: { disk?: Disk; now?: string; days?: readonly string[] } = {}) => {
  const tempLibrary = createTempLibrary({ now: () => new Date(removedAt) });
  const ids: ItemId[] = [];
  for (const second of [0, 1, 2]) {
    const kept = await tempLibrary.keep(
      tempLibrary.request(`j${second}`, `2026-11-01T10:00:0${second}.000Z`),
    );
    if (kept.ok) ids.push(kept.value.id);
  }
  await tempLibrary.catalogue.remove(ids.slice(0, 2));
  const deps: TrashDeps = {
    ...tempLibrary,
    clock: { now: () => new Date(more.now ?? removedAt) },
    openDays: () => more.days ?? usedDaily,
    ...(more.disk === undefined ? {} : { disk: more.disk }),
  };
  return { tempLibrary, ids, trash: createTrash(deps) };
};

/** The numbers of the items in the catalogue and in the folders. */
const left = (tempLibrary: TempLibrary, ids: readonly ItemId[]) => ({
  inList: ids.map((id) => tempLibrary.catalogue.get(id).ok),
  inFolders: ids.map((id) => tempLibrary.files().some((name) => name.includes(`2026-11/${id}/`))),
  aside: readdirSync(tempLibrary.libraryFolder).filter((name) => name.startsWith('.')),
});

test('deletes the requested items of the trash only', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  expect(await trash.deleteForever(ids)).toEqual(ok({ changed: 2 }));
  expect(left(tempLibrary, ids)).toEqual({
    inList: [false, false, true],
    inFolders: [false, false, true],
    aside: [],
  });
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 0 }));
  expect(tempLibrary.catalogue.overview()).toMatchObject({ value: { total: 1, inTrash: 0 } });
});

test('deletes one item of the trash, or all of them', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  expect(await trash.deleteForever(ids.slice(1, 2))).toEqual(ok({ changed: 1 }));
  expect(left(tempLibrary, ids).inList).toEqual([true, false, true]);
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 1 }));
  expect(left(tempLibrary, ids).inFolders).toEqual([false, false, true]);
});

test.each([
  ['nothing before the period is over', '2026-11-30T12:00:00.000Z', 30, 0],
  ['items when the period is over', '2026-12-01T12:00:00.000Z', 30, 2],
  ['nothing where no period is set', '2036-12-01T12:00:00.000Z', null, 0],
  ['nothing with a clock that was set back', '2025-12-01T12:00:00.000Z', 1, 0],
])('the cleanup deletes %s', async (_, now, days, changed) => {
  const { tempLibrary, ids, trash } = await libraryWithTrash({ now });
  expect(await trash.cleanupTrash(days)).toEqual(ok({ changed }));
  expect(left(tempLibrary, ids).inFolders).toEqual(changed === 0 ? [true, true, true] : [false, false, true]);
});

test('a clock that jumps ahead by years does not empty the trash before enough days of use', async () => {
  const { tempLibrary, ids } = await libraryWithTrash();
  const log = createTestLog();
  const dataFolder = join(tempLibrary.libraryFolder, '..');
  const cleanupOn = (now: string) =>
    createTrash({
      ...tempLibrary,
      clock: { now: () => new Date(now) },
      openDays: createOpenDays({ dataFolder, log }),
    }).cleanupTrash(30);
  const days = [
    '2026-11-01',
    '2031-05-01',
    '2031-05-01',
    '2026-11-02',
    '2026-12-24',
    '2026-12-25',
    '2026-12-26',
  ];
  const swept = [];
  for (const day of days) swept.push(await cleanupOn(`${day}T12:00:00.000Z`));
  expect(swept).toEqual([0, 0, 0, 0, 0, 2, 0].map((changed) => ok({ changed })));
  expect(left(tempLibrary, ids).inFolders).toEqual([false, false, true]);
});

test.each([
  ['missing', null],
  ['malformed', '["2026-11-02", "2026-'],
  ['no list of days', '{"days": 3}'],
])('restarts the count where the days of use are %s, without deleting too early', (_, text) => {
  const dataFolder = tempFolder();
  if (text !== null) writeFileSync(join(dataFolder, 'open-days.json'), text);
  const openDays = createOpenDays({ dataFolder, log: createTestLog() });
  expect([
    openDays(new Date('2026-11-05T10:00:00.000Z')),
    openDays(new Date('2026-11-06T10:00:00.000Z')),
  ]).toEqual([['2026-11-05'], ['2026-11-05', '2026-11-06']]);
});

test('keeps an item that was removed with a clock years behind when the clock is corrected', async () => {
  const days = withToday(
    withToday(['2026-11-19', '2026-11-20'], new Date('1999-01-01')),
    new Date('2026-11-21'),
  );
  expect([days, wasOpenSince('1999-01-01T00:00:00.000Z', days)]).toEqual([
    ['1999-01-01', '2026-11-21'],
    false,
  ]);
});

test('deletes the other items where one folder cannot be deleted', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash({ disk: failingDisk(1, 'EBUSY') });
  expect(await trash.deleteForever(null)).toMatchObject({ ok: false, error: { code: 'file-busy' } });
  expect(left(tempLibrary, ids)).toEqual({
    inList: [true, false, true],
    inFolders: [true, false, true],
    aside: [],
  });
});

test('deletes from the new location where the library is moved while a deletion waits', async () => {
  const { tempLibrary, ids } = await libraryWithTrash();
  const to = join(tempLibrary.libraryFolder, '..', 'moved');
  cpSync(tempLibrary.libraryFolder, to, { recursive: true });
  let folder = tempLibrary.libraryFolder;
  const db: typeof tempLibrary.db = {
    ...tempLibrary.db,
    transaction: (work) => {
      folder = to;
      return tempLibrary.db.transaction(work);
    },
  };
  const trash = createTrash({
    ...tempLibrary,
    db,
    openDays: () => usedDaily,
    location: { ready: () => ok(folder) },
  });
  await trash.deleteForever(ids.slice(0, 1));
  expect(
    [tempLibrary.libraryFolder, to].map((one) => existsSync(join(one, '2026-11', ids[0] ?? ''))),
  ).toEqual([true, false]);
});

test('keeps an item that is restored while the trash is emptied', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  const [first, second] = ids;
  const emptied = trash.deleteForever(null, {
    onProgress: (fraction) => {
      if (fraction < 1 && second !== undefined)
        tempLibrary.db.transaction((sql) => sql.run(`UPDATE items SET marks = '{}' WHERE id = ?`, second));
    },
  });
  expect([await emptied, first !== undefined && tempLibrary.catalogue.get(first).ok]).toEqual([
    ok({ changed: 1 }),
    false,
  ]);
  expect(left(tempLibrary, ids).inFolders).toEqual([false, true, true]);
});

test('stops between two items when cancelled', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  const stop = new AbortController();
  const fractions: number[] = [];
  const stopped = await trash.deleteForever(null, {
    signal: stop.signal,
    onProgress: (fraction) => {
      fractions.push(fraction);
      stop.abort();
    },
  });
  expect([stopped, fractions]).toEqual([fail('cancelled'), [0.5]]);
  expect(left(tempLibrary, ids)).toEqual({
    inList: [false, true, true],
    inFolders: [false, true, true],
    aside: [],
  });
});

test('removes an item whose folder is missing from the catalogue', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  rmSync(join(tempLibrary.libraryFolder, '2026-11', ids[0] ?? ''), { recursive: true });
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  expect(left(tempLibrary, ids).inList).toEqual([false, false, true]);
});

test('deletes nothing while the library is away', async () => {
  const away = fail('library-away', { subject: 'results' });
  const { tempLibrary, ids } = await libraryWithTrash();
  const trash = createTrash({ ...tempLibrary, openDays: () => usedDaily, location: { ready: () => away } });
  expect(await trash.deleteForever(null)).toEqual(away);
  expect(left(tempLibrary, ids).inList).toEqual([true, true, true]);
});

describe.each([
  ['EROFS', 'folder-unwritable'],
  ['EBUSY', 'file-busy'],
])('a disk that fails with %s', (errno, code) => {
  test.each([1, 2, 3])('at operation %i leaves the item whole, in its folder and in the trash', async (n) => {
    const { tempLibrary, ids, trash } = await libraryWithTrash({ disk: failingDisk(n, errno) });
    expect(await trash.deleteForever(ids.slice(0, 1))).toMatchObject({ ok: false, error: { code } });
    expect(left(tempLibrary, ids)).toEqual({
      inList: [true, true, true],
      inFolders: [true, true, true],
      aside: [],
    });
    expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  });
});

test('files that cannot be removed are not listed, and are deleted at the next start', async () => {
  const { tempLibrary, ids } = await libraryWithTrash();
  const trash = createTrash({
    ...tempLibrary,
    openDays: () => usedDaily,
    disk: {
      ...realDisk,
      remove: async () => {
        throw Object.assign(new Error('in use'), { code: 'EBUSY' });
      },
    },
  });
  expect(await trash.deleteForever(ids.slice(0, 1))).toEqual(ok({ changed: 1 }));
  expect(left(tempLibrary, ids)).toEqual({
    inList: [false, true, true],
    inFolders: [false, true, true],
    aside: [`.deleting-${ids[0]}`],
  });
  expect(await cleanupDeleting(tempLibrary)).toEqual(ok(1));
  expect(left(tempLibrary, ids).aside).toEqual([]);
});

test('completing a deletion keeps an item with the same id that was added since', async () => {
  const { tempLibrary, ids } = await libraryWithTrash();
  const leftover = join(tempLibrary.libraryFolder, `.deleting-${ids[0]}`);
  mkdirSync(leftover);
  expect(
    await createTrash({ ...tempLibrary, openDays: () => usedDaily }).deleteForever(ids.slice(1, 2)),
  ).toEqual(ok({ changed: 1 }));
  expect(await cleanupDeleting(tempLibrary)).toEqual(ok(1));
  expect(left(tempLibrary, ids)).toEqual({
    inList: [true, false, true],
    inFolders: [true, false, true],
    aside: [],
  });
});

test('uses another name where the temporary folder of a deletion exists', async () => {
  const { tempLibrary, ids, trash } = await libraryWithTrash();
  const leftover = join(tempLibrary.libraryFolder, `.deleting-${ids[0]}`);
  mkdirSync(leftover);
  writeFileSync(join(leftover, 'note.txt'), 'older');
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  expect(left(tempLibrary, ids).aside).toEqual([`.deleting-${ids[0]}`]);
});

test('removes partial folders that no running job is filling', async () => {
  const tempLibrary = createTempLibrary();
  tempLibrary.location.ready();
  const job = { id: 'j1', createdAt: '2026-11-21T10:00:00.000Z' };
  const busy = itemIdFor(job, 2);
  const idle = itemIdFor({ ...job, id: 'j2' }, 1);
  const others = ['.incoming-move-1', '.incoming-import-x', '.other', 'my notes'];
  for (const name of [`.incoming-${busy}`, `.incoming-${idle}`, ...others])
    mkdirSync(join(tempLibrary.libraryFolder, name));
  expect(await cleanupIncoming({ ...tempLibrary, isBusy: (id) => isItemIdOf(id, job) })).toEqual(ok(1));
  expect(readdirSync(tempLibrary.libraryFolder).sort()).toEqual([`.incoming-${busy}`, ...others].sort());
  expect(existsSync(join(tempLibrary.libraryFolder, `.incoming-${idle}`))).toBe(false);
});

test('isItemIdOf matches an id to its job', () => {
  const job = { id: 'j1', createdAt: '2026-11-21T10:00:00.000Z' };
  expect([1, 2, 20, 21].map((attempt) => isItemIdOf(itemIdFor(job, attempt), job))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(isItemIdOf(itemIdSchema.parse('none-0000'), job)).toBe(false);
});
