/** Pauses that can all be ended at once: what slept through its time with the machine is looked at when it wakes. */
import type { Clock } from '../ports.ts';

export type Wake = {
  /** As `clock.sleep`, or shorter. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly all: () => void;
};

export const createWake = (clock: Pick<Clock, 'sleep'>): Wake => {
  const pausing = new Set<() => void>();
  return {
    pause: async (ms, signal) => {
      const ended = new AbortController();
      const end = () => ended.abort();
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      pausing.add(end);
      await clock.sleep(ms, ended.signal);
      pausing.delete(end);
      signal.removeEventListener('abort', end);
    },
    all: () => {
      for (const end of pausing) end();
    },
  };
};
