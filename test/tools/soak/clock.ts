/** One clock for all starts of the program and for the bucket: the system clock, accelerated; no start resets it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#main/ports.ts';
import type { Beginning } from './messages.ts';

export const createSoakClock = ({ epochMs, speed }: Pick<Beginning, 'epochMs' | 'speed'>): Clock => ({
  now: () => new Date(epochMs + (Date.now() - epochMs) * speed),
  sleep: (ms, signal) => delay(ms / speed, undefined, signal ? { signal } : {}).catch(() => undefined),
});
