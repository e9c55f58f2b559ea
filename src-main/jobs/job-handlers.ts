/** The calls about jobs. */
import { ok } from '#contract/errors.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Orders } from '../orders.ts';
import type { Jobs } from './jobs.ts';

export const createJobHandlers = (deps: {
  readonly jobs: Jobs;
  readonly orders: Orders;
}): HandlersOf<'jobs'> => {
  const { jobs, orders } = deps;
  return {
    spendCheck: ({ requests }) => orders.spendCheck(requests),
    submit: (input) => orders.submit(input),
    submitBatch: (input) => orders.submitBatch(input),
    list: async () => ok([...jobs.list()]),
    cancel: ({ jobId }) => jobs.cancel(jobId),
    retry: ({ jobId, ...allowed }) => jobs.retry(jobId, allowed),
    stopPolling: ({ jobId }) => jobs.stopAsking(jobId),
    find: ({ jobId }) => jobs.find(jobId),
    resolve: ({ jobId, providerJobId, ...answer }) =>
      jobs.resolve(jobId, { ...answer, ...(providerJobId === undefined ? {} : { providerJobId }) }),
    dismiss: ({ jobId }) => jobs.dismiss(jobId),
    dismissAll: ({ jobIds }) => jobs.dismissAll(jobIds),
    reorder: ({ jobId, beforeId }) => jobs.reorder(jobId, beforeId),
    cancelBatch: ({ batchId }) => jobs.cancelBatch(batchId),
    batchOrder: async ({ batchId }) => jobs.batchOrder(batchId),
  };
};
