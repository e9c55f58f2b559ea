/** Handlers of the `jobs` calls. */
import { ok } from '#contract/errors.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Jobs } from './jobs.ts';
import type { SubmitCalls } from './submit.ts';

export const createJobHandlers = (deps: {
  readonly jobs: Jobs;
  readonly submitCalls: SubmitCalls;
}): HandlersOf<'jobs'> => {
  const { jobs, submitCalls } = deps;
  return {
    spendCheck: ({ requests }) => submitCalls.spendCheck(requests),
    submit: (input) => submitCalls.submit(input),
    submitBatch: (input) => submitCalls.submitBatch(input),
    list: async () => ok([...jobs.list()]),
    cancel: ({ jobId }) => jobs.cancel(jobId),
    retry: ({ jobId, ...allowed }) => jobs.retry(jobId, allowed),
    stopPolling: ({ jobId }) => jobs.stopPolling(jobId),
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
