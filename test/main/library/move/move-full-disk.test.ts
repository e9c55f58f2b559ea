/** A move to a disk that is really full; where this user may not mount one, it is left out. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLibraryMove } from '#main/library/move/move.ts';
import { freeBytes } from '#main/storage/free-space.ts';
import { canMount, smallDisk } from '../../storage/disks.ts';
import { call, contentsUnder, createMemoryLibrary } from '../memory-library.ts';

const rooms = [
  ['is told before anything is copied', freeBytes],
  ['is met half-way', async () => null],
] as const;

// Elsewhere there is no full disk to be had.
if (canMount)
  test.each(rooms)('a full disk %s, and the library stays whole where it is', async (_, room) => {
    const disk = smallDisk();
    const memoryLibrary = createMemoryLibrary();
    for (const id of ['item-0001', 'item-0002', 'item-0003']) {
      memoryLibrary.keep(id);
      writeFileSync(memoryLibrary.path(id, 'result.mp4'), Buffer.alloc(900_000, id));
    }
    const before = contentsUnder(join(memoryLibrary.library(), '2026-11'));
    const { move } = createLibraryMove({
      dataFolder: memoryLibrary.dataFolder,
      location: memoryLibrary.location,
      settings: memoryLibrary.settingsModule,
      list: memoryLibrary.list,
      changeOver: (work) => work(),
      freeBytes: room,
      isBusy: () => false,
      log: memoryLibrary.log,
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
