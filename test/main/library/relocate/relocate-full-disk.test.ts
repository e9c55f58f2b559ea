/** A move to a disk that is full; skipped where this user may not mount one. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRelocation } from '#main/library/relocate/relocate.ts';
import { realDisk } from '#main/storage/atomic.ts';
import { freeBytes } from '#main/storage/path.ts';
import { canMount, smallDisk } from '../../storage/disks.ts';
import { call, contentsUnder, createMemoryLibrary } from '../memory-library.ts';

const rooms = [
  ['is reported before anything is copied', freeBytes],
  ['fails the copying', async () => null],
] as const;

// Other systems have no small disk that can be mounted.
if (canMount)
  test.each(rooms)('a full disk %s, and the library stays whole in its location', async (_, room) => {
    const disk = smallDisk();
    const memoryLibrary = createMemoryLibrary();
    for (const id of ['item-0001', 'item-0002', 'item-0003']) {
      memoryLibrary.keep(id);
      writeFileSync(memoryLibrary.path(id, 'result.mp4'), Buffer.alloc(900_000, id));
    }
    const before = contentsUnder(join(memoryLibrary.library(), '2026-11'));
    const { move } = createRelocation({
      dataFolder: memoryLibrary.dataFolder,
      location: memoryLibrary.location,
      settings: memoryLibrary.settingsModule,
      list: memoryLibrary.list,
      cutover: (work) => work(),
      freeBytes: room,
      isBusy: () => false,
      log: memoryLibrary.log,
      disk: realDisk,
    });
    const moved = await move({ to: disk, ...call() });
    expect({
      moved,
      library: memoryLibrary.library(),
      items: contentsUnder(join(memoryLibrary.library(), '2026-11')),
      left: readdirSync(disk),
    }).toEqual({
      moved: { ok: false, error: expect.objectContaining({ code: 'disk-full', subject: 'disk' }) },
      library: memoryLibrary.defaults,
      items: before,
      left: [],
    });
  });
