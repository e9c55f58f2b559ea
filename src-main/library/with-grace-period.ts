/** Work on a disk that hangs must not keep the program from closing; what is cut off is gone on with at the next start. */
import type { Clock } from '../ports.ts';

/** How long what goes on is waited for once the program closes, in milliseconds. */
const graceMs = 10_000;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Resolves with the work, or some time after the signal was aborted. */
export const inTime = async (
  work: Promise<unknown>,
  { clock, closing }: { readonly clock: Pick<Clock, 'sleep'>; readonly closing: AbortSignal },
): Promise<void> => {
  const ended = new AbortController();
  const late = untilAborted(AbortSignal.any([closing, ended.signal])).then(() =>
    clock.sleep(graceMs, ended.signal),
  );
  try {
    await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
};
