/** Pauses that can all be ended together: after the machine wakes from sleep, overdue polls run immediately. */
import type { Clock } from '../ports.ts';

export type Pauses = {
  /** Like `clock.sleep`, but `endAll` ends it early. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly endAll: () => void;
};

export const createPauses = (clock: Pick<Clock, 'sleep'>): Pauses => {
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
    endAll: () => {
      for (const end of pausing) end();
    },
  };
};
