/** The user's actions on the queue as a whole: order, pause, batches, and showing one run. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { BatchId, Job, JobId } from '#contract/model/job.ts';
import type { SpendingExcess } from '#contract/model/spending.ts';
import type { Client } from '../bridge/client.ts';
import type { Move } from './queue-order.ts';
import { isFinished } from './queue-parts.ts';
import type { AppStore } from './store.ts';

export type QueueActions = {
  readonly moveJob: (move: Move) => Promise<AppError | null>;
  /** Cancels the unsent runs of the batch and returns their number. */
  readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
  /** While paused, no job is started. */
  readonly pauseQueue: (isPaused: boolean) => Promise<AppError | null>;
  /** Dismisses every finished run; the library keeps its result. */
  readonly dismissFinished: () => Promise<AppError | null>;
  /**
   * Sends it again although it exceeds a spending limit: by the amounts that were shown and agreed to, and no others.
   */
  readonly retryOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  readonly sendAgainOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  /** Shows the Studio, scrolled to the row of this run. */
  readonly showJob: (jobId: JobId) => void;
  /** Called with each run to scroll to. Returns the function that ends the subscription. */
  readonly onShowJob: (listener: (jobId: JobId) => void) => () => void;
};

const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

/**
 * The error may have been shown hours ago: where its amounts have changed since, the run is refused again with the
 * new ones.
 */
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
      // Without the loaded settings the others in this group would be overwritten.
      if (settings === null) return fail('internal', { problem: 'settings-not-loaded' }).error;
      return problem(await client.call('settings.set', { queue: { ...settings.queue, isPaused } }));
    },
    dismissFinished: async () => {
      const finished = store.getState().mirror.jobs.filter(canDismiss);
      return problem(await client.call('jobs.dismissAll', { jobIds: finished.map(({ id }) => id) }));
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
