/** Moves a waiting job in the order in which they are begun, whoever it waits with: one transaction of the store's. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import { movedBefore } from '#contract/rules/queue-order.ts';
import type { Sql } from '../storage/database.ts';

const queueSchema = z.array(z.object({ id: z.string(), place: z.number() }));

export const reorderIn = (
  sql: Sql,
  move: { readonly id: JobId; readonly beforeId: JobId | null },
): Result<Record<string, never>> => {
  const { id, beforeId } = move;
  const rows = sql.all(`SELECT id, place FROM jobs WHERE state_kind = 'queued' ORDER BY place, rowid`);
  const queue = queueSchema.parse(rows);
  for (const wanted of beforeId === null ? [id] : [id, beforeId]) {
    if (queue.some((one) => one.id === wanted)) continue;
    const isKnown = sql.all('SELECT id FROM jobs WHERE id = ?', wanted).length > 0;
    return isKnown ? fail('job-not-in-state', { reason: 'not-queued' }) : fail('job-unknown');
  }
  for (const { id: moved, place } of movedBefore<string>(queue, move))
    sql.run('UPDATE jobs SET place = ? WHERE id = ?', place, moved);
  return ok({});
};
