/** The queue as the page mirrors it: stored jobs with their live progress, always announced as a whole. */
import { isDeepStrictEqual } from 'node:util';
import type { Job, JobId } from '#contract/model/job.ts';
import type { Background } from '../background.ts';
import type { Clock, Log } from '../ports.ts';
import type { JobRecord, StoredState } from './record.ts';
import { type Live, nothingLive, snapshotOf } from './snapshot.ts';
import type { JobStore, StoredJob } from './store.ts';

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
