/** A request that costs nothing, sent again while the one who is asked takes no more of them. */
import { type ReadOutcome, retryAfterSec, type SendOutcome } from './http.ts';
import { type RetryDeps, retry } from './retry.ts';

const backoff = { firstMs: 2000 };
/** Whoever pressed a button waits for the answer. */
const maxPausesMs = 60_000;

/** null: the host is not busy. */
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

/** Answers what came last: it may still be busy after a minute, or ask for more than that. */
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
