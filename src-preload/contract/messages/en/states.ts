/** In English, the states of a job, and whether it was charged. */
import type { Charged } from '../../errors.ts';
import type { JobStateKind } from '../../model/job.ts';

export const charged: Record<Charged, string> = {
  no: 'Nothing was charged.',
  yes: 'The provider has charged this job.',
  unknown: 'It may have been charged.',
};

export const states: Record<JobStateKind, string> = {
  queued: 'Queued',
  preparing: 'Preparing files',
  uploading: 'Uploading',
  starting: 'Submitting',
  waiting: 'Waiting for the provider',
  downloading: 'Downloading the result',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unsure: 'Unconfirmed',
};

/** `at`: ISO time. */
const clockTime = (at: string): string =>
  new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(new Date(at));

export const busyUntil = (at: string): string => `The provider is busy; retrying at ${clockTime(at)}`;
