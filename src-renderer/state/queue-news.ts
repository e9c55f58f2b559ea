/** Changes of the queue to announce: each step of a single run; of a batch only what needs the user, and its end. */
import { type BatchId, isSettled, type Job, type JobId, type JobStateKind } from '#contract/model/job.ts';

export type Known = ReadonlyMap<JobId, JobStateKind>;
export type News =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'batch-ended'; readonly batchId: BatchId; readonly jobs: readonly Job[] };

export const knownOf = (jobs: readonly Job[]): Known => new Map(jobs.map((job) => [job.id, job.state.kind]));

const endedBatches = (changed: readonly Job[], jobs: readonly Job[]): readonly News[] => {
  const ids = new Set(changed.flatMap(({ batchId }) => (batchId === null ? [] : [batchId])));
  return [...ids].flatMap((batchId) => {
    const those = jobs.filter((job) => job.batchId === batchId);
    return those.every(({ state }) => isSettled(state))
      ? [{ kind: 'batch-ended', batchId, jobs: those }]
      : [];
  });
};

export const newsOf = (before: Known, jobs: readonly Job[]): readonly News[] => {
  const changed = jobs.filter((job) => before.get(job.id) !== job.state.kind);
  const needsAnswer = ({ state }: Job) => state.kind === 'failed' || state.kind === 'unsure';
  const announced = changed.filter((job) => job.batchId === null || needsAnswer(job));
  return [...announced.map((job): News => ({ kind: 'job', job })), ...endedBatches(changed, jobs)];
};
