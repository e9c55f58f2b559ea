/** The jobs module: accepts jobs, works on them, resumes them after a restart, and reports the queue to the page. */
import { setImmediate } from 'node:timers/promises';
import { ok, type Result } from '#contract/errors.ts';
import { type BatchId, type BatchOrder, isSettled, type Job, type JobId } from '#contract/model/job.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Spending } from '#contract/model/spending.ts';
import { createBackground } from '../background.ts';
import type { Provider } from '../providers/spec.ts';
import { freeBytes } from '../storage/path.ts';
import { createJobActions, type JobActions } from './job-actions.ts';
import { createJobWorker, createPauses } from './job-worker.ts';
import { createSpendingWatch } from './ledger.ts';
import type { JobPorts } from './ports.ts';
import { createQueueView } from './queue-view.ts';
import { isUnsent, providerNameOf } from './record.ts';
import { createRefetch } from './refetch.ts';
import { createScheduler } from './scheduler.ts';
import type { StepContext } from './steps/step-context.ts';
import type { JobStore } from './store.ts';
import { createIntake, type Intake } from './submit.ts';

export type Jobs = JobActions &
  Intake & {
    /** Newest first. */
    readonly list: () => readonly Job[];
    /** Moves a queued job before another; null: to the end. */
    readonly reorder: (jobId: JobId, beforeId: JobId | null) => Promise<Result<Record<string, never>>>;
    /** Cancels the unsent jobs of a batch. */
    readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
    /** null: unknown batch. */
    readonly batchOrder: (batchId: BatchId) => Result<BatchOrder | null>;
    readonly spending: () => Result<Spending>;
    /** Starts the jobs that the new settings allow. */
    readonly settingsChanged: () => void;
    /** Ends the pauses between polls and retries: after the machine or the network has come back. */
    readonly wake: () => void;
    /** Takes unfinished jobs of earlier starts and works on them; null or no ids: all of them, with periodic checks from then on. */
    readonly resume: (jobIds?: readonly JobId[] | null) => Promise<void>;
    /** Stops all work; each job stays in its state for the next start. */
    readonly close: () => Promise<void>;
  };

export type JobsDeps = JobPorts &
  Partial<Pick<StepContext['ports'], 'freeBytes'>> & {
    readonly store: JobStore;
    /** The whole queue, newest first. */
    readonly onChange: (jobs: readonly Job[]) => void;
    readonly onSpending: (spending: Spending) => void;
    readonly settings: () => Pick<Settings, 'queue' | 'spendingLimits'>;
  };

const checkEveryMs = 1000;
/** A check that is later than this by the wall clock means that the machine slept: timers do not run meanwhile. */
const asleepAfterMs = 10_000;
/** Grace period at shutdown for the answer to a request that was sent. */
const closingGraceMs = 5000;
/** Grace period after that for aborted work. */
const lastGraceMs = 2000;

const capabilitiesOf = (provider: Provider | undefined) => ({
  canCancelRun: provider?.cancel !== undefined,
  canFind: provider?.find !== undefined,
});

