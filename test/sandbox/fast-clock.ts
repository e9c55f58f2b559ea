/** A clock that runs faster than real time, so that waits of minutes pass in a moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#main/ports.ts';
import { workToSettle } from '../main/storage/file-work.ts';

/**
 * `speed`: seconds of this clock per real second. Disks are not faster: pending disk operations are awaited before a
 * wait ends, so that no disk is reported as not responding.
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
