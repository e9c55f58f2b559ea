/** Which batch the screen shows: batches in the queue outlive the page that submitted them. */
import type { BatchId, Job } from '#contract/model/job.ts';
import { followJobs } from './batch-jobs.ts';
import type { BatchState } from './batch-store.ts';
import { isMoving } from './moving.ts';

export type QueuedBatch = {
  readonly id: BatchId;
  /** When its first run that is still in the queue was created. */
  readonly createdAt: string;
  /** How many of its runs are in the queue. */
  readonly runs: number;
  readonly isRunning: boolean;
};

/** `jobs`: newest first, and so are the batches. */
export const queuedBatches = (jobs: readonly Job[]): readonly QueuedBatch[] => {
  const follow = followJobs(jobs);
  const byBatch = Map.groupBy(jobs, ({ batchId }) => batchId);
  return [...byBatch].flatMap(([id, those]) => {
    const first = those.at(-1);
    if (id === null || first === undefined) return [];
    const isRunning = those.some((job) => isMoving(follow(job.id) ?? job));
    return [{ id, createdAt: first.createdAt, runs: those.length, isRunning }];
  });
};

/** The newest running one, otherwise the newest; null where none is in the queue. */
export const batchToShow = (batches: readonly QueuedBatch[]): BatchId | null =>
  (batches.find(({ isRunning }) => isRunning) ?? batches[0])?.id ?? null;

/** Files that were never sent would be lost; choices without files need no confirmation. */
export const hasDraft = ({ draft, submit }: Pick<BatchState, 'draft' | 'submit'>): boolean =>
  draft.files.length > 0 && submit.kind !== 'sent';

/** null: the draft. */
export const shownBatch = (state: BatchState, jobs: readonly Job[]): BatchId | null => {
  const { shown, submit } = state;
  if (shown.kind === 'draft') return null;
  const isKnown = (id: BatchId) =>
    (submit.kind === 'sent' && submit.batchId === id) || jobs.some(({ batchId }) => batchId === id);
  if (shown.kind === 'batch' && isKnown(shown.batchId)) return shown.batchId;
  return hasDraft(state) ? null : batchToShow(queuedBatches(jobs));
};
