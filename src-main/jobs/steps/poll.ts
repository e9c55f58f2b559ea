/** Asks the provider for an accepted run until it ends. Reads may be repeated without end, more slowly while nothing is learned. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import { billedMicros } from '#contract/rules/cost.ts';
import type { StatusOutcome } from '../../providers/spec.ts';
import { isWorthAsking, type JobEvent } from '../machine.ts';
import { uploadsOf } from '../ports.ts';
import { honest, type StateOf, type StepContext } from './step-context.ts';

const longestPauseMs = 60_000;
/** However long a provider asks us to stay away, the person who waits wants to know within the quarter hour. */
const longestRetryAfterMs = 15 * 60_000;

export const nextPollInMs = (look: {
  /** The provider's own pace at this age of the job. */
  readonly paceMs: number;
  /** Looks in a row that taught nothing. */
  readonly failures: number;
  readonly retryAfterSec: number | null;
}): number => {
  const { paceMs, failures, retryAfterSec } = look;
  if (failures === 0) return paceMs;
  const backoffMs = Math.min(longestPauseMs, Math.max(paceMs, 1000) * 2 ** Math.min(failures - 1, 10));
  return Math.max(backoffMs, Math.min(longestRetryAfterMs, (retryAfterSec ?? 0) * 1000));
};

/** Over all jobs about five looks a second, each of which costs about 2 ms of processor time: a long queue must not be felt. */
const betweenLooksMs = 200;

/** The provider's own pace, or a slower one where many jobs wait. `waiting`: how many do. */
export const crowdedPaceMs = (paceMs: number, waiting: number): number =>
  Math.max(paceMs, waiting * betweenLooksMs);

type Ticketed = Pick<StateOf<'waiting'>, 'ticket' | 'startedAt'>;

export const askStatus = async (state: Ticketed, context: StepContext): Promise<StatusOutcome> => {
  const { provider, ports, signal, record } = context;
  try {
    return await provider.status(state.ticket, { signal });
  } catch (cause) {
    // A bug in reading an answer must not lose what is paid for: it may be mended before the result expires.
    ports.log.error('asking for a job failed', { jobId: record.id, cause });
    return { kind: 'unreachable', error: fail('internal').error, retryAfterSec: null };
  }
};

const isStrange = (
  outcome: StatusOutcome,
): outcome is Extract<StatusOutcome, { readonly kind: 'failed' | 'unreachable' }> =>
  (outcome.kind === 'failed' || outcome.kind === 'unreachable') && isWorthAsking(outcome.error);
/** One strange answer is a slip of the provider's, or of somebody on the way; so many in a row (two minutes) are an answer. */
const sureAfter = 8;
/** A run that calls itself done, without a result that can be read: more looks seldom change that. */
const sureOfGarbledAfter = 3;
/** A provider that does not know what it has accepted is asked again. `inARow`: how often it has answered strangely. */
const patient = (outcome: StatusOutcome, inARow: number): StatusOutcome => {
  if (!isStrange(outcome)) return outcome;
  const { error } = outcome;
  if (inARow >= (error.code === 'provider-answer-invalid' ? sureOfGarbledAfter : sureAfter))
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
  // After a clock was set back, what was waited through here still counts: no pace of the first seconds for hours.
  const ageMs = () => Math.max(pausedMs, ports.clock.now().getTime() - Date.parse(state.startedAt));
  let pauseMs = Math.max(0, provider.pollAfterMs(0) - ageMs());
  let failures = 0;
  let strange = 0;
  let lastKnownMs = Date.parse(state.startedAt);
  const deadlineMs = () => lastKnownMs + (provider.resultKeptSec ?? Number.POSITIVE_INFINITY) * 1000;
  for (;;) {
    await context.pause(pauseMs);
    if (signal.aborted) return null;
    pausedMs += pauseMs;
    const looked = await context.pollLimiter({ deadlineMs: deadlineMs(), signal }, () =>
      askStatus(state, context),
    );
    await context.cancelAnswered();
    if (looked === null || signal.aborted) return null;
    strange = isStrange(looked) ? strange + 1 : 0;
    const outcome = patient(looked, strange);
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
        return { kind: 'run-failed', error: honest(outcome.error, model) };
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
