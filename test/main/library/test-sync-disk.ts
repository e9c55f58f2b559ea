/** A synchronous disk with simulated failures. */
import { realSyncDisk, type SyncDisk } from '#main/storage/atomic.ts';
import { wrapped } from '../storage/power-cut-disk.ts';

/** The n-th operation, counted from 1 without removals, fails with this code; later ones succeed or also fail. */
export const failingSyncDisk = (n: number, code = 'ENOSPC', isForGood = false): SyncDisk => {
  let calls = 0;
  return wrapped(realSyncDisk, (operation, _path, act) => {
    if (operation !== 'remove') calls += 1;
    const isBroken = isForGood ? calls >= n : calls === n;
    if (operation !== 'remove' && isBroken) throw Object.assign(new Error('the disk fails'), { code });
    act();
  });
};
