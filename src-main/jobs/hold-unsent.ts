/**
 * After a start on a list of jobs that may be older than what was sent (a copy put back, a damaged log), nothing that
 * the list calls unsent is sent by itself: it may be at the provider already. A person looks there first.
 */
import { fail } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import { isUnsent, providerNameOf } from './record.ts';
import type { JobStore } from './store.ts';
import { transition } from './transition.ts';

/** Answers how many were held back. */
export const holdBackUnsent = (deps: {
  readonly store: JobStore;
  readonly clock: Pick<Clock, 'now'>;
  /** What costs nothing may be made twice. */
  readonly isFree: (modelId: string) => boolean;
}): number => {
  const { store, clock, isFree } = deps;
  const heldBack = store.takeUnfinished((record) => {
    if (!isUnsent(record.state) || isFree(record.choices.modelId))
      return fail('job-not-in-state', { reason: 'state', state: record.state.kind });
    const error = fail('answer-lost', { charged: 'unknown', subject: providerNameOf(record) }).error;
    return transition(record, { kind: 'prepare-failed', error }, clock.now());
  });
  return heldBack.ok ? heldBack.value.length : 0;
};
