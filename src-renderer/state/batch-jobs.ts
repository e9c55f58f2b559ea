/** Batches as the mirrored queue shows them: the outcome of each run, and which batch the screen shows. */

import type { ItemId } from '#contract/model/item.ts';
import type { BatchId, Job, JobId } from '#contract/model/job.ts';
import type { BatchState } from './batch-store.ts';
import { isMoving, isUnsentJob } from './queue-parts.ts';

/** The current job of a run: the one that was submitted, or the last retry of it. */
export const followJobs = (jobs: readonly Job[]): ((id: JobId) => Job | null) => {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const byParent = new Map<JobId, Job>();
  // The list is newest first; the newest of several retries applies.
  for (const job of jobs.toReversed()) if (job.parentId !== null) byParent.set(job.parentId, job);
  return (id) => {
    let found = byId.get(id) ?? null;
    const seen = new Set<JobId>([id]);
    for (
      let next = byParent.get(id);
      next !== undefined && !seen.has(next.id);
      next = byParent.get(next.id)
    ) {
      seen.add(next.id);
      found = next;
    }
    return found;
  };
};

/** One cell of a submitted batch. */
export type SentState =
  | { readonly kind: 'job'; readonly job: Job }
  /** Dismissed from the queue; its result is in the library. */
  | { readonly kind: 'kept'; readonly itemId: ItemId }
  /**
   * `gone`: dismissed from the queue. `not-sent`: left out of the batch. `absent`: one of these two, or its files do
   * not fit; which of them is not recorded.
   */
  | { readonly kind: 'gone' | 'not-sent' | 'absent' };

export type BatchFate =
  | 'done'
  | 'moving'
  | 'queued'
  | 'failed'
  | 'unsure'
  | 'cancelled'
  | Exclude<SentState['kind'], 'job'>;

export const fateOf = (state: SentState): BatchFate => {
  if (state.kind !== 'job') return state.kind;
  const { kind } = state.job.state;
  if (kind === 'queued' || kind === 'done' || kind === 'failed' || kind === 'unsure' || kind === 'cancelled')
    return kind;
  return 'moving';
};

export const countFates = (states: readonly SentState[]): Readonly<Record<BatchFate, number>> => {
  const counts = {
    ...{ done: 0, moving: 0, queued: 0, failed: 0, unsure: 0, cancelled: 0 },
    ...{ kept: 0, gone: 0, 'not-sent': 0, absent: 0 },
  };
  for (const state of states) counts[fateOf(state)] += 1;
  return counts;
};

/** Whether cancelling still prevents the run from being sent. */
export const isUnsent = (state: SentState): boolean => state.kind === 'job' && isUnsentJob(state.job);

/** Target of a press on a cell: its result, or its row in the queue, which has the actions for a failure. */
export type CellWay =
  | { readonly kind: 'result'; readonly itemId: ItemId }
  | { readonly kind: 'row'; readonly jobId: JobId };

export const wayOf = (state: SentState): CellWay | null => {
  if (state.kind === 'kept') return { kind: 'result', itemId: state.itemId };
  if (state.kind !== 'job') return null;
  const { id, state: now } = state.job;
  if (now.kind === 'done') return { kind: 'result', itemId: now.itemId };
  return isMoving(state.job) ? null : { kind: 'row', jobId: id };
};

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
