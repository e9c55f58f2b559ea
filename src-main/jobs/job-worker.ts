/** Takes one job from its present state to a settled one: performs a step, stores the event in which it ends, repeats. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import { isSettled, type JobId } from '#contract/model/job.ts';
import { createDeadlineLimiter } from '../limiter.ts';
import { steadyPauseMs } from '../net/retry.ts';
import type { Clock } from '../ports.ts';
import { toFileError } from '../storage/file-error.ts';
import { isRefusal, type JobEvent, next } from './machine.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import { isUnsent, type JobRecord } from './record.ts';
import { waitForRun } from './steps/poll.ts';
import { beginJob, deliverBoth, fitBoth, prepareFailed } from './steps/prepare.ts';
import { fetchAndKeep } from './steps/save.ts';
import { startEvent, startRun } from './steps/start.ts';
import { afterRun, type StepContext } from './steps/step-context.ts';
import type { ChangedJob, JobStore } from './store.ts';

/** Pauses that can all be ended together: after the machine wakes from sleep, overdue polls run immediately. */
export type Pauses = {
  /** Like `clock.sleep`, but `endAll` ends it early. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly endAll: () => void;
};

export const createPauses = (clock: Pick<Clock, 'sleep'>): Pauses => {
  const pausing = new Set<() => void>();
  return {
    pause: async (ms, signal) => {
      const ended = new AbortController();
      const end = () => ended.abort();
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      pausing.add(end);
      await clock.sleep(ms, ended.signal);
      pausing.delete(end);
      signal.removeEventListener('abort', end);
    },
    endAll: () => {
      for (const end of pausing) end();
    },
  };
};

/** A job that is being worked on. */
export type Run = {
  readonly jobId: JobId;
  readonly provider: string;
  /** Aborted when the job is cancelled or the program closes. */
  readonly stop: AbortController;
  /** Polls or downloads fail just now: it does not count against the concurrency limit. */
  isInTrouble: boolean;
  /** Pending while a cancel request is at the provider. */
  cancelAnswer: Promise<unknown>;
};

export type JobWorker = (work: {
  readonly run: Run;
  readonly from: JobRecord;
  /** Full path of the job's own work folder. */
  readonly folder: string;
}) => Promise<void>;

export type JobWorkerDeps = {
  readonly ports: JobPorts & Pick<StepContext['ports'], 'freeBytes'>;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly pauses: Pauses;
  /** Stops the work on other jobs of the batch that this one's failure cancelled. */
  readonly onCalledOff: (jobId: JobId) => void;
  readonly giveUp: AbortSignal;
};

const perform = async (context: StepContext): Promise<JobEvent | null> => {
  const { state } = context.record;
  switch (state.kind) {
    case 'queued':
      return beginJob(context);
    case 'preparing':
      return fitBoth(context);
    case 'uploading':
      return deliverBoth(state, context);
    case 'starting':
      return startRun(state, context);
    case 'waiting':
      return waitForRun(state, context);
    case 'downloading':
      return fetchAndKeep(state, context);
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'unsure':
      return null;
    default:
      return assertNever(state);
  }
};

/** The event for an exception in a step, from a bug or a failing disk. */
const afterThrow = (cause: unknown, context: StepContext): JobEvent | null => {
  const { record, model, provider, ports } = context;
  ports.log.error('job step threw', { jobId: record.id, state: record.state.kind, cause });
  const error = toFileError(cause, 'work folder');
  switch (record.state.kind) {
    case 'starting':
      // The request may have been sent before the exception.
      return startEvent(
        { kind: 'unsure', error: fail('answer-lost', { subject: provider.id }).error },
        context,
      );
    case 'downloading':
      return { kind: 'keep-failed', error: afterRun(error, model) };
    case 'waiting':
      return null;
    default:
      return prepareFailed(error);
  }
};

/** Never rejects. null: no event to store, the job is cancelled or the program closes. */
const takeStep = (context: StepContext): Promise<JobEvent | null> =>
  perform(context).catch((cause: unknown) => afterThrow(cause, context));

/** Pause before the next attempt to store an event that must not be lost, in milliseconds. */
export const nextSaveInMs = (failures: number): number =>
  steadyPauseMs({ firstMs: 500, maxMs: 30_000 }, { failures });

/** Events that report a provider's answer or a kept result are stored even while the program closes. */
const alwaysStored: readonly JobEvent['kind'][] = [
  'accepted',
  'refused',
  'not-sent',
  'rate-limited',
  'unsure',
  'kept',
];

/** For status requests, and for downloads of results. */
const maxConcurrency = 4;

export const createJobWorker = (deps: JobWorkerDeps): JobWorker => {
  const { ports, store, view } = deps;
  const { clock, log } = ports;
  const pollLimiter = createDeadlineLimiter(maxConcurrency);
  const waiting = new Set<JobId>();
  const fetchLimiter = createDeadlineLimiter(maxConcurrency);

  const taken = (changed: ChangedJob): JobRecord => {
    view.put([changed, ...changed.calledOff]);
    for (const { record } of changed.calledOff) deps.onCalledOff(record.id);
    return changed.record;
  };

  /** Retries without end, because the event has happened; null: the job is in another state, or the program closes. */
  const storeUntilSaved = async (run: Run, event: JobEvent): Promise<JobRecord | null> => {
    for (let failures = 1; ; failures += 1) {
      await clock.sleep(nextSaveInMs(failures), run.stop.signal);
      const saved = store.apply(run.jobId, event);
      if (saved.ok) return taken(saved.value);
      if (isRefusal(saved.error) || run.stop.signal.aborted) return null;
    }
  };

  /** Before the paid request a state that cannot be stored fails the job; after it, storing is retried until it succeeds. */
  const save = async (run: Run, record: JobRecord, event: JobEvent): Promise<JobRecord | null> => {
    const saved = store.apply(run.jobId, event);
    if (saved.ok) return taken(saved.value);
    if (isRefusal(saved.error)) return null;
    log.error('job state not stored', {
      jobId: run.jobId,
      event: event.kind,
      error: saved.error,
    });
    if (!isUnsent(record.state)) return storeUntilSaved(run, event);
    const givenUp = prepareFailed(saved.error);
    const failed = next(record.state, givenUp);
    if (failed.ok) view.setUnsaved(run.jobId, failed.value);
    const written = await storeUntilSaved(run, givenUp);
    view.setUnsaved(run.jobId, null);
    return written;
  };

  const takeNextStep = async (
    { run, folder }: { readonly run: Run; readonly folder: string },
    record: JobRecord,
  ): Promise<JobEvent | null> => {
    const known = ports.providerOf(record.choices.modelId);
    if (known !== null)
      return takeStep({
        ...known,
        ports,
        record,
        pollLimiter,
        waitingCount: () => waiting.size,
        fetchLimiter,
        pause: (ms) => deps.pauses.pause(ms, run.stop.signal),
        folder,
        signal: run.stop.signal,
        giveUp: deps.giveUp,
        onLive: (live) => {
          if (live.trouble !== undefined) run.isInTrouble = live.trouble !== null;
          view.setLive(record.id, live);
        },
        cancelAnswered: async () => {
          await run.cancelAnswer;
        },
      });
    log.warn('model of job unknown', { jobId: record.id });
    return isUnsent(record.state)
      ? prepareFailed(fail('model-unknown', { subject: record.choices.modelId }).error)
      : null;
  };

  return async ({ run, from, folder }) => {
    const { signal } = run.stop;
    let record = from;
    while (!isSettled(record.state) && !signal.aborted) {
      if (record.state.kind === 'waiting') waiting.add(record.id);
      const event = await takeNextStep({ run, folder }, record).finally(() => waiting.delete(record.id));
      if (event === null || (signal.aborted && !alwaysStored.includes(event.kind))) return;
      const saved = await save(run, record, event);
      if (saved === null) return;
      record = saved;
    }
    // Stored but not begun: certainly unsent, so the next start need not treat it as unsure.
    if (record.state.kind === 'starting') store.apply(run.jobId, { kind: 'held-back' });
  };
};
