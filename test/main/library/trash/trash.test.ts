/** The trash by the clock, and what is deleted for good. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import type { DiskAtOnce } from '#main/files/atomic.ts';
import { isItemIdOf, itemIdFor } from '#main/library/item/item-folder.ts';
import { createTrash, isDue, type TrashDeps } from '#main/library/trash/trash.ts';
import { sweepDeleting, sweepIncoming } from '#main/library/trash/trash-leftovers.ts';
import { failingAtOnce } from '../at-once-disk.ts';
import { createShelf, type Shelf } from '../shelf.ts';

const removedAt = '2026-11-01T12:00:00.000Z';

test.each([
  ['a second too early', '2026-12-01T11:59:59.000Z', false],
  ['to the moment', '2026-12-01T12:00:00.000Z', true],
  ['long after', '2031-01-01T00:00:00.000Z', true],
  ['by a clock that was set back before the removal', '2020-01-01T00:00:00.000Z', false],
])('thirty days are over or not: %s', (_, now, expected) => {
  expect(isDue(removedAt, { now: new Date(now), trashDays: 30 })).toBe(expected);
});

/** Three kept items of which the first two are in the trash. */
const shelfWithTrash = async (more: { disk?: DiskAtOnce; now?: string } = {}) => {
  const shelf = createShelf({ now: () => new Date(removedAt) });
  const ids: ItemId[] = [];
  for (const second of [0, 1, 2]) {
    const kept = await shelf.keep(shelf.request(`j${second}`, `2026-11-01T10:00:0${second}.000Z`));
    if (kept.ok) ids.push(kept.value.id);
  }
  await shelf.catalogue.remove(ids.slice(0, 2));
  const deps: TrashDeps = {
    ...shelf,
    clock: { now: () => new Date(more.now ?? removedAt) },
    ...(more.disk === undefined ? {} : { disk: more.disk }),
  };
  return { shelf, ids, trash: createTrash(deps) };
};

/** Items by number, of which the list and the folders still know. */
const left = (shelf: Shelf, ids: readonly ItemId[]) => ({
  inList: ids.map((id) => shelf.catalogue.get(id).ok),
  inFolders: ids.map((id) => shelf.files().some((name) => name.includes(`2026-11/${id}/`))),
  aside: readdirSync(shelf.libraryFolder).filter((name) => name.startsWith('.')),
});

test('what is in the trash is deleted when a person says so, and nothing else', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
  expect(await trash.deleteForever(ids)).toEqual(ok({ changed: 2 }));
  expect(left(shelf, ids)).toEqual({
    inList: [false, false, true],
    inFolders: [false, false, true],
    aside: [],
  });
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 0 }));
  expect(shelf.catalogue.overview()).toMatchObject({ value: { total: 1, inTrash: 0 } });
});

test('one of the trash alone, or all of it', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
  expect(await trash.deleteForever(ids.slice(1, 2))).toEqual(ok({ changed: 1 }));
  expect(left(shelf, ids).inList).toEqual([true, false, true]);
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 1 }));
  expect(left(shelf, ids).inFolders).toEqual([false, false, true]);
});

test.each([
  ['before its time is over', '2026-11-30T12:00:00.000Z', 30, 0],
  ['when its time is over', '2026-12-01T12:00:00.000Z', 30, 2],
  ['never, where the trash is emptied by hand', '2036-12-01T12:00:00.000Z', null, 0],
  ['not by a clock that was set back', '2025-12-01T12:00:00.000Z', 1, 0],
])('the trash is swept %s', async (_, now, days, changed) => {
  const { shelf, ids, trash } = await shelfWithTrash({ now });
  expect(await trash.sweepTrash(days)).toEqual(ok({ changed }));
  expect(left(shelf, ids).inFolders).toEqual(changed === 0 ? [true, true, true] : [false, false, true]);
});

test('what somebody takes out of the trash while it is emptied stays', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
  const [first, second] = ids;
  const other = createShelf({}, join(shelf.libraryFolder, '..'));
  const emptied = trash.deleteForever(null, {
    onProgress: (fraction) => {
      if (fraction < 1 && second !== undefined)
        other.db.transaction((sql) => sql.run(`UPDATE items SET marks = '{}' WHERE id = ?`, second));
    },
  });
  expect([await emptied, first !== undefined && shelf.catalogue.get(first).ok]).toEqual([
    ok({ changed: 1 }),
    false,
  ]);
  expect(left(shelf, ids).inFolders).toEqual([false, true, true]);
});

