/**
 * The sections of the queue as shown: running jobs, each batch with a header, queued jobs in their order, ended jobs.
 */
import { type BatchId, isSettled, type Job } from '#contract/model/job.ts';
import type { BatchCounts } from '../messages/en/queue.ts';

export type QueueBatch = {
  readonly id: BatchId;
  /** Newest first. Queued jobs are listed in the common order and only counted here. */
  readonly jobs: readonly Job[];
  readonly counts: BatchCounts;
  readonly total: number;
  /** When the batch was submitted. */
  readonly createdAt: string;
  /**
   * Sum of the estimates of runs that may have been sent and are not known to be free of charge, in millionths of a
   * US dollar.
   */
  readonly soFarMicros: number;
  /** Sum of the estimates of all runs that are not cancelled. */
  readonly wholeMicros: number;
  readonly unknownPrices: number;
  /** Whether any of its runs is unsent. */
  readonly hasRest: boolean;
};

export type QueueParts = {
  readonly running: readonly Job[];
  readonly batches: readonly QueueBatch[];
  /** Including those of batches; the next to be started first. */
  readonly waiting: readonly Job[];
  /** Ended in a way that needs the user; those that may have cost money first. */
  readonly needing: readonly Job[];
  readonly finished: readonly Job[];
};

/** Whether the program works on the job, or is about to. */
export const isMoving = (job: Pick<Job, 'state'>): boolean => !isSettled(job.state);

const isWaiting = ({ state }: Job): boolean => state.kind === 'queued';

/** Succeeded, or cancelled at no cost: its row shows nothing that needs the user. */
export const isFinished = ({ state }: Pick<Job, 'state'>): boolean =>
  state.kind === 'done' || (state.kind === 'cancelled' && state.charged === 'no');

/** Whether cancelling still prevents the run from being sent. */
export const isUnsentJob = ({ state }: Pick<Job, 'state'>): boolean =>
  state.kind === 'queued' || state.kind === 'preparing' || state.kind === 'uploading';

const isFreeOfCharge = ({ state }: Job): boolean =>
  (state.kind === 'failed' && state.error.charged === 'no') ||
  (state.kind === 'cancelled' && state.charged === 'no');

export const countsOf = (jobs: readonly Pick<Job, 'state'>[]): BatchCounts => {
  const count = (kind: Job['state']['kind']) => jobs.filter(({ state }) => state.kind === kind).length;
  return {
    done: count('done'),
    running: jobs.filter(({ state }) => !isSettled(state) && state.kind !== 'queued').length,
    waiting: count('queued'),
    failed: count('failed'),
    unsure: count('unsure'),
    cancelled: count('cancelled'),
  };
};

const sumOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { estimate }) => sum + ('micros' in estimate ? estimate.micros : 0), 0);

const batchOf = (id: BatchId, jobs: readonly Job[]): QueueBatch => {
  const counted = jobs.filter((job) => !isFreeOfCharge(job));
  const createdAt = jobs.reduce(
    (first, job) => (job.createdAt < first ? job.createdAt : first),
    jobs[0]?.createdAt ?? '',
  );
  return {
    id,
    jobs: jobs.filter((job) => !isWaiting(job)),
    counts: countsOf(jobs),
    total: jobs.length,
    createdAt,
    soFarMicros: sumOf(counted.filter((job) => !isUnsentJob(job))),
    wholeMicros: sumOf(counted),
    unknownPrices: counted.filter(({ estimate }) => 'unknown' in estimate).length,
    hasRest: jobs.some(isUnsentJob),
  };
};

/** `jobs`: newest first, and so are the returned lists, except the queued jobs. */
export const queueParts = (jobs: readonly Job[]): QueueParts => {
  const byBatch = Map.groupBy(
    jobs.filter(({ batchId }) => batchId !== null),
    ({ batchId }) => batchId,
  );
  const single = jobs.filter(({ batchId }) => batchId === null);
  const ended = single.filter(({ state }) => isSettled(state));
  const needing = ended.filter((job) => !isFinished(job));
  return {
    running: single.filter((job) => !isSettled(job.state) && !isWaiting(job)),
    batches: [...byBatch].flatMap(([id, those]) => (id === null ? [] : [batchOf(id, those)])),
    waiting: jobs.filter(isWaiting).toSorted((one, other) => one.place - other.place),
    needing: [...needing.filter((job) => !isFreeOfCharge(job)), ...needing.filter(isFreeOfCharge)],
    finished: ended.filter(isFinished),
  };
};

/**
 * The whole queue arrives several times a second; unchanged jobs keep their object identity, so that their rows do
 * not render.
 */
export const keepSame = (before: readonly Job[], jobs: readonly Job[]): readonly Job[] => {
  const known = new Map(before.map((job) => [job.id, job]));
  const kept = jobs.map((job) => {
    const earlier = known.get(job.id);
    return earlier !== undefined && JSON.stringify(earlier) === JSON.stringify(job) ? earlier : job;
  });
  const isAsBefore = kept.length === before.length && kept.every((job, index) => job === before[index]);
  return isAsBefore ? before : kept;
};
