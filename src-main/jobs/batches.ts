/** Batches: their order, when their unsent jobs are cancelled, and their rows, inside the store's transactions. */
import { z } from 'zod';
import type { AppError } from '#contract/errors.ts';
import { type BatchId, type BatchOrder, batchIdSchema, batchOrderSchema } from '#contract/model/job.ts';
import type { Sql } from '../storage/database.ts';
import { isUnsent, type JobRecord, type StoredState } from './record.ts';
import type { JobRows, StoredJob } from './store-rows.ts';

/**
 * Errors that predict nothing for the other runs of the batch: the user's own decision, an unknown outcome, a rate limit,
 * and this machine's disk, which delays every run alike until it has space.
 */
const unrelatedToRun: readonly AppError['code'][] = [
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

/** A run that succeeded and whose result is not fetched or kept yet does not count. */
export const countsAsFailure = (state: StoredState): boolean =>
  state.kind === 'failed' && state.download === null && !unrelatedToRun.includes(state.error.code);

/** `records`: all jobs of one batch. `stopAfter`: number of failed runs that cancels the unsent ones; null: never. */
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

/** `records`: in the order of the submit. A run whose cell is occupied, because a file was submitted twice, gets a new row. */
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
  /** Number of failed runs after which the unsent ones are cancelled; null: never. */
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

/** null: written by a version that did not store it, or damaged. */
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

/** A retry of a run of a batch joins that run in the order, and stays there when either job is dismissed. */
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

/** Without a stored order it is derived from the jobs that still exist. */
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

/** null as well where a restored database lacks the batch. */
const stopAfterOf = (sql: Sql, batchId: BatchId): number | null => {
  const [row] = sql.all('SELECT stop_after AS stopAfter FROM batches WHERE id = ?', batchId);
  return row === undefined ? null : stopRowSchema.parse(row).stopAfter;
};

/** Cancels unsent jobs only, so nothing is charged. */
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
  const cancelledRecords =
    which === 'all'
      ? records.filter(({ state }) => isUnsent(state))
      : toCallOff({ records, stopAfter: stopAfterOf(sql, batchId) });
  const ids = new Set(cancelledRecords.map(({ id }) => id));
  return jobs
    .filter(({ record }) => ids.has(record.id))
    .flatMap((job) => {
      const cancelled = rows.apply(sql, job, { event: { kind: 'cancel', charged: 'no' }, now });
      return cancelled.ok ? [cancelled.value] : [];
    });
};
