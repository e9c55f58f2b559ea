/** Leads one job from its present state to rest: takes a step, writes down what follows, takes the next. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import { isSettled } from '#contract/rules/settled.ts';
import { createDeadlineLimiter } from '../limiter.ts';
import { toFileError } from '../storage/file-error.ts';
import type { Wake } from './interruptible-sleep.ts';
import { isRefusal, type JobEvent, next } from './machine.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import { isUnsent, type JobRecord } from './record.ts';
import { waitForRun } from './steps/poll.ts';
import { begin, deliverBoth, fitBoth, prepareFailed } from './steps/prepare.ts';
import { fetchAndKeep } from './steps/save.ts';
import { startEvent, startRun } from './steps/start.ts';
import { afterRun, type StepContext } from './steps/step-context.ts';
import type { ChangedJob, JobStore } from './store.ts';

/** A job that is being worked on. */
export type Run = {
  readonly jobId: JobId;
  readonly provider: string;
  /** Aborted when the job is cancelled or the program closes. */
  readonly stop: AbortController;
  /** Nothing is learned or fetched just now: others need not wait for it. */
  isInTrouble: boolean;
  /** Pending while the provider is being asked to cancel. */
  cancelAnswer: Promise<unknown>;
};

export type Drive = (work: {
  readonly run: Run;
  readonly from: JobRecord;
  /** Full path of the job's own work folder. */
  readonly folder: string;
}) => Promise<void>;

export type DriveDeps = {
  readonly ports: JobPorts & Pick<StepContext['ports'], 'freeBytes'>;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly wake: Wake;
  /** Ends the work on other jobs, which this one's failure has called off. */
  readonly onCalledOff: (jobId: JobId) => void;
  readonly giveUp: AbortSignal;
};

const perform = async (context: StepContext): Promise<JobEvent | null> => {
  const { state } = context.record;
  switch (state.kind) {
    case 'queued':
      return begin(context);
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

/** What a bug or a failing disk in the middle of a step means. */
const afterThrow = (cause: unknown, context: StepContext): JobEvent | null => {
  const { record, model, provider, ports } = context;
  ports.log.error('a step of a job failed', { jobId: record.id, state: record.state.kind, cause });
  const error = toFileError(cause, 'work folder');
  switch (record.state.kind) {
    case 'starting':
      // It may have been sent before it failed.
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

/** Never rejects. null: nothing to write down, the job is cancelled or the program closes. */
const takeStep = (context: StepContext): Promise<JobEvent | null> =>
  perform(context).catch((cause: unknown) => afterThrow(cause, context));

/** When to try again to write down what must not be lost. */
export const nextSaveInMs = (failures: number): number =>
  Math.min(30_000, 500 * 2 ** Math.min(failures - 1, 10));

/** What the provider has answered, or the library has taken in, is written down even while the program closes. */
const lasting: readonly JobEvent['kind'][] = [
  'accepted',
  'refused',
  'not-sent',
  'rate-limited',
  'unsure',
  'kept',
];

/** Of status requests, and of downloads of results. */
const maxConcurrency = 4;

export const createDrive = (deps: DriveDeps): Drive => {
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

  /** Again and again, because the event has happened; null when the job has moved on or the program closes. */
  const insist = async (run: Run, event: JobEvent): Promise<JobRecord | null> => {
    for (let failures = 1; ; failures += 1) {
      await clock.sleep(nextSaveInMs(failures), run.stop.signal);
      const saved = store.apply(run.jobId, event);
      if (saved.ok) return taken(saved.value);
      if (isRefusal(saved.error) || run.stop.signal.aborted) return null;
    }
  };

  /** Before money is spent a state that cannot be written down ends the job; after that it must be written down. */
  const save = async (run: Run, record: JobRecord, event: JobEvent): Promise<JobRecord | null> => {
    const saved = store.apply(run.jobId, event);
    if (saved.ok) return taken(saved.value);
    if (isRefusal(saved.error)) return null;
    log.error('a job could not be written down', {
      jobId: run.jobId,
      event: event.kind,
      error: saved.error,
    });
    if (!isUnsent(record.state)) return insist(run, event);
    const givenUp = prepareFailed(saved.error);
    const failed = next(record.state, givenUp);
    if (failed.ok) view.setUnsaved(run.jobId, failed.value);
    const written = await insist(run, givenUp);
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
        pause: (ms) => deps.wake.pause(ms, run.stop.signal),
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
    log.warn('the model of a job is not known here', { jobId: record.id });
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
      if (event === null || (signal.aborted && !lasting.includes(event.kind))) return;
      const saved = await save(run, record, event);
      if (saved === null) return;
      record = saved;
    }
    // Written down but not begun: sure to be unsent, so it need not be called unsure at the next start.
    if (record.state.kind === 'starting') store.apply(run.jobId, { kind: 'held-back' });
  };
};
