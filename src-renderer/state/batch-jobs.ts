/** What has become of a batch that was sent, read from the queue as it is mirrored. */
import type { Job, JobId } from '#contract/model/job.ts';
import { isMoving } from './moving.ts';

/** The run as it stands now: the job that was sent, or the last one that was made in its place by trying again. */
export const followJobs = (jobs: readonly Job[]): ((id: JobId) => Job | null) => {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const byParent = new Map<JobId, Job>();
  // The list is newest first; the newest of several is the one that counts.
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

/** `gone`: put away from the queue. */
export type BatchFate = 'done' | 'moving' | 'queued' | 'failed' | 'unsure' | 'cancelled' | 'gone';

export const fateOf = (job: Job | null): BatchFate => {
  if (job === null) return 'gone';
  const { kind } = job.state;
  if (kind === 'queued' || kind === 'done' || kind === 'failed' || kind === 'unsure' || kind === 'cancelled')
    return kind;
  return 'moving';
};

export const countFates = (jobs: readonly (Job | null)[]): Readonly<Record<BatchFate, number>> => {
  const counts = { done: 0, moving: 0, queued: 0, failed: 0, unsure: 0, cancelled: 0, gone: 0 };
  for (const job of jobs) counts[fateOf(job)] += 1;
  return counts;
};

const unsentKinds: readonly Job['state']['kind'][] = ['queued', 'preparing', 'uploading'];

/** Whether calling off would still spare anything. */
export const isUnsent = (job: Job | null): boolean =>
  job !== null && isMoving(job) && unsentKinds.includes(job.state.kind);
