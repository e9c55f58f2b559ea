/** A clock that runs faster than the one on the wall, so that waits of minutes pass in a moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#main/ports.ts';

/** `speed`: how many seconds pass in one. */
export const createFastClock = (speed: number): Clock => {
  const begunMs = Date.now();
  return {
    now: () => new Date(begunMs + (Date.now() - begunMs) * speed),
    sleep: (ms, signal) => delay(ms / speed, undefined, signal ? { signal } : {}).catch(() => undefined),
  };
};
