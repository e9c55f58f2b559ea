/** First steps of a start: rebuilds the catalogue if necessary, cleans up after earlier starts, and resumes jobs. */
import { setImmediate } from 'node:timers/promises';
import type { Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { Background } from './background.ts';
import type { DeliveryModule } from './delivery/delivery.ts';
import type { Jobs } from './jobs/jobs.ts';
import { needsUploads } from './jobs/machine.ts';
import type { JobStore, StoredJob } from './jobs/store.ts';
import type { Exports } from './library/export/exports.ts';
import { logRefusedFlushes } from './log.ts';
import type { Sources } from './media/sources.ts';
import { type Notices, noticesOfRebuild } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Database } from './storage/database.ts';

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
