/** The queue as the page mirrors it: stored jobs with what is known of each just now, announced whole. */
import type { Job, JobId } from '#contract/model/job.ts';
import type { Clock, Log } from '../ports.ts';
import type { Background } from './background.ts';
import type { JobRecord, StoredState } from './record.ts';
import { type Live, nothingLive, snapshotOf } from './snapshot.ts';
import type { JobStore, StoredJob } from './store.ts';

export type QueueView = {
  /** Newest first. */
  readonly list: () => readonly Job[];
  readonly stored: () => readonly StoredJob[];
  readonly snapshot: (job: StoredJob) => Job;
  /** Reads all jobs again. */
  readonly reload: () => void;
  /** Reads all jobs again if another open program has written something; tells whether it has. */
  readonly reloadIfForeign: () => boolean;
  /** Takes in a job that has just been written. */
  readonly put: (job: StoredJob) => Job;
  readonly setLive: (id: JobId, live: Partial<Live>) => void;
  /** A state that could not be written down yet; null once it is. */
  readonly setUnsaved: (id: JobId, state: StoredState | null) => void;
};

/** Movement of progress bars is told at most this often; a new state is told at once. */
const progressEveryMs = 100;

export const createQueueView = (deps: {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly background: Background;
  readonly can: (record: JobRecord) => { readonly canCancelRun: boolean; readonly canFind: boolean };
  readonly onChange: (jobs: readonly Job[]) => void;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): QueueView => {
  const { store, clock, log, background, closing } = deps;
  const jobs = new Map<JobId, StoredJob>();
  const lives = new Map<JobId, Live>();
  const unsaved = new Map<JobId, StoredState>();
  let foreignVersion = store.foreignVersion();
  let isProgressDue = false;

  const snapshot = ({ record, owner }: StoredJob): Job => {
    const state = unsaved.get(record.id);
    return snapshotOf(state === undefined ? record : { ...record, state }, {
      live: lives.get(record.id) ?? nothingLive,
      isOurs: owner !== 'other' && state === undefined,
      ...deps.can(record),
    });
  };
  const list = () => [...jobs.values()].map(snapshot);

  const announce = (): void => {
    try {
      deps.onChange(list());
    } catch (cause) {
      log.error('a listener to the queue failed', { cause });
    }
  };

  const load = (): void => {
    const stored = store.list();
    if (!stored.ok) return;
    jobs.clear();
    for (const job of stored.value) jobs.set(job.record.id, job);
  };

  const reload = (): void => {
    load();
    announce();
  };

  load();
  return {
    list,
    stored: () => [...jobs.values()],
    snapshot,
    reload,
    reloadIfForeign: () => {
      const version = store.foreignVersion();
      if (version === foreignVersion) return false;
      foreignVersion = version;
      reload();
      return true;
    },
    put: (job) => {
      const { id } = job.record;
      lives.delete(id);
      if (jobs.has(id)) jobs.set(id, job);
      else load();
      announce();
      return snapshot(job);
    },
    setLive: (id, live) => {
      lives.set(id, { ...(lives.get(id) ?? nothingLive), ...live });
      if (isProgressDue) return;
      isProgressDue = true;
      background.run('tell progress', async () => {
        await clock.sleep(progressEveryMs, closing);
        isProgressDue = false;
        if (!closing.aborted) announce();
      });
    },
    setUnsaved: (id, state) => {
      if (state === null) unsaved.delete(id);
      else unsaved.set(id, state);
      announce();
    },
  };
};
