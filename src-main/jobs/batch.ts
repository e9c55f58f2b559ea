/** When the rest of a batch is called off. */
import type { AppError } from '#contract/errors.ts';
import { isUnsent, type JobRecord, type StoredState } from './record.ts';

/**
 * What says nothing of the batch's other runs: a person's own word, an end that nobody knows, a provider that takes no
 * more requests just now, and this machine's disk, which holds up every run alike until there is room.
 */
const notOfTheRun: readonly AppError['code'][] = [
  'polling-stopped',
  'cancelled',
  'answer-lost',
  'provider-rate-limited',
  'disk-full',
  'folder-unwritable',
  'file-busy',
  'library-away',
  'library-busy',
];

/** A run whose result is only not fetched or kept yet has not failed. */
export const countsAsFailure = (state: StoredState): boolean =>
  state.kind === 'failed' && state.download === null && !notOfTheRun.includes(state.error.code);

/** `records`: all jobs of one batch. `stopAfter`: so many failed runs are enough; null: never. */
export const toCallOff = ({
  records,
  stopAfter,
}: {
  readonly records: readonly JobRecord[];
  readonly stopAfter: number | null;
}): readonly JobRecord[] => {
  const failures = records.filter(({ state }) => countsAsFailure(state)).length;
  return stopAfter !== null && failures >= stopAfter ? records.filter(({ state }) => isUnsent(state)) : [];
};
