import { isSettled, type Job } from '#contract/model/job.ts';

/** Whether the program works on the job, or is about to. */
export const isMoving = (job: Pick<Job, 'state'>): boolean => !isSettled(job.state);
