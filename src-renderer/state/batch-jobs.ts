/** The outcome of a submitted batch, derived from the mirrored queue. */
import type { ItemId } from '#contract/model/item.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import { isMoving } from './moving.ts';

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

const unsentKinds: readonly Job['state']['kind'][] = ['queued', 'preparing', 'uploading'];

/** Whether cancelling still prevents the run from being sent. */
export const isUnsent = (state: SentState): boolean =>
  state.kind === 'job' && isMoving(state.job) && unsentKinds.includes(state.job.state.kind);

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
