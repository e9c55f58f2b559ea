/**
 * The queue as the page mirrors it: stored jobs with their live progress, without tickets, links and paths, always
 * announced as a whole.
 */
import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '#contract/assert-never.ts';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobAction, JobId, JobState } from '#contract/model/job.ts';
import type { Background } from '../background.ts';
import type { Clock, Log } from '../ports.ts';
import { isOpenQuestion, isWorthPolling } from './machine.ts';
import type { JobRecord, StoredState } from './record.ts';
import type { JobStore, StoredJob } from './store.ts';

/** Known only while the program runs. */
export type Live = {
  /** 0..1; null: unknown. */
  readonly fraction: number | null;
  readonly queuePosition: number | null;
  /** Seconds left, estimated by the provider. */
  readonly etaSec: number | null;
  /** Why polls or downloads fail just now. */
  readonly trouble: AppError | null;
};

export const nothingLive: Live = {
  fraction: null,
  queuePosition: null,
  etaSec: null,
  trouble: null,
};

type View = {
  readonly live: Live;
  readonly place: number;
  /** False while its state is not stored yet: no action is possible. */
  readonly isSaved: boolean;
  /** Whether its provider can cancel an accepted run. */
  readonly canCancelRun: boolean;
  /** Whether its provider can find a request whose answer was lost. */
  readonly canFind: boolean;
};

const stateOf = ({ state, busy }: JobRecord, live: Live): JobState => {
  const fraction = live.fraction === null ? null : Math.min(1, Math.max(0, live.fraction));
  switch (state.kind) {
    case 'queued':
    case 'starting':
      return { kind: state.kind };
    case 'preparing':
      return { kind: 'preparing', fraction };
    case 'uploading':
      // Progress means that uploading has resumed.
      return busy === null || fraction !== null
        ? { kind: 'uploading', fraction }
        : { kind: 'uploading', fraction, busyUntil: busy.until };
    case 'downloading':
      return { kind: 'downloading', fraction, trouble: live.trouble };
    case 'waiting':
      return {
        kind: 'waiting',
        fraction,
        queuePosition: live.queuePosition,
        etaSec: live.etaSec,
        trouble: live.trouble,
        isCancelRequested: state.isCancelRequested,
      };
    case 'done':
      return { kind: 'done', itemId: state.itemId };
    case 'failed':
    case 'unsure':
      return { kind: state.kind, error: state.error };
    case 'cancelled':
      return { kind: 'cancelled', charged: state.charged };
    default:
      return assertNever(state);
  }
};

/** One call serves all of them; the free actions have names of their own, so that the page does not present them as paid. */
const failedActions = (
  { error, download, run }: Extract<StoredState, { kind: 'failed' }>,
  { canFind }: View,
): JobAction[] => {
  if (download !== null) return ['retry-download', 'dismiss'];
  const ask: JobAction[] = isWorthPolling(error) && run !== null && run.ticket !== null ? ['poll-again'] : [];
  // Sending again is part of `resolve`, whose dialog warns that both runs may be charged.
  if (isOpenQuestion(error)) return [...ask, ...(canFind ? (['find'] as const) : []), 'resolve', 'dismiss'];
  return ask.length > 0 ? [...ask, 'dismiss'] : ['retry', 'dismiss'];
};

const actionsOf = (state: StoredState, view: View): JobAction[] => {
  if (!view.isSaved) return [];
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return ['cancel'];
    case 'starting':
      return [];
    // Already paid for: only its result is missing.
    case 'downloading':
      return ['stop-polling'];
    case 'waiting':
      return view.canCancelRun && !state.isCancelRequested ? ['cancel', 'stop-polling'] : ['stop-polling'];
    case 'done':
      return ['dismiss'];
    case 'failed':
      return failedActions(state, view);
    case 'cancelled':
      return ['retry', 'dismiss'];
    case 'unsure':
      return view.canFind ? ['find', 'resolve'] : ['resolve'];
    default:
      return assertNever(state);
  }
};

export const snapshotOf = (record: JobRecord, view: View): Job => ({
  id: record.id,
  parentId: record.parentId,
  batchId: record.batchId,
  place: view.place,
  createdAt: record.createdAt,
  stateSince: record.stateSince,
  imageName: record.image.name,
  videoName: record.video.name,
  choices: record.choices,
  outputSec: record.plan.expected.outputSec,
  estimate: record.estimate,
  transferRecords: record.transferRecords,
  state: stateOf(record, view.live),
  actions: actionsOf(record.state, view),
});