test('told to stop, it stops between two items', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
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
  expect(left(shelf, ids)).toEqual({
    inList: [false, true, true],
    inFolders: [false, true, true],
    aside: [],
  });
});

test('an item whose folder is gone already leaves the list', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
  rmSync(join(shelf.libraryFolder, '2026-11', ids[0] ?? ''), { recursive: true });
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  expect(left(shelf, ids).inList).toEqual([false, false, true]);
});

test('a library that is away keeps its trash', async () => {
  const away = fail('library-away', { subject: 'results' });
  const { shelf, ids } = await shelfWithTrash();
  const trash = createTrash({ ...shelf, place: { ready: () => away } });
  expect(await trash.deleteForever(null)).toEqual(away);
  expect(left(shelf, ids).inList).toEqual([true, true, true]);
});

describe.each([
  ['EROFS', 'folder-unwritable'],
  ['EBUSY', 'internal'],
])('a disk that answers %s', (errno, code) => {
  test.each([1, 2, 3])('at operation %i leaves the item whole, in its place and in the trash', async (n) => {
    const { shelf, ids, trash } = await shelfWithTrash({ disk: failingAtOnce(n, errno) });
    expect(await trash.deleteForever(ids.slice(0, 1))).toMatchObject({ ok: false, error: { code } });
    expect(left(shelf, ids)).toEqual({
      inList: [true, true, true],
      inFolders: [true, true, true],
      aside: [],
    });
    expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  });
});

test('files that cannot be removed are out of the list, and gone after the next start', async () => {
  const { shelf, ids } = await shelfWithTrash();
  const trash = createTrash({
    ...shelf,
    removeFolder: async () => {
      throw Object.assign(new Error('in use'), { code: 'EBUSY' });
    },
  });
  expect(await trash.deleteForever(ids.slice(0, 1))).toEqual(ok({ changed: 1 }));
  expect(left(shelf, ids)).toEqual({
    inList: [false, true, true],
    inFolders: [false, true, true],
    aside: [`.deleting-${ids[0]}`],
  });
  expect(await sweepDeleting(shelf)).toEqual(ok(1));
  expect(left(shelf, ids).aside).toEqual([]);
});

test('a folder on its way out does not take with it an item of the same id that came back', async () => {
  const { shelf, ids } = await shelfWithTrash();
  const leftover = join(shelf.libraryFolder, `.deleting-${ids[0]}`);
  mkdirSync(leftover);
  expect(await createTrash(shelf).deleteForever(ids.slice(1, 2))).toEqual(ok({ changed: 1 }));
  expect(await sweepDeleting(shelf)).toEqual(ok(1));
  expect(left(shelf, ids)).toEqual({
    inList: [true, false, true],
    inFolders: [true, false, true],
    aside: [],
  });
});

test('what lies in the way of a deletion is not mixed with it', async () => {
  const { shelf, ids, trash } = await shelfWithTrash();
  const leftover = join(shelf.libraryFolder, `.deleting-${ids[0]}`);
  mkdirSync(leftover);
  writeFileSync(join(leftover, 'note.txt'), 'older');
  expect(await trash.deleteForever(null)).toEqual(ok({ changed: 2 }));
  expect(left(shelf, ids).aside).toEqual([`.deleting-${ids[0]}`]);
});

test('folders half moved in go, where no job is at work on them', async () => {
  const shelf = createShelf();
  shelf.place.ready();
  const job = { id: 'j1', createdAt: '2026-11-21T10:00:00.000Z' };
  const busy = itemIdFor(job, 2);
  const idle = itemIdFor({ ...job, id: 'j2' }, 1);
  const others = ['.incoming-move-1', '.incoming-import-x', '.other', 'my notes'];
  for (const name of [`.incoming-${busy}`, `.incoming-${idle}`, ...others])
    mkdirSync(join(shelf.libraryFolder, name));
  expect(await sweepIncoming({ ...shelf, isBusy: (id) => isItemIdOf(id, job) })).toEqual(ok(1));
  expect(readdirSync(shelf.libraryFolder).sort()).toEqual([`.incoming-${busy}`, ...others].sort());
  expect(existsSync(join(shelf.libraryFolder, `.incoming-${idle}`))).toBe(false);
});

test('an id tells from which job it is', () => {
  const job = { id: 'j1', createdAt: '2026-11-21T10:00:00.000Z' };
  expect([1, 2, 20, 21].map((attempt) => isItemIdOf(itemIdFor(job, attempt), job))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(isItemIdOf(itemIdSchema.parse('none-0000'), job)).toBe(false);
});
