/** Whether a run may be tried again: one try at a time, and none where an earlier one came to a result or still may. */
import { z } from 'zod';
import { type AppError, fail } from '#contract/errors.ts';
import { settledKinds } from '#contract/rules/settled.ts';
import type { Sql } from '../storage/database.ts';
import { isFreeRun, type JobRecord } from './record.ts';
import { mayStillCome } from './spend-check.ts';
import { recordsIn } from './store-rows.ts';

/** One row that holds no JSON must not keep all others from being tried again. */
const parentOf = (table: string): string =>
  `CASE WHEN json_valid(${table}.record) THEN ${table}.record ->> '$.parentId' END`;

const settled = settledKinds.map((kind) => `'${kind}'`).join(', ');
const keptRowSchema = z.object({ id: z.string() });

/** Judged in the transaction that writes the new try down: a second request must not pay twice. */
export const refusalToTry = (sql: Sql, record: JobRecord): AppError | null => {
  if (record.parentId === null) return null;
  const tries = sql.all(
    `WITH RECURSIVE tries (id) AS (
       SELECT jobs.id FROM jobs WHERE ${parentOf('jobs')} = ?
       UNION SELECT jobs.id FROM jobs JOIN tries ON ${parentOf('jobs')} = tries.id
     )
     SELECT record, state_kind NOT IN (${settled}) AS isMoving FROM jobs WHERE id IN tries`,
    record.parentId,
  );
  const states = recordsIn(tries).map(({ state }) => state);
  if (tries.some(({ isMoving }) => isMoving === 1) || states.some(mayStillCome))
    return fail('job-not-in-state', { reason: 'retried-already' }).error;
  if (isFreeRun(record)) return null;
  for (const state of states) {
    if (state.kind !== 'done') continue;
    const [kept] = sql.all(
      `SELECT id FROM items
       WHERE id = ? AND CASE WHEN json_valid(marks) THEN marks ->> '$.removedAt' END IS NULL`,
      state.itemId,
    );
    if (kept !== undefined)
      return fail('duplicate-unapproved', { subject: keptRowSchema.parse(kept).id }).error;
  }
  return null;
};