export const createJobs = (deps: JobsDeps): Jobs => {
  const { store, clock, log, providerOf, workFolder } = deps;
  const closing = new AbortController();
  const giveUp = new AbortController();
  const background = createBackground(log);
  const work = createBackground(log);
  // Also needed by a command that only submits: the spend check reads the ledger.
  store.backfillLedger();
  /** By model id. Cached because capabilities never change and every progress report reads them for each job. */
  const capabilities = new Map<string, ReturnType<typeof capabilitiesOf>>();
  const view = createQueueView({
    store,
    clock,
    log,
    background,
    closing: closing.signal,
    onChange: deps.onChange,
    onStored: () => {
      spending.check();
    },
    can: ({ choices }) => {
      const known =
        capabilities.get(choices.modelId) ?? capabilitiesOf(providerOf(choices.modelId)?.provider);
      capabilities.set(choices.modelId, known);
      return known;
    },
  });
  const pauses = createPauses(clock);
  const workOn = createJobWorker({
    ports: { freeBytes, ...deps },
    store,
    view,
    pauses,
    onCalledOff: (jobId) => scheduler.end(jobId),
    giveUp: giveUp.signal,
  });
  const scheduler = createScheduler({
    view,
    background: work,
    workOn,
    workFolder,
    queue: () => deps.settings().queue,
    release: deps.release,
    closing: closing.signal,
  });

  const refetch = createRefetch({ store, view, scheduler, clock, log, providerOf });
  const spending = createSpendingWatch({ store, clock, onSpending: deps.onSpending });
  const intake = createIntake({
    ports: deps,
    store,
    view,
    scheduler,
    spendingLimits: () => deps.settings().spendingLimits,
  });

  const callOff = (batchId: BatchId, which: 'all' | 'due'): Result<number> => {
    const calledOff = store.callOff(batchId, which);
    if (!calledOff.ok) return calledOff;
    if (calledOff.value.length > 0) view.put(calledOff.value);
    for (const { record } of calledOff.value) scheduler.end(record.id);
    return ok(calledOff.value.length);
  };

  /** Jobs whose batch has reached its number of failures are not started by a later start either. */
  const callOffDue = (): void => {
    const unsent = view.stored().filter(({ record }) => isUnsent(record.state));
    for (const batchId of new Set(unsent.map(({ record }) => record.batchId)))
      if (batchId !== null) callOff(batchId, 'due');
  };

  /** False: the database could not be written. `jobIds` null: all jobs. */
  const takeUnfinished = (jobIds: readonly JobId[] | null): boolean => {
    const taken = store.takeUnfinished((record) => {
      if (jobIds !== null && !jobIds.includes(record.id)) return null;
      const isFree = providerOf(record.choices.modelId)?.model.price.kind === 'free';
      return { kind: 'recover', isFree, provider: providerNameOf(record) };
    });
    if (!taken.ok) return false;
    if (taken.value.length === 0) return true;
    view.reload();
    callOffDue();
    for (const { record } of taken.value) {
      log.info('job resumed', { jobId: record.id, state: record.state.kind });
      if (!isSettled(record.state) && !isUnsent(record.state)) scheduler.work(record);
    }
    scheduler.fill();
    return true;
  };

  let hasTakenAll = false;
  const checkPeriodically = async (): Promise<void> => {
    let lastMs = clock.now().getTime();
    while (!closing.signal.aborted) {
      await clock.sleep(checkEveryMs, closing.signal);
      const nowMs = clock.now().getTime();
      if (nowMs - lastMs > checkEveryMs + asleepAfterMs) pauses.endAll();
      lastMs = nowMs;
      // With a clock that does not wait, other work must still get its turn.
      await setImmediate();
      if (closing.signal.aborted) return;
      // Writing may have failed at the start because the disk was full.
      if (!hasTakenAll) hasTakenAll = takeUnfinished(null);
      scheduler.fill();
      refetch.due();
      spending.checkDate();
    }
  };

  const actions = createJobActions({
    ports: deps,
    store,
    view,
    scheduler,
    submit: (record, approvals) => intake.submit(record, { approvals }),
    spendingLimits: () => deps.settings().spendingLimits,
    closing: closing.signal,
  });

  let isChecking = false;
  return {
    spendCheck: intake.spendCheck,
    submit: intake.submit,
    submitBatch: intake.submitBatch,
    cancel: actions.cancel,
    retry: actions.retry,
    stopPolling: actions.stopPolling,
    find: actions.find,
    resolve: actions.resolve,
    dismiss: actions.dismiss,
    dismissAll: actions.dismissAll,
    list: view.list,
    reorder: async (jobId, beforeId) => {
      const moved = store.reorder(jobId, beforeId);
      if (moved.ok) view.reload();
      return moved;
    },
    cancelBatch: async (batchId) => {
      const cancelled = callOff(batchId, 'all');
      return cancelled.ok ? ok({ cancelled: cancelled.value }) : cancelled;
    },
    batchOrder: store.batchOrder,
    spending: spending.now,
    settingsChanged: () => scheduler.fill(),
    wake: () => {
      pauses.endAll();
      scheduler.fill();
    },
    resume: async (jobIds = null) => {
      const isDone = takeUnfinished(jobIds);
      if (jobIds !== null) return;
      hasTakenAll = isDone;
      refetch.now();
      scheduler.cleanup();
      if (isChecking) return;
      isChecking = true;
      background.run('periodic job checks', checkPeriodically);
    },
    close: async () => {
      closing.abort();
      scheduler.stopAll();
      const ended = new AbortController();
      const stopAfterGrace = async (): Promise<void> => {
        await clock.sleep(closingGraceMs, ended.signal);
        giveUp.abort();
        await clock.sleep(lastGraceMs, ended.signal);
        if (!ended.signal.aborted) log.warn('work still running at shutdown');
      };
      // Work that ignores its signal must not block shutdown; the next start finds its job in the stored state.
      await Promise.race([work.idle(), stopAfterGrace()]);
      ended.abort();
      await background.idle();
    },
  };
};
