/** The queue as a person reads it: what runs, each batch under one head, what waits in its order, what has ended. */
import type { BatchId } from '#contract/model/batch.ts';
import type { Job } from '#contract/model/job.ts';
import { isSettled } from '#contract/rules/settled.ts';
import type { BatchCounts } from '../messages/queue.ts';

export type QueueBatch = {
  readonly id: BatchId;
  /** Newest first. What waits stands in the order of all, and is only counted here. */
  readonly jobs: readonly Job[];
  readonly counts: BatchCounts;
  readonly total: number;
  /** When the batch was ordered. */
  readonly createdAt: string;
  /** Estimates of what may have been sent and is not known to be free of charge, in millionths of a US dollar. */
  readonly soFarMicros: number;
  /** Estimates of all that is not called off. */
  readonly wholeMicros: number;
  readonly unknownPrices: number;
  /** Whether anything of it is not sent yet. */
  readonly hasRest: boolean;
};

export type QueueParts = {
  readonly running: readonly Job[];
  readonly batches: readonly QueueBatch[];
  /** Of batches, too; what is begun first stands first. */
  readonly waiting: readonly Job[];
  /** Ended so that a person should look at it; first what may have cost money. */
  readonly needing: readonly Job[];
  readonly finished: readonly Job[];
};

const isWaiting = ({ state }: Job): boolean => state.kind === 'queued';

/** It ended as it should, or was called off at no cost: nothing is left to be learned from its row. */
export const isFinished = ({ state }: Pick<Job, 'state'>): boolean =>
  state.kind === 'done' || (state.kind === 'cancelled' && state.charged === 'no');

const isUnsent = ({ state }: Job): boolean =>
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
    soFarMicros: sumOf(counted.filter((job) => !isUnsent(job))),
    wholeMicros: sumOf(counted),
    unknownPrices: counted.filter(({ estimate }) => 'unknown' in estimate).length,
    hasRest: jobs.some(isUnsent),
  };
};

/** `jobs`: newest first, and so is what is handed out, but for what waits. */
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
