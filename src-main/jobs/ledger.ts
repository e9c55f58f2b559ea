/** The ledger: one entry for each paid run that may have been sent. It outlives the job. Amounts in millionths of a US dollar. */
import { z } from 'zod';
import { assertNever } from '#contract/assert-never.ts';
import type { Charged, Result } from '#contract/errors.ts';
import type { Spending, Spent } from '#contract/model/spending.ts';
import type { Clock } from '../ports.ts';
import type { Database, Sql } from '../storage/database.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { isFreeRun, type JobRecord, type StoredState, unsentKinds } from './record.ts';

/** Whether the run in this state is charged. For a free run it returns the same as for a paid one. */
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

const billedIn = (state: StoredState): number | null => {
  if (state.kind === 'downloading') return state.billedMicros;
  return state.kind === 'failed' ? (state.download?.billedMicros ?? null) : null;
};

/**
 * Called in the transaction that writes the job, because what is spent follows from its state. An entry that was not
 * charged and is charged again gets a new date: the request is sent now.
 */
export const recordInLedger = (sql: Sql, record: JobRecord): void => {
  if (isFreeRun(record)) return;
  const charged = chargedWhile(record.state);
  if (charged === 'no') {
    sql.run(`UPDATE spending SET charged = 'no' WHERE job_id = ?`, record.id);
    return;
  }
  const { estimate } = record;
  sql.run(
    `INSERT INTO spending (job_id, at, model_id, estimate_micros, billed_micros, charged) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET
       at = CASE WHEN spending.charged = 'no' THEN excluded.at ELSE spending.at END,
       billed_micros = coalesce(excluded.billed_micros, spending.billed_micros),
       charged = excluded.charged`,
    record.id,
    record.stateSince,
    record.choices.modelId,
    'micros' in estimate ? estimate.micros : null,
    billedIn(record.state),
    charged,
  );
};

const unsent = unsentKinds.map((kind) => `'${kind}'`).join(', ');

type SelectJobs = (sql: Sql, where: string) => readonly { readonly record: JobRecord }[];

/** Adds ledger entries and duplicate keys to jobs without them: of earlier versions, or of a restored database. Returns how many. */
export const backfillLedger = (sql: Sql, selectJobs: SelectJobs): number => {
  const withoutEntry = selectJobs(
    sql,
    `WHERE state_kind NOT IN (${unsent}) AND id NOT IN (SELECT job_id FROM spending)`,
  );
  for (const { record } of withoutEntry) recordInLedger(sql, record);
  const withoutKey = selectJobs(sql, 'WHERE input_key IS NULL');
  for (const { record } of withoutKey)
    sql.run('UPDATE jobs SET input_key = ? WHERE id = ?', inputKeyOfRecord(record), record.id);
  return withoutEntry.length + withoutKey.length;
};

/** The beginnings of the current day and month in local time, as ISO text. */
export const beginningsAt = (now: Date): { readonly day: string; readonly month: string } => ({
  day: new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString(),
  month: new Date(now.getFullYear(), now.getMonth(), 1).toISOString(),
});

const micros = z.int().nonnegative();
const spentRowSchema = z.object({
  runs: micros,
  estimateMicros: micros,
  billedMicros: micros,
  countedMicros: micros,
  unknownRuns: micros,
});
const waitingRowSchema = z.object({ waitingMicros: micros });

/** Entries dated after now count as well: a clock that was set back must not lift a spending limit. */
const spentSince = (sql: Sql, since: string): Spent =>
  spentRowSchema.parse(
    sql.all(
      `SELECT count(*) AS runs,
         coalesce(sum(estimate_micros), 0) AS estimateMicros,
         coalesce(sum(billed_micros), 0) AS billedMicros,
         coalesce(sum(coalesce(billed_micros, estimate_micros)), 0) AS countedMicros,
         coalesce(sum(billed_micros IS NULL AND estimate_micros IS NULL), 0) AS unknownRuns
       FROM spending WHERE charged <> 'no' AND at >= ?`,
      since,
    )[0],
  );

export const spendingIn = (sql: Sql, now: Date): Spending => {
  const { day, month } = beginningsAt(now);
  const waiting = sql.all(
    `SELECT coalesce(sum(CASE WHEN json_valid(record) THEN record ->> '$.estimate.micros' END), 0) AS waitingMicros
     FROM jobs WHERE state_kind IN (${unsent})`,
  )[0];
  return {
    day: spentSince(sql, day),
    month: spentSince(sql, month),
    waitingMicros: waitingRowSchema.parse(waiting).waitingMicros,
  };
};

export type SpendingWatch = {
  readonly now: () => Result<Spending>;
  /** Reports the spending if it differs from the last report. */
  readonly check: () => void;
  /** The same, but only after the date has changed. */
  readonly checkDate: () => void;
};

export const createSpendingWatch = (deps: {
  readonly store: Pick<Database, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onSpending: (spending: Spending) => void;
}): SpendingWatch => {
  const { store, clock, onSpending } = deps;
  const now = (): Result<Spending> => store.read((sql) => spendingIn(sql, clock.now()));
  const asText = (spending: Result<Spending>) => (spending.ok ? JSON.stringify(spending.value) : null);
  let reported = asText(now());
  let day = beginningsAt(clock.now()).day;

  const check = (): void => {
    day = beginningsAt(clock.now()).day;
    const spending = now();
    const text = asText(spending);
    if (!spending.ok || text === reported) return;
    reported = text;
    onSpending(spending.value);
  };

  return {
    now,
    check,
    checkDate: () => {
      if (beginningsAt(clock.now()).day !== day) check();
    },
  };
};
