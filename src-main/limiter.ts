/** Limits how many tasks run at a time; the others wait in order of priority and are removed when they are cancelled. */
import PQueue from 'p-queue';
import { fail, type Result } from '#contract/errors.ts';

type Call = {
  readonly signal?: AbortSignal | undefined;
  /** Higher runs first; tasks of equal priority run in the order of their requests. */
  readonly priority?: number;
};

/** Resolves to null if the signal was aborted before the work began. */
const createQueue = (concurrency: number) => {
  const queue = new PQueue({ concurrency });
  return async <T>(work: () => Promise<T>, { signal, priority = 0 }: Call): Promise<T | null> => {
    // A signal given to the queue would also free the place of running work, whose process may not have ended yet.
    const waiting = new AbortController();
    const leave = () => waiting.abort();
    if (signal?.aborted) return null;
    signal?.addEventListener('abort', leave, { once: true });
    let hasBegun = false;
    const begin = () => {
      hasBegun = true;
      signal?.removeEventListener('abort', leave);
      return work();
    };
    try {
      return await queue.add(begin, { priority, signal: waiting.signal });
    } catch (cause) {
      if (hasBegun) throw cause;
      return null;
    }
  };
};

export type Limiter = <T>(work: () => Promise<Result<T>>, signal?: AbortSignal) => Promise<Result<T>>;

/** Work that is cancelled while it waits fails with `cancelled`. */
export const createLimiter = (concurrency: number): Limiter => {
  const queue = createQueue(concurrency);
  return async (work, signal) => (await queue(work, { signal })) ?? fail('cancelled');
};

export type DeadlineLimiter = <T>(
  /** `deadlineMs`: in milliseconds since 1970; Infinity: none. The earliest deadline runs first. */
  request: { readonly deadlineMs: number; readonly signal: AbortSignal },
  work: () => Promise<T>,
) => Promise<T | null>;

/** Resolves to null if the signal was aborted before the work began. */
export const createDeadlineLimiter = (concurrency: number): DeadlineLimiter => {
  const queue = createQueue(concurrency);
  return ({ deadlineMs, signal }, work) =>
    queue(work, { signal, priority: -Math.min(deadlineMs, Number.MAX_SAFE_INTEGER) });
};
