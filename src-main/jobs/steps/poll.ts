/** Polls an accepted run until it ends. Reads are free and repeat without end, with backoff while they fail. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import { billedMicros } from '#contract/rules/cost.ts';
import { steadyPauseMs } from '../../net/retry.ts';
import type { StatusOutcome } from '../../providers/spec.ts';
import { isWorthPolling, type JobEvent } from '../machine.ts';
import { uploadsOf } from '../ports.ts';
import { type StateOf, type StepContext, unchargedIfFree } from './step-context.ts';

const maxPauseMs = 60_000;
/** So that the user sees the state within 15 minutes. */
const maxRetryAfterMs = 15 * 60_000;

export const nextPollInMs = (poll: {
  /** The provider's poll interval at this age of the job. */
  readonly paceMs: number;
  /** Failed polls in a row. */
  readonly failures: number;
  readonly retryAfterSec: number | null;
}): number => {
  const { paceMs } = poll;
  return poll.failures === 0
    ? paceMs
    : steadyPauseMs({ firstMs: Math.max(paceMs, 1000), maxMs: maxPauseMs, maxRetryAfterMs }, poll);
};

/** About five polls a second over all jobs, each about 2 ms of processor time, so that a long queue stays cheap. */
const betweenPollsMs = 200;

/** The provider's poll interval, or a longer one where many jobs wait. `waiting`: number of waiting jobs. */
export const crowdedPaceMs = (paceMs: number, waiting: number): number =>
  Math.max(paceMs, waiting * betweenPollsMs);

type Ticketed = Pick<StateOf<'waiting'>, 'ticket' | 'startedAt'>;

export const askStatus = async (state: Ticketed, context: StepContext): Promise<StatusOutcome> => {
  const { provider, ports, signal, record } = context;
  try {
    return await provider.status(state.ticket, { signal });
  } catch (cause) {
    // A bug in reading an answer must not lose a paid run: an update may fix it before the result expires.
    ports.log.error('status request threw', { jobId: record.id, cause });
    return { kind: 'unreachable', error: fail('internal').error, retryAfterSec: null };
  }
};

const isUnclear = (
  outcome: StatusOutcome,
): outcome is Extract<StatusOutcome, { readonly kind: 'failed' | 'unreachable' }> =>
  (outcome.kind === 'failed' || outcome.kind === 'unreachable') && isWorthPolling(outcome.error);
/** One unclear answer may be an error of the provider or a proxy; this many in a row (two minutes) are final. */
const maxUnclear = 8;
/** For a finished run without a readable result: more polls seldom change that. */
const maxInvalid = 3;
/** Treats unclear answers as unreachable until there are too many. `inARow`: their number, with this one. */
const limitUnclear = (outcome: StatusOutcome, inARow: number): StatusOutcome => {
  if (!isUnclear(outcome)) return outcome;
  const { error } = outcome;
  if (inARow >= (error.code === 'provider-answer-invalid' ? maxInvalid : maxUnclear))
    return { kind: 'failed', error };
  const retryAfterSec = outcome.kind === 'unreachable' ? outcome.retryAfterSec : null;
  return { kind: 'unreachable', error, retryAfterSec };
};

/** null: cancelled, or the program closes. */
export const waitForRun = async (
  state: StateOf<'waiting'>,
  context: StepContext,
): Promise<JobEvent | null> => {
  const { ports, provider, model, signal, onLive } = context;
  let pausedMs = 0;
  // After the clock was set back, the time waited here still counts: the short first intervals must not last for hours.
  const ageMs = () => Math.max(pausedMs, ports.clock.now().getTime() - Date.parse(state.startedAt));
  let pauseMs = Math.max(0, provider.pollAfterMs(0) - ageMs());
  let failures = 0;
  let unclear = 0;
  let lastKnownMs = Date.parse(state.startedAt);
  const deadlineMs = () => lastKnownMs + (provider.resultKeptSec ?? Number.POSITIVE_INFINITY) * 1000;
  for (;;) {
    await context.pause(pauseMs);
    if (signal.aborted) return null;
    pausedMs += pauseMs;
    const polled = await context.pollLimiter({ deadlineMs: deadlineMs(), signal }, () =>
      askStatus(state, context),
    );
    await context.cancelAnswered();
    if (polled === null || signal.aborted) return null;
    unclear = isUnclear(polled) ? unclear + 1 : 0;
    const outcome = limitUnclear(polled, unclear);
    switch (outcome.kind) {
      case 'done':
        return {
          kind: 'ready',
          result: outcome.result,
          billedMicros: billedMicros(outcome.billed, model.price),
          at: ports.clock.now().toISOString(),
        };
      case 'failed':
        if (outcome.error.code === 'input-unreadable-there') ports.forgetUploads(uploadsOf(state.fitted));
        return { kind: 'run-failed', error: unchargedIfFree(outcome.error, model) };
      case 'cancelled':
        return { kind: 'run-cancelled', charged: outcome.charged };
      case 'pending': {
        failures = 0;
        lastKnownMs = ports.clock.now().getTime();
        const { fraction, queuePosition, etaSec } = outcome;
        onLive({ fraction, queuePosition, etaSec, trouble: null });
        break;
      }
      case 'unreachable':
        failures += 1;
        onLive({ trouble: { ...outcome.error, charged: 'unknown' } });
        break;
      default:
        return assertNever(outcome);
    }
    const retryAfterSec = outcome.kind === 'unreachable' ? outcome.retryAfterSec : null;
    const paceMs = crowdedPaceMs(provider.pollAfterMs(ageMs()), context.waitingCount());
    pauseMs = nextPollInMs({ paceMs, failures, retryAfterSec });
  }
};
