/** A clock that runs faster than the one on the wall, so that waits of minutes pass in a moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#main/ports.ts';
import { workToSettle } from '../main/storage/file-work.ts';

/**
 * `speed`: how many seconds pass in one. Disks are as slow as ever: before a wait is over, what was asked of them is
 * answered, so that none is taken for one that does not answer.
 */
export const createFastClock = (speed: number): Clock => {
  const begunMs = Date.now();
  return {
    now: () => new Date(begunMs + (Date.now() - begunMs) * speed),
    sleep: (ms, signal) =>
      delay(ms / speed, undefined, signal ? { signal } : {}).then(
        () => workToSettle(() => signal?.aborted === true),
        () => undefined,
      ),
  };
};
