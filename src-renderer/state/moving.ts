import type { Job, JobStateKind } from '#contract/model/job.ts';

const atRest: readonly JobStateKind[] = ['done', 'failed', 'cancelled', 'unsure'];

/** Whether the program is at work on it, or about to be. */
export const isMoving = (job: Pick<Job, 'state'>): boolean => !atRest.includes(job.state.kind);
