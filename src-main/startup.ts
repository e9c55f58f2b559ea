/**
 * First steps of a start: takes over the folders of earlier versions, reconciles the database with sent.jsonl, rebuilds
 * the catalogue if necessary, cleans up after earlier starts, and resumes jobs.
 */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { Background } from './background.ts';
import type { DeliveryModule } from './delivery/delivery.ts';
import type { Jobs } from './jobs/jobs.ts';
import { needsUploads } from './jobs/machine.ts';
import type { Reconciled } from './jobs/reconcile.ts';
import type { SentLog } from './jobs/sent-log.ts';
import type { JobStore, StoredJob } from './jobs/store.ts';
import type { Exports } from './library/export/exports.ts';
import { logRefusedFlushes } from './log.ts';
import type { Sources } from './media/sources.ts';
import { type Notices, noticesOfOpening, noticesOfRebuild } from './notices.ts';
import type { Ports } from './ports.ts';
import { removeLeftover, rename } from './storage/busy-retry.ts';
import type { Database, Sql } from './storage/database.ts';

/** `work/looks` was the name of the cache of video analyses: renamed, or removed where both exist. */
export const takeOverFolders = async (dataFolder: string): Promise<void> => {
  const workFolder = join(dataFolder, 'work');
  const formerCache = join(workFolder, 'looks');
  await rename(formerCache, join(workFolder, 'analysis'), { wait: 'none' }).catch(() => undefined);
  const leftovers = [
    formerCache,
    join(workFolder, 'temp'),
    join(workFolder, 'passing'),
    // Of versions that ran several processes on one data folder.
    join(dataFolder, 'open'),
    join(dataFolder, 'library-work.lock'),
  ];
  for (const path of leftovers) await removeLeftover(path);
};

/** Before any job runs: reconciles the database with sent.jsonl, and adds notices of a restore or migration. */
export const recover = (deps: {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly database: Pick<Database, 'opening' | 'settleOpening'>;
  readonly store: Pick<JobStore, 'reconcile'>;
  readonly sentLog: SentLog;
  readonly notices: Pick<Notices, 'add'>;
  /** Requests a rebuild of the catalogue, at this start or at the next one that can do it. */
  readonly noteRebuild: (sql: Sql) => void;
}): Result<Reconciled> => {
  const { database, store, sentLog, notices } = deps;
  const { opening } = database;
  const isRestored = opening.kind === 'restored';
  const reconciled = store.reconcile({
    sentLog,
    clock: deps.ports.clock,
    isRestored: isRestored && !opening.isComplete,
    onOlder: deps.noteRebuild,
  });
  if (!reconciled.ok) return reconciled;
  const { isOlder, returned, heldBack } = reconciled.value;
  if (isOlder || returned > 0 || heldBack > 0)
    deps.ports.log.warn('database reconciled with sent.jsonl', { isOlder, returned, heldBack });
  for (const notice of noticesOfOpening({ opening, reconciled: reconciled.value })) notices.add(notice);
  if (isRestored) database.settleOpening();
  return reconciled;
};

/** Interval of the check whether the last copy of the database is a day old, in milliseconds. */
const backUpCheckMs = 3_600_000;

export type Starting = {
  /** Rebuilds the catalogue if it may be incomplete, and adds notices of it. Later calls return the first one's promise. */
  readonly begin: () => Promise<void>;
  /** Calls `begin`, then resumes unfinished jobs of earlier starts; null or absent: all of them. */
  readonly resume: (jobIds?: readonly JobId[] | null) => Promise<void>;
};

export const createStarting = (deps: {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly database: Database;
  readonly store: JobStore;
  readonly notices: Pick<Notices, 'add'>;
  readonly beginKeeping: () => Promise<Result<Rebuilt>>;
  readonly sources: Pick<Sources, 'cleanup'>;
  readonly exports: Pick<Exports, 'cleanup'>;
  readonly deliverySetup: Pick<DeliveryModule, 'cleanup'>;
  readonly jobs: Pick<Jobs, 'resume'>;
  readonly background: Background;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): Starting => {
  const { database, store, background, closing } = deps;
  const { clock, log } = deps.ports;
  logRefusedFlushes(log, closing);

  const stored = (): readonly StoredJob[] => {
    const jobs = store.list();
    return jobs.ok ? jobs.value : [];
  };

  const backUpDaily = async (): Promise<void> => {
    while (!closing.aborted) {
      database.backUpIfDue();
      await clock.sleep(backUpCheckMs, closing);
      // Lets other work run even with a clock that does not wait.
      await setImmediate();
    }
  };

  const beginOnce = async (): Promise<void> => {
    const rebuilt = await deps.beginKeeping();
    for (const notice of noticesOfRebuild(rebuilt.ok ? rebuilt.value : null)) deps.notices.add(notice);
    background.run('back up the database', backUpDaily);
  };
  let begun: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    begun ??= beginOnce();
    return begun;
  };

  const cleanupUploads = (): void => {
    // Unreadable and running jobs may need their uploads. Runs in the background, so an unreachable bucket delays no job.
    const settled = new Set<string>(
      stored()
        .filter(({ record }) => !needsUploads(record.state))
        .map(({ record }) => record.id),
    );
    background.run('delete leftovers', () =>
      deps.deliverySetup.cleanup((jobId) => !settled.has(jobId) && store.isKnown(jobId)),
    );
  };

  return {
    begin,
    resume: async (jobIds = null) => {
      await begin();
      const unfinished = stored().filter(({ record }) => record.state.kind !== 'done');
      const inUse = unfinished.flatMap(({ record }) => [record.image.path, record.video.path]);
      await deps.sources.cleanup(new Set(inUse), clock.now());
      await deps.exports.cleanup();
      cleanupUploads();
      await deps.jobs.resume(jobIds);
    },
  };
};
