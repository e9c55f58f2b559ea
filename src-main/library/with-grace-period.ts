/** Bounds work on a disk that hangs, so that the program can close; interrupted work continues at the next start. */

import { untilAborted } from '../background.ts';
import type { Clock } from '../ports.ts';

/** Grace period for running work at shutdown. */
const graceMs = 10_000;

/** Resolves when the work ends, or after the grace period once `closing` is aborted. Rejects if the work rejects. */
export const withGracePeriod = async (
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
