/** What a person can do with the queue as a whole: its order, its rest, its batches, and finding one run in it. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/batch.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import type { SpendingExcess } from '#contract/model/spending.ts';
import type { Client } from '../bridge/client.ts';
import type { Move } from './queue-order.ts';
import { isFinished } from './queue-parts.ts';
import type { AppStore } from './store.ts';

export type QueueActions = {
  readonly moveJob: (move: Move) => Promise<AppError | null>;
  /** Calls off what of the batch is not sent yet, and answers how many runs that were. */
  readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
  /** Nothing new is begun while it is paused. */
  readonly pauseQueue: (isPaused: boolean) => Promise<AppError | null>;
  /** Takes every run out of the queue that ended as it should; the library keeps its result. */
  readonly dismissFinished: () => Promise<AppError | null>;
  /** Sends it again although it exceeds a spending limit: by the amounts that were shown and agreed to, and no others. */
  readonly retryOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  readonly sendAgainOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  /** Shows the Studio with this run's row in sight. */
  readonly showJob: (jobId: JobId) => void;
  /** Called with each run that is to be brought into sight. Returns the function that ends it. */
  readonly onShowJob: (listener: (jobId: JobId) => void) => () => void;
};

const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

/** The refusal may have been shown hours ago: where its amounts have changed since, it is refused again with the new ones. */
const allowing = ({ breaches, unknownCosts }: SpendingExcess) => ({
  allowOverLimit: true,
  agreedExcess: { breaches, unknownCosts },
});

const canDismiss = (job: Job): boolean => isFinished(job) && job.actions.includes('dismiss');

export const createQueueActions = ({ store, client }: { store: AppStore; client: Client }): QueueActions => {
  const listeners = new Set<(jobId: JobId) => void>();
  return {
    moveJob: async (move) => problem(await client.call('jobs.reorder', move)),
    cancelBatch: (batchId) => client.call('jobs.cancelBatch', { batchId }),
    pauseQueue: async (isPaused) => {
      const { settings } = store.getState().mirror;
      // Half of the settings must not be written over what nobody has read yet.
      if (settings === null) return fail('internal', { problem: 'settings-not-loaded' }).error;
      return problem(await client.call('settings.set', { queue: { ...settings.queue, isPaused } }));
    },
    dismissFinished: async () => {
      const finished = store.getState().mirror.jobs.filter(canDismiss);
      return problem(await client.call('jobs.putAway', { jobIds: finished.map(({ id }) => id) }));
    },
    retryOverLimit: async (jobId, shown) =>
      problem(await client.call('jobs.retry', { jobId, ...allowing(shown) })),
    sendAgainOverLimit: async (jobId, shown) =>
      problem(await client.call('jobs.resolve', { jobId, as: 'send-again', ...allowing(shown) })),
    showJob: (jobId) => {
      store.setState({ view: { screen: { kind: 'studio' } } });
      for (const listener of listeners) listener(jobId);
    },
    onShowJob: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
