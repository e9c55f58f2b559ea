import type { Job } from '#contract/model/job.ts';
import { isSettled } from '#contract/rules/settled.ts';

/** Whether the program is at work on it, or about to be. */
export const isMoving = (job: Pick<Job, 'state'>): boolean => !isSettled(job.state);