export type QueueView = {
  /** Newest first. */
  readonly list: () => readonly Job[];
  readonly stored: () => readonly StoredJob[];
  readonly find: (id: JobId) => StoredJob | undefined;
  readonly snapshot: (job: StoredJob) => Job;
  /** Reads all jobs again. */
  readonly reload: () => void;
  /** Adds or replaces jobs that were just stored. */
  readonly put: (written: readonly StoredJob[]) => void;
  readonly setLive: (id: JobId, live: Partial<Live>) => void;
  /** A state that is not stored yet; null once it is. */
  readonly setUnsaved: (id: JobId, state: StoredState | null) => void;
};

/** Minimum interval of progress announcements; longer for a long queue, because it is announced as a whole. */
const progressEveryMs = (jobs: number): number => Math.min(1000, Math.max(100, jobs * 10));

const isSame = (one: StoredJob | undefined, other: StoredJob): boolean =>
  one?.record === other.record && one.isTaken === other.isTaken && one.place === other.place;

export const createQueueView = (deps: {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly background: Background;
  readonly can: (record: JobRecord) => { readonly canCancelRun: boolean; readonly canFind: boolean };
  readonly onChange: (jobs: readonly Job[]) => void;
  /** Called after jobs were stored. */
  readonly onStored: () => void;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): QueueView => {
  const { store, clock, log, background, closing } = deps;
  const jobs = new Map<JobId, StoredJob>();
  const liveStates = new Map<JobId, Live>();
  const unsaved = new Map<JobId, StoredState>();
  /** Cached snapshots: most jobs of a long queue do not change. */
  const snapshots = new Map<JobId, Job>();
  let isProgressDue = false;

  const snapshot = ({ record, place }: StoredJob): Job => {
    const state = unsaved.get(record.id);
    return snapshotOf(state === undefined ? record : { ...record, state }, {
      live: liveStates.get(record.id) ?? nothingLive,
      place,
      isSaved: state === undefined,
      ...deps.can(record),
    });
  };
  const list = () =>
    [...jobs.values()].map((job) => {
      const { id } = job.record;
      const snap = snapshots.get(id) ?? snapshot(job);
      snapshots.set(id, snap);
      return snap;
    });

  const announce = (): void => {
    try {
      deps.onChange(list());
    } catch (cause) {
      log.error('queue listener threw', { cause });
    }
  };

  /** Returns whether anything has changed. */
  const load = (): boolean => {
    const stored = store.list();
    if (!stored.ok) return false;
    const changed = stored.value.filter((job) => !isSame(jobs.get(job.record.id), job));
    const isChanged = changed.length > 0 || stored.value.length !== jobs.size;
    jobs.clear();
    for (const job of stored.value) jobs.set(job.record.id, job);
    for (const { record } of changed) snapshots.delete(record.id);
    for (const id of snapshots.keys()) if (!jobs.has(id)) snapshots.delete(id);
    return isChanged;
  };

  const reload = (): void => {
    if (!load()) return;
    announce();
    deps.onStored();
  };

  load();
  return {
    list,
    stored: () => [...jobs.values()],
    find: (id) => jobs.get(id),
    snapshot,
    reload,
    put: (written) => {
      for (const job of written) {
        liveStates.delete(job.record.id);
        snapshots.delete(job.record.id);
      }
      if (written.every(({ record }) => jobs.has(record.id)))
        for (const job of written) jobs.set(job.record.id, job);
      else load();
      announce();
      deps.onStored();
    },
    setLive: (id, live) => {
      const before = liveStates.get(id) ?? nothingLive;
      const after = { ...before, ...live };
      if (isDeepStrictEqual(before, after)) return;
      liveStates.set(id, after);
      snapshots.delete(id);
      if (isProgressDue) return;
      isProgressDue = true;
      background.run('report progress', async () => {
        await clock.sleep(progressEveryMs(jobs.size), closing);
        isProgressDue = false;
        if (!closing.aborted) announce();
      });
    },
    setUnsaved: (id, state) => {
      if (state === null) unsaved.delete(id);
      else unsaved.set(id, state);
      snapshots.delete(id);
      announce();
    },
  };
};
