/** A disk for work that cannot wait, which breaks off. */
import { realSyncDisk, type SyncDisk } from '#main/storage/atomic.ts';
import { wrapped } from '../storage/power-cut-disk.ts';

/** The n-th operation, counted from 1 without removals, fails as a disk with this code does; later ones succeed, or fail, too. */
export const failingSyncDisk = (n: number, code = 'ENOSPC', isForGood = false): SyncDisk => {
  let calls = 0;
  return wrapped(realSyncDisk, (operation, _path, act) => {
    if (operation !== 'remove') calls += 1;
    const isBroken = isForGood ? calls >= n : calls === n;
    if (operation !== 'remove' && isBroken) throw Object.assign(new Error('the disk fails'), { code });
    act();
  });
};
