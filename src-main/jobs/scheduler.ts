/** Who works when: a few jobs at a time for each provider, lowest place first, and never the same job twice. */
import { join } from 'node:path';
import type { JobId } from '#contract/model/job.ts';
import { defaultConcurrency, type QueueSettings } from '#contract/model/settings.ts';
import type { Background } from '../background.ts';
import { removeTree } from '../storage/busy-retry.ts';
import type { Drive, Run } from './job-worker.ts';
import { needsUploads } from './machine.ts';
import type { QueueView } from './queue-view.ts';
import { type JobRecord, providerNameOf, type StoredState } from './record.ts';

/** Full path. An id that could climb out of the folder is none of ours. */
const workFolderOf = (workFolder: string, jobId: JobId): string => {
  if (!/^[0-9A-Za-z-]+$/.test(jobId)) throw new Error('A job id is letters, digits and dashes.');
  return join(workFolder, jobId);
};

/** Unfinished jobs go on from there; a paid result that was not kept yet needs its inputs beside it. */
const needsWorkFolder = (state: StoredState): boolean => {
  if (state.kind === 'failed') return state.download !== null;
  return state.kind !== 'done' && state.kind !== 'cancelled';
};

export type Schedule = {
  /** Begins to work on a job at once. */
  readonly work: (record: JobRecord) => void;
  /** Begins to work on as many queued jobs as may run. */
  readonly fill: () => void;
  /** Ends the work on a job that has been cancelled or dismissed, and clears up after it. */
  readonly end: (jobId: JobId) => void;
  /** Clears up after jobs at rest. */
  readonly tidy: () => void;
  readonly runOf: (jobId: JobId) => Run | null;
  readonly stopAll: () => void;
};

export const createSchedule = (deps: {
  readonly view: QueueView;
  readonly background: Background;
  readonly drive: Drive;
  readonly workFolder: string;
  /** Asked anew each time: what a person sets takes hold at once for all that still waits. */
  readonly queue: () => QueueSettings;
  /** Deletes what was uploaded for a job. Never rejects. */
  readonly release: (jobId: string) => Promise<void>;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): Schedule => {
  const { view, background, drive, workFolder, closing } = deps;
  const runs = new Map<JobId, Run>();
  /** A bug that ends the work on a queued job must not begin it again for ever. */
  const begun = new Set<JobId>();

  /** Begun again before the work that was stopped had ended. */
  const takenUp = new Map<JobId, JobRecord>();

  const clearUp = (jobId: JobId): void => {
    const job = view.find(jobId);
    if (job === undefined || !needsUploads(job.record.state))
      background.run('delete what was uploaded', () => deps.release(jobId));
    if (job !== undefined && needsWorkFolder(job.record.state)) return;
    background.run('remove a work folder', () => removeTree(workFolderOf(workFolder, jobId)));
  };

  const work = (record: JobRecord): void => {
    if (closing.aborted) return;
    const before = runs.get(record.id);
    if (before?.stop.signal.aborted) takenUp.set(record.id, record);
    if (before !== undefined) return;
    const run: Run = {
      jobId: record.id,
      provider: providerNameOf(record),
      stop: new AbortController(),
      isInTrouble: false,
      cancelAnswer: Promise.resolve(),
    };
    runs.set(record.id, run);
    background.run('work on a job', async () => {
      try {
        await drive({ run, from: record, folder: workFolderOf(workFolder, record.id) });
      } finally {
        runs.delete(record.id);
        if (!closing.aborted) {
          view.reload();
          clearUp(record.id);
          const again = takenUp.get(record.id);
          takenUp.delete(record.id);
          if (again !== undefined) work(again);
          fill();
        }
      }
    });
  };

  const underWay = (provider: string): number =>
    [...runs.values()].filter((run) => run.provider === provider && !run.isInTrouble).length;

  const waiting = (): readonly JobRecord[] =>
    view
      .stored()
      .filter(({ isTaken, record }) => isTaken && record.state.kind === 'queued' && !begun.has(record.id))
      .reverse()
      .sort((one, other) => one.place - other.place)
      .map(({ record }) => record);

  const fill = (): void => {
    if (closing.aborted || waiting().length === 0) return;
    const { isPaused, concurrency } = deps.queue();
    if (isPaused) return;
    const limits: Readonly<Record<string, number | undefined>> = concurrency;
    for (const record of waiting()) {
      const provider = providerNameOf(record);
      if (underWay(provider) >= (limits[provider] ?? defaultConcurrency)) continue;
      begun.add(record.id);
      work(record);
    }
  };

  return {
    work,
    fill,
    end: (jobId) => {
      const run = runs.get(jobId);
      if (run === undefined) clearUp(jobId);
      else run.stop.abort();
    },
    tidy: () => {
      const settled = view.stored().filter(({ record }) => !needsWorkFolder(record.state));
      for (const { record } of settled) clearUp(record.id);
    },
    runOf: (jobId) => runs.get(jobId) ?? null,
    stopAll: () => {
      for (const run of runs.values()) run.stop.abort();
    },
  };
};
