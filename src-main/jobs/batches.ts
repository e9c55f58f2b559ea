/** Batches: their order, when the rest of one is called off, and their rows, inside the store's transactions. */
import { z } from 'zod';
import type { AppError } from '#contract/errors.ts';
import { type BatchId, batchIdSchema } from '#contract/model/batch.ts';
import { type BatchOrder, batchOrderSchema } from '#contract/model/batch-order.ts';
import type { Sql } from '../storage/database.ts';
import { isUnsent, type JobRecord, type StoredState } from './record.ts';
import type { JobRows, StoredJob } from './store-rows.ts';

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

export type Batch = {
  readonly id: BatchId;
  readonly createdAt: string;
  /** After so many failed runs the rest is called off; null: never. */
  readonly stopAfter: number | null;
};

const stopRowSchema = z.object({ stopAfter: z.int().nullable() });
const orderRowSchema = z.object({
  id: batchIdSchema,
  createdAt: z.iso.datetime(),
  text: z.string().nullable(),
});

const storedOrderSchema = batchOrderSchema.pick({ rows: true, columns: true, runs: true });
type StoredOrder = z.infer<typeof storedOrderSchema>;

/** null: of before it was kept, or damaged. */
const parseOrder = (text: string | null): StoredOrder | null => {
  if (text === null) return null;
  try {
    return storedOrderSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

export const insertBatch = (
  sql: Sql,
  { id, createdAt, stopAfter }: Batch,
  records: readonly JobRecord[],
): void => {
  sql.run(
    'INSERT INTO batches (id, created_at, stop_after, batch_order) VALUES (?, ?, ?, ?)',
    ...[id, createdAt, stopAfter, JSON.stringify(orderOfRecords(records))],
  );
};

/** A job that tries a run of a batch again takes its place in the order, where it stays when either job is dismissed. */
export const addRetry = (sql: Sql, { id, parentId }: Pick<JobRecord, 'id' | 'parentId'>): void => {
  if (parentId === null) return;
  const found = sql.all(
    `SELECT id, created_at AS createdAt, batch_order AS text FROM batches WHERE instr(batch_order, ?) > 0`,
    JSON.stringify(parentId),
  );
  for (const row of found) {
    const { id: batchId, text } = orderRowSchema.parse(row);
    const order = parseOrder(text);
    if (order === null) continue;
    const runs = order.runs.map((run) =>
      run.jobIds.includes(parentId) ? { ...run, jobIds: [...run.jobIds, id] } : run,
    );
    sql.run('UPDATE batches SET batch_order = ? WHERE id = ?', JSON.stringify({ ...order, runs }), batchId);
  }
};

/** `ORDER BY` follows. */
const ofBatch = `WHERE CASE WHEN json_valid(record) THEN record ->> '$.batchId' END = ?`;

/** Where the order was not stored it is made of the jobs that are still there. */
export const orderOfBatch = (
  sql: Sql,
  { rows, batchId }: { readonly rows: JobRows; readonly batchId: BatchId },
): BatchOrder | null => {
  const [found] = sql.all(
    'SELECT id, created_at AS createdAt, batch_order AS text FROM batches WHERE id = ?',
    batchId,
  );
  const batch = found === undefined ? null : orderRowSchema.parse(found);
  const stored = parseOrder(batch?.text ?? null);
  if (batch !== null && stored !== null) return { ...stored, createdAt: batch.createdAt, isComplete: true };
  const records = rows
    .select(sql, `${ofBatch} ORDER BY created_at, rowid`, batchId)
    .map(({ record }) => record);
  const [first] = records;
  if (first === undefined) return null;
  return { ...orderOfRecords(records), createdAt: first.createdAt, isComplete: false };
};

/** A batch that a repair has lost stops for nothing. */
const stopAfterOf = (sql: Sql, batchId: BatchId): number | null => {
  const [row] = sql.all('SELECT stop_after AS stopAfter FROM batches WHERE id = ?', batchId);
  return row === undefined ? null : stopRowSchema.parse(row).stopAfter;
};

/** Nothing of what is called off was sent, so nothing is charged. */
export const callOff = (
  sql: Sql,
  request: {
    readonly rows: JobRows;
    readonly batchId: BatchId;
    readonly which: 'all' | 'due';
    readonly now: Date;
  },
): readonly StoredJob[] => {
  const { rows, batchId, which, now } = request;
  const jobs = rows.select(sql, `${ofBatch} ORDER BY place`, batchId);
  const records = jobs.map(({ record }) => record);
  const called =
    which === 'all'
      ? records.filter(({ state }) => isUnsent(state))
      : toCallOff({ records, stopAfter: stopAfterOf(sql, batchId) });
  const ids = new Set(called.map(({ id }) => id));
  return jobs
    .filter(({ record }) => ids.has(record.id))
    .flatMap((job) => {
      const cancelled = rows.apply(sql, job, { event: { kind: 'cancel', charged: 'no' }, now });
      return cancelled.ok ? [cancelled.value] : [];
    });
};
