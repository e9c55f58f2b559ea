/** Starts jobs: a limited number for each provider, lowest place first, and never the same job twice. */
import { join } from 'node:path';
import type { JobId } from '#contract/model/job.ts';
import { defaultConcurrency, type QueueSettings } from '#contract/model/settings.ts';
import type { Background } from '../background.ts';
import { removeTree } from '../storage/busy-retry.ts';
import type { JobWorker, Run } from './job-worker.ts';
import { needsUploads } from './machine.ts';
import type { QueueView } from './queue-view.ts';
import { type JobRecord, providerNameOf, type StoredState } from './record.ts';

/** Full path. Throws for ids that would escape the folder. */
const workFolderOf = (workFolder: string, jobId: JobId): string => {
  if (!/^[0-9A-Za-z-]+$/.test(jobId)) throw new Error('A job id is letters, digits and dashes.');
  return join(workFolder, jobId);
};

/** Unfinished jobs resume from there; a paid result that is not kept yet needs its inputs. */
const needsWorkFolder = (state: StoredState): boolean => {
  if (state.kind === 'failed') return state.download !== null;
  return state.kind !== 'done' && state.kind !== 'cancelled';
};

export type Scheduler = {
  /** Starts a job immediately. */
  readonly work: (record: JobRecord) => void;
  /** Starts as many queued jobs as may run. */
  readonly fill: () => void;
  /** Stops the work on a cancelled or dismissed job, and removes its files. */
  readonly end: (jobId: JobId) => void;
  /** Removes the work folders and uploads of settled jobs. */
  readonly cleanup: () => void;
  readonly runOf: (jobId: JobId) => Run | null;
  readonly stopAll: () => void;
};

export const createScheduler = (deps: {
  readonly view: QueueView;
  readonly background: Background;
  readonly workOn: JobWorker;
  readonly workFolder: string;
  /** Read each time, so that a changed setting applies to all queued jobs. */
  readonly queue: () => QueueSettings;
  /** Deletes the uploads of a job. Never rejects. */
  readonly release: (jobId: string) => Promise<void>;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): Scheduler => {
  const { view, background, workOn, workFolder, closing } = deps;
  const runs = new Map<JobId, Run>();
  /** Started once in this process: a bug that ends the work on a queued job must not restart it forever. */
  const started = new Set<JobId>();

  /** Restarted before the stopped work has ended. */
  const restarted = new Map<JobId, JobRecord>();

  const removeFiles = (jobId: JobId): void => {
    const job = view.find(jobId);
    if (job === undefined || !needsUploads(job.record.state))
      background.run('delete uploads', () => deps.release(jobId));
    if (job !== undefined && needsWorkFolder(job.record.state)) return;
    background.run('remove work folder', () => removeTree(workFolderOf(workFolder, jobId)));
  };

  const work = (record: JobRecord): void => {
    if (closing.aborted) return;
    const before = runs.get(record.id);
    if (before?.stop.signal.aborted) restarted.set(record.id, record);
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
        await workOn({ run, from: record, folder: workFolderOf(workFolder, record.id) });
      } finally {
        runs.delete(record.id);
        if (!closing.aborted) {
          view.reload();
          removeFiles(record.id);
          const again = restarted.get(record.id);
          restarted.delete(record.id);
          if (again !== undefined) work(again);
          fill();
        }
      }
    });
  };

  const runningCount = (provider: string): number =>
    [...runs.values()].filter((run) => run.provider === provider && !run.isInTrouble).length;

  const waiting = (): readonly JobRecord[] =>
    view
      .stored()
      .filter(({ isTaken, record }) => isTaken && record.state.kind === 'queued' && !started.has(record.id))
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
      if (runningCount(provider) >= (limits[provider] ?? defaultConcurrency)) continue;
      started.add(record.id);
      work(record);
    }
  };

  return {
    work,
    fill,
    end: (jobId) => {
      const run = runs.get(jobId);
      if (run === undefined) removeFiles(jobId);
      else run.stop.abort();
    },
    cleanup: () => {
      const settled = view.stored().filter(({ record }) => !needsWorkFolder(record.state));
      for (const { record } of settled) removeFiles(record.id);
    },
    runOf: (jobId) => runs.get(jobId) ?? null,
    stopAll: () => {
      for (const run of runs.values()) run.stop.abort();
    },
  };
};
