/** What a job's state says of money that was spent for it. */
import { assertNever } from '#contract/assert-never.ts';
import type { Charged } from '#contract/errors.ts';
import type { StoredState } from './record.ts';

/** What is sure to be spent, or may be. Of a free run it says what it would say of a paid one. */
export const chargedWhile = (state: StoredState): Charged => {
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return 'no';
    case 'starting':
    case 'waiting':
    case 'unsure':
      return 'unknown';
    case 'downloading':
    case 'done':
      return 'yes';
    case 'failed':
      return state.error.charged;
    case 'cancelled':
      return state.charged;
    default:
      return assertNever(state);
  }
};
