/** The order of a batch, and when the rest of it is called off. */
import type { AppError } from '#contract/errors.ts';
import type { BatchOrder } from '#contract/model/batch-order.ts';
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

type InputFile = Pick<JobRecord['image'] | JobRecord['video'], 'path' | 'name'> & {
  readonly facts: { readonly sha256: string };
};

/** `records`: as they were submitted, in this order. A run whose place is taken, because a file was given twice, gets a new row. */
export const orderOfRecords = (
  records: readonly JobRecord[],
): Pick<BatchOrder, 'rows' | 'columns' | 'runs'> => {
  const rows: InputFile[] = [];
  const columns: InputFile[] = [];
  const taken = new Set<string>();
  const runs = records.map(({ id, choices: { modelId }, image, video }) => {
    const known = columns.findIndex(({ path }) => path === video.path);
    const column = known < 0 ? columns.push(video) - 1 : known;
    const placeIn = (row: number) => `${modelId} ${row} ${column}`;
    const free = rows.findIndex(({ path }, at) => path === image.path && !taken.has(placeIn(at)));
    const row = free < 0 ? rows.push(image) - 1 : free;
    taken.add(placeIn(row));
    return { modelId, row, column, jobIds: [id] };
  });
  const fileOf = ({ name, facts }: InputFile) => ({ name, sha256: facts.sha256 });
  return { rows: rows.map(fileOf), columns: columns.map(fileOf), runs };
};
