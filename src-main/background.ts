/** Work that no caller awaits, and waiting for its end: each piece has a name, and its exceptions are logged. */
import type { Log } from './ports.ts';

export type Background = {
  readonly run: (name: string, work: () => Promise<void>) => void;
  /** Resolves when no work is running. */
  readonly idle: () => Promise<void>;
};

export const createBackground = (log: Log): Background => {
  const running = new Set<Promise<void>>();
  return {
    run: (name, work) => {
      const ended = work().catch((cause: unknown) => log.error('background work failed', { name, cause }));
      running.add(ended);
      void ended.then(() => running.delete(ended));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};

/** Resolves when the signal is aborted; at once if it is already. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
