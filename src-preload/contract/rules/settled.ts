/** When a job is settled: no work is done for it without an action of the user. */
import type { JobStateKind } from '../model/job.ts';

export const settledKinds: readonly JobStateKind[] = ['done', 'failed', 'cancelled', 'unsure'];

/** For a job's state as the page sees it and as it is stored: both have the same kinds. */
export const isSettled = (state: { readonly kind: JobStateKind }): boolean =>
  settledKinds.includes(state.kind);
