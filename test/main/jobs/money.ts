/** The charge of a stored state. */
import { assertNever } from '#contract/assert-never.ts';
import type { Charged } from '#contract/errors.ts';
import type { StoredState } from '#main/jobs/record.ts';

export const moneyIn = (state: StoredState): Charged => {
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return 'no';
    case 'starting':
    case 'waiting':
      return 'unknown';
    case 'downloading':
    case 'done':
      return 'yes';
    case 'failed':
    case 'unsure':
      return state.error.charged;
    case 'cancelled':
      return state.charged;
    default:
      return assertNever(state);
  }
};
