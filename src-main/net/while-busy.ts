/** Retries a free request while the service reports that it is busy. */
import { type ReadOutcome, retryAfterSec, type SendOutcome } from './http.ts';
import { type RetryDeps, retry } from './retry.ts';

const backoff = { firstMs: 2000 };
/** The user waits for the response in the page, in seconds. */
const maxPausesMs = 60_000;

/** null: the service is not busy. */
const busy = (
  outcome: SendOutcome | ReadOutcome,
  now: Date,
): { readonly retryAfterSec: number | null } | null => {
  if (outcome.kind === 'answered' && outcome.answer.status === 429)
    return { retryAfterSec: retryAfterSec(outcome.answer.headers, now) };
  return outcome.kind === 'unreachable' && outcome.code === 'HTTP 429'
    ? { retryAfterSec: outcome.retryAfterSec }
    : null;
};

/** Returns the last response: the service may still be busy after a minute, or request a longer pause. */
export const whileBusy = <T extends SendOutcome | ReadOutcome>(
  attempt: () => Promise<T>,
  { signal, ...deps }: RetryDeps & { readonly signal: AbortSignal },
): Promise<T> =>
  retry(deps, {
    attempt,
    temporary: (outcome) => busy(outcome, deps.clock.now()),
    backoff,
    maxPausesMs,
    signal,
  });
