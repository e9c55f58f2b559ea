/** The jobs room: takes requests in, works on them, goes on with them after a restart, and tells the page of all. */
import { setImmediate } from 'node:timers/promises';
import { ok, type Result } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/batch.ts';
import type { BatchOrder } from '#contract/model/batch-order.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Spending } from '#contract/model/spending.ts';
import { isSettled } from '#contract/rules/settled.ts';
import { createBackground } from '../background.ts';
import type { Provider } from '../providers/spec.ts';
import { freeBytes } from '../storage/free-space.ts';
import { createWake } from './interruptible-sleep.ts';
import { createDecisions, type Decisions } from './job-actions.ts';
import { createDrive } from './job-worker.ts';
import { createSpendingWatch } from './ledger.ts';
import type { JobPorts } from './ports.ts';
import { createQueueView } from './queue-view.ts';
import { isUnsent, providerNameOf } from './record.ts';
import { createRefetch } from './refetch.ts';
import { createSchedule } from './scheduler.ts';
import type { StepContext } from './steps/step-context.ts';
import type { JobStore } from './store.ts';
import { createIntake, type Intake } from './submit.ts';

export type Jobs = Decisions &
  Intake & {
    /** Newest first. */
    readonly list: () => readonly Job[];
    /** Puts a queued job before another; null: behind all. */
    readonly reorder: (jobId: JobId, beforeId: JobId | null) => Promise<Result<Record<string, never>>>;
    /** Calls off what of a batch is not sent yet. */
    readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
    /** null: no such batch is known. */
    readonly batchOrder: (batchId: BatchId) => Result<BatchOrder | null>;
    readonly spending: () => Result<Spending>;
    /** Begins at once what the new settings allow. */
    readonly settingsChanged: () => void;
    /** Takes unfinished jobs of earlier starts and works on them; null, or without ids: all of them, and looks after them from then on. */
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

const lookAroundEveryMs = 1000;
/** A second that took so much longer by the wall clock was spent asleep: timers stand still meanwhile. */
const asleepAfterMs = 10_000;
/** How long closing waits for the answer to a request that is on its way. */
const closingGraceMs = 5000;
/** How long it then waits for what was told to give up. */
const lastGraceMs = 2000;

const abilitiesOf = (provider: Provider | undefined) => ({
  canCancelRun: provider?.cancel !== undefined,
  canFind: provider?.find !== undefined,
});

export const createJobs = (deps: JobsDeps): Jobs => {
  const { store, clock, log, providerOf, workFolder } = deps;
  const closing = new AbortController();
  const giveUp = new AbortController();
  const background = createBackground(log);
  const work = createBackground(log);
  // Also for a program that sends a run and goes on with nothing else: what is asked before paying rests on it.
  store.backfillLedger();
  /** By model id. What a provider can do never changes, and every job shown asks for it at every step of progress. */
  const abilities = new Map<string, ReturnType<typeof abilitiesOf>>();
  const view = createQueueView({
    store,
    clock,
    log,
    background,
    closing: closing.signal,
    onChange: deps.onChange,
    onStored: () => {
      spending.look();
    },
    can: ({ choices }) => {
      const known = abilities.get(choices.modelId) ?? abilitiesOf(providerOf(choices.modelId)?.provider);
      abilities.set(choices.modelId, known);
      return known;
    },
  });
  const wake = createWake(clock);
  const drive = createDrive({
    ports: { freeBytes, ...deps },
    store,
    view,
    wake,
    onCalledOff: (jobId) => schedule.end(jobId),
    giveUp: giveUp.signal,
  });
  const schedule = createSchedule({
    view,
    background: work,
    drive,
    workFolder,
    queue: () => deps.settings().queue,
    release: deps.release,
    closing: closing.signal,
  });

  const refetch = createRefetch({ store, view, schedule, clock, log, providerOf });
  const spending = createSpendingWatch({ store, clock, onSpending: deps.onSpending });
  const intake = createIntake({
    ports: deps,
    store,
    view,
    schedule,
    spendingLimits: () => deps.settings().spendingLimits,
  });

  const callOff = (batchId: BatchId, which: 'all' | 'due'): Result<number> => {
    const calledOff = store.callOff(batchId, which);
    if (!calledOff.ok) return calledOff;
    if (calledOff.value.length > 0) view.put(calledOff.value);
    for (const { record } of calledOff.value) schedule.end(record.id);
    return ok(calledOff.value.length);
  };

  /** What was called off by failures is not begun by a program that comes to it later. */
  const callOffDue = (): void => {
    const unsent = view.stored().filter(({ record }) => isUnsent(record.state));
    for (const batchId of new Set(unsent.map(({ record }) => record.batchId)))
      if (batchId !== null) callOff(batchId, 'due');
  };

  /** False: the database could not be written. `jobIds`: null: all. */
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
      log.info('going on with a job of an earlier start', { jobId: record.id, state: record.state.kind });
      if (!isSettled(record.state) && !isUnsent(record.state)) schedule.work(record);
    }
    schedule.fill();
    return true;
  };

  let hasTakenAll = false;
  const checkNow = async (): Promise<void> => {
    let lastMs = clock.now().getTime();
    while (!closing.signal.aborted) {
      await clock.sleep(lookAroundEveryMs, closing.signal);
      const nowMs = clock.now().getTime();
      if (nowMs - lastMs > lookAroundEveryMs + asleepAfterMs) wake.all();
      lastMs = nowMs;
      // A clock that does not wait must not keep everything else from running.
      await setImmediate();
      if (closing.signal.aborted) return;
      // The disk may have been full at the start.
      if (!hasTakenAll) hasTakenAll = takeUnfinished(null);
      schedule.fill();
      refetch.due();
      spending.lookAtCalendar();
    }
  };

  const actions = createDecisions({
    ports: deps,
    store,
    view,
    schedule,
    submit: (record, approvals) => intake.submit(record, { approvals }),
    spendingLimits: () => deps.settings().spendingLimits,
    closing: closing.signal,
  });

  let isLookingAround = false;
  return {
    spendCheck: intake.spendCheck,
    submit: intake.submit,
    submitBatch: intake.submitBatch,
    cancel: actions.cancel,
    retry: actions.retry,
    stopAsking: actions.stopAsking,
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
    settingsChanged: () => schedule.fill(),
    resume: async (jobIds = null) => {
      const isDone = takeUnfinished(jobIds);
      if (jobIds !== null) return;
      hasTakenAll = isDone;
      refetch.now();
      schedule.tidy();
      if (isLookingAround) return;
      isLookingAround = true;
      background.run('look around', checkNow);
    },
    close: async () => {
      closing.abort();
      schedule.stopAll();
      const ended = new AbortController();
      const retryPolicy = async (): Promise<void> => {
        await clock.sleep(closingGraceMs, ended.signal);
        giveUp.abort();
        await clock.sleep(lastGraceMs, ended.signal);
        if (!ended.signal.aborted) log.warn('some work did not stop when it was told to');
      };
      // What ignores its signal must not keep the program from closing; its job is found as it is at the next start.
      await Promise.race([work.idle(), retryPolicy()]);
      ended.abort();
      await background.idle();
    },
  };
};
