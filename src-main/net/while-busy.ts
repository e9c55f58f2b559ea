/** Retries a free request while the service reports that it is busy. */
import type { Clock } from '../ports.ts';
import { type ReadOutcome, retryAfterSec, type SendOutcome } from './http.ts';

/** The first pause without a Retry-After, in seconds; each further one is twice as long. */
const firstPauseSec = 2;
/** The user waits for the response in the page, in seconds. */
const maxWaitSec = 60;

/** `requestedPauseSec`: the Retry-After; null where there was none. Returns null when the service is not busy. */
const busyIn = (
  outcome: SendOutcome | ReadOutcome,
  now: Date,
): { readonly requestedPauseSec: number | null } | null => {
  if (outcome.kind === 'answered' && outcome.answer.status === 429)
    return { requestedPauseSec: retryAfterSec(outcome.answer.headers, now) };
  return outcome.kind === 'unreachable' && outcome.code === 'HTTP 429'
    ? { requestedPauseSec: outcome.retryAfterSec }
    : null;
};

/** Returns the last response: the service may still be busy after a minute, or request a longer pause. */
export const whileBusy = async <T extends SendOutcome | ReadOutcome>(
  ask: () => Promise<T>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<T> => {
  let waitedSec = 0;
  for (let refusals = 0; ; refusals += 1) {
    const outcome = await ask();
    const busy = busyIn(outcome, clock.now());
    if (busy === null || signal.aborted) return outcome;
    const pauseSec = Math.max(1, busy.requestedPauseSec ?? firstPauseSec * 2 ** refusals);
    waitedSec += pauseSec;
    if (waitedSec > maxWaitSec) return outcome;
    await clock.sleep(pauseSec * 1000, signal);
  }
};
