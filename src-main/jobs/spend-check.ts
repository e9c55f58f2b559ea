/** The spend check before paid runs: duplicates of earlier runs, and exceeded spending limits. */
import { z } from 'zod';
import { type AppError, fail } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import type { Approvals, EarlierRun, SpendCheck } from '#contract/model/spend-check.ts';
import type { SpendingLimits } from '#contract/model/spending.ts';
import { checkSpendingLimits, stillAgreed } from '#contract/rules/spend-check.ts';
import type { Sql } from '../storage/database.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { spendingIn } from './ledger.ts';
import { mayStillCome } from './machine.ts';
import { isFreeRun, type JobRecord } from './record.ts';
import { recordsIn } from './store-rows.ts';

type Repeat = SpendCheck['repeats'][number];

const itemRowSchema = z.object({ itemId: itemIdSchema, at: z.iso.datetime() });

const earlierRun = (sql: Sql, key: string): EarlierRun | null => {
  const items = sql.all(
    `SELECT id AS itemId, created_at AS at FROM items
     WHERE input_key = ? AND CASE WHEN json_valid(marks) THEN marks ->> '$.removedAt' END IS NULL
     ORDER BY created_at DESC LIMIT 1`,
    key,
  );
  const item = itemRowSchema.safeParse(items[0]);
  if (item.success) return { kind: 'item', ...item.data };
  const rows = sql.all('SELECT record FROM jobs WHERE input_key = ? ORDER BY created_at DESC', key);
  const job = recordsIn(rows).find(({ state }) => mayStillCome(state));
  return job === undefined ? null : { kind: 'job', jobId: job.id, at: job.createdAt };
};

const repeatsIn = (sql: Sql, records: readonly JobRecord[]): readonly Repeat[] => {
  const firstOf = new Map<string, number>();
  return records.flatMap((record, index): Repeat[] => {
    const key = inputKeyOfRecord(record);
    if (key === null) return [];
    const earlier = earlierRun(sql, key);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, index);
    if (earlier !== null) return [{ index, earlier }];
    return first === undefined ? [] : [{ index, earlier: { kind: 'same-request', index: first } }];
  });
};

/** Runs in the transaction that writes the jobs, so that two concurrent requests cannot both pass. */
export const spendCheckIn = (
  sql: Sql,
  order: {
    readonly records: readonly JobRecord[];
    readonly spendingLimits: SpendingLimits;
    readonly now: Date;
  },
): SpendCheck => {
  const { records, spendingLimits, now } = order;
  const paid = records.filter((record) => !isFreeRun(record));
  if (paid.length === 0) return { repeats: [], breaches: [], unknownCosts: 0 };
  return {
    repeats: [...repeatsIn(sql, records)],
    ...checkSpendingLimits({
      spendingLimits,
      spending: spendingIn(sql, now),
      newRuns: paid.map(({ estimate }) => estimate),
    }),
  };
};

const idOf = (earlier: EarlierRun): { subject?: string } => {
  switch (earlier.kind) {
    case 'item':
      return { subject: earlier.itemId };
    case 'job':
      return { subject: earlier.jobId };
    default:
      return {};
  }
};

/** null: the approvals cover everything. */
export const refusalOf = (spendCheck: SpendCheck, given: Approvals): AppError | null => {
  const { repeats, breaches, unknownCosts } = spendCheck;
  const approvals = stillAgreed(given, spendCheck);
  const [repeat] = repeats;
  if (repeat !== undefined && !approvals.repeat)
    return fail('duplicate-unapproved', idOf(repeat.earlier)).error;
  if (approvals.overLimit || (breaches.length === 0 && unknownCosts === 0)) return null;
  return fail('spending-limit-exceeded', { breaches, unknownCosts }).error;
};
