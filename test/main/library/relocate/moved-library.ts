import { join } from 'node:path';
import { markerName } from '#main/library/location/location.ts';
import { createRelocation, type RelocateDeps } from '#main/library/relocate/relocate.ts';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { observedDisk } from '../../storage/test-disk.ts';
import { call, contentsUnder, createMemoryLibrary, type MemoryLibrary } from '../memory-library.ts';

export const createMover = (memoryLibrary: MemoryLibrary, more: Partial<RelocateDeps> = {}) =>
  createRelocation({
    dataFolder: memoryLibrary.dataFolder,
    location: memoryLibrary.location,
    settings: memoryLibrary.settingsModule,
    list: memoryLibrary.list,
    cutover: (work) => work(),
    freeBytes: async () => null,
    isBusy: () => false,
    log: memoryLibrary.log,
    disk: realDisk,
    ...more,
  });

const ids = ['item-0001', 'item-0002', 'item-0003'];
export const filled = () => {
  const memoryLibrary = createMemoryLibrary();
  for (const id of ids) memoryLibrary.keep(id);
  memoryLibrary.mark('item-0002', { name: 'Squats', rating: 4 });
  return memoryLibrary;
};

/** Removes the item's row. */
export const unlist = (memoryLibrary: MemoryLibrary, id: string): void => {
  for (const { item } of memoryLibrary.rows.values()) if (item.id === id) memoryLibrary.rows.delete(item.id);
};

/** All files without the markers and journals of moves. */
export const itemsUnder = (folder: string) =>
  Object.fromEntries(Object.entries(contentsUnder(folder)).filter(([path]) => !path.startsWith('.')));

/** A disk that calls `act` before its n-th operation of a kind, counted from 1. Operations on the journal are not counted. */
export const diskThat = (kind: 'copy' | 'rename' | 'remove', n: number, act: () => void): Disk => {
  let count = 0;
  return observedDisk(realDisk, {
    before: (operation, path) => {
      if (operation !== kind || path.endsWith(markerName) || path.endsWith('.json.part')) return;
      if (kind !== 'copy' && path.endsWith('.json')) return;
      count += 1;
      if (count === n) act();
    },
  });
};

export const throwing = (code: string) => () => {
  throw Object.assign(new Error('no'), { code });
};

/** A move that ended right after the cutover. */
export const movedAndKilled = async () => {
  const memoryLibrary = filled();
  const to = join(tempFolder(), 'films');
  const disk: Disk = {
    ...realDisk,
    flushFolder: async (folder) => {
      if (folder === memoryLibrary.dataFolder && memoryLibrary.settings.libraryFolder === to)
        throwing('EIO')();
      return realDisk.flushFolder(folder);
    },
  };
  await createMover(memoryLibrary, { disk }).move({ to, ...call() });
  return { memoryLibrary, to };
};
