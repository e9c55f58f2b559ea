/** Limits concurrency; callers wait in order, and can be aborted while waiting. */
import { fail, type Result } from '#contract/errors.ts';

export type Limiter = <T>(work: () => Promise<Result<T>>, signal?: AbortSignal) => Promise<Result<T>>;

export const createLimiter = (concurrency: number): Limiter => {
  let free = concurrency;
  const waiting: (() => void)[] = [];

  /** true: acquired; false: the signal was aborted first. */
  const enter = (signal: AbortSignal | undefined): Promise<boolean> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve(false);
      if (free > 0) {
        free -= 1;
        return resolve(true);
      }
      const come = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(come), 1);
        resolve(false);
      };
      waiting.push(come);
      signal?.addEventListener('abort', giveUp, { once: true });
    });

  /** Passes the slot to the next waiter directly, so that no new caller takes it first. */
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  return async (work, signal) => {
    if (!(await enter(signal))) return fail('cancelled');
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
