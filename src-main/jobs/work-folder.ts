/** Each job's own folder for files on their way: fitted inputs, and the result until it is kept. */
import { join } from 'node:path';
import type { JobId } from '#contract/model/job.ts';
import { removeTree } from '../storage/busy-retry.ts';
import type { StoredState } from './record.ts';

/** Full path. An id that could climb out of the folder is none of ours. */
export const workFolderOf = (workFolder: string, jobId: JobId): string => {
  if (!/^[0-9A-Za-z-]+$/.test(jobId)) throw new Error('A job id is letters, digits and dashes.');
  return join(workFolder, jobId);
};

/** Unfinished jobs go on from there; a paid result that was not kept yet needs its inputs beside it. */
export const needsWorkFolder = (state: StoredState): boolean => {
  if (state.kind === 'failed') return state.download !== null;
  return state.kind !== 'done' && state.kind !== 'cancelled';
};

export const removeWorkFolder = (workFolder: string, jobId: JobId): Promise<void> =>
  removeTree(workFolderOf(workFolder, jobId));
