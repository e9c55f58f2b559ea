/** Batches on disk, inside the store's transactions. */
import { z } from 'zod';
import type { BatchId } from '#contract/model/batch.ts';
import type { Sql } from '../storage/database.ts';
import { toCallOff } from './batch.ts';
import { isUnsent } from './record.ts';
import type { JobRows, StoredJob } from './store-rows.ts';
import { transition } from './transition.ts';

export type Batch = {
  readonly id: BatchId;
  readonly createdAt: string;
  /** After so many failed runs the rest is called off; null: never. */
  readonly stopAfter: number | null;
};

const stopRowSchema = z.object({ stopAfter: z.int().nullable() });

export const insertBatch = (sql: Sql, { id, createdAt, stopAfter }: Batch): void => {
  sql.run('INSERT INTO batches (id, created_at, stop_after) VALUES (?, ?, ?)', id, createdAt, stopAfter);
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
  const jobs = rows.select(
    sql,
    `WHERE CASE WHEN json_valid(record) THEN record ->> '$.batchId' END = ? ORDER BY place`,
    batchId,
  );
  const records = jobs.map(({ record }) => record);
  const called =
    which === 'all'
      ? records.filter(({ state }) => isUnsent(state))
      : toCallOff({ records, stopAfter: stopAfterOf(sql, batchId) });
  const ids = new Set(called.map(({ id }) => id));
  return jobs
    .filter(({ record }) => ids.has(record.id))
    .flatMap(({ record, place }) => {
      const cancelled = transition(record, { kind: 'cancel', charged: 'no' }, now);
      return cancelled.ok ? [rows.write(sql, { record: cancelled.value, place })] : [];
    });
};
