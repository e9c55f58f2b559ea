/** The ledger: one entry for each paid run that may have been sent. It outlives the job. Amounts in millionths of a US dollar. */
import { z } from 'zod';
import { assertNever } from '#contract/assert-never.ts';
import type { Charged, Result } from '#contract/errors.ts';
import type { Spending, Spent } from '#contract/model/spending.ts';
import type { Clock } from '../ports.ts';
import type { Database, Sql } from '../storage/database.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { isFreeRun, type JobRecord, type StoredState, unsentKinds } from './record.ts';

/** What is sure to be spent, or may be. Of a free run it says what it would say of a paid one. */
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
 * To be called in the very transaction that writes the job down: all that is spent follows from its state. An entry
 * that counted as nothing and counts again is dated anew: it is sent now.
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

/** Catches up with jobs of before there was a ledger and a key of inputs, or whose entries a repair has lost. Answers how many. */
export const backfillLedger = (sql: Sql, selectJobs: SelectJobs): number => {
  const unbooked = selectJobs(
    sql,
    `WHERE state_kind NOT IN (${unsent}) AND id NOT IN (SELECT job_id FROM spending)`,
  );
  for (const { record } of unbooked) recordInLedger(sql, record);
  const unkeyed = selectJobs(sql, 'WHERE input_key IS NULL');
  for (const { record } of unkeyed)
    sql.run('UPDATE jobs SET input_key = ? WHERE id = ?', inputKeyOfRecord(record), record.id);
  return unbooked.length + unkeyed.length;
};

/** When the calendar's day and month of this moment began, by this machine's clock: ISO text. */
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

/** Entries of later than now count, too: a clock that was set back must not open a cap. */
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
  /** Tells where anything has changed since it was last told. */
  readonly look: () => void;
  /** The same, but only where another day has begun. */
  readonly lookAtCalendar: () => void;
};

export const createSpendingWatch = (deps: {
  readonly store: Pick<Database, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onSpending: (spending: Spending) => void;
}): SpendingWatch => {
  const { store, clock, onSpending } = deps;
  const now = (): Result<Spending> => store.read((sql) => spendingIn(sql, clock.now()));
  const asText = (spending: Result<Spending>) => (spending.ok ? JSON.stringify(spending.value) : null);
  let told = asText(now());
  let day = beginningsAt(clock.now()).day;

  const look = (): void => {
    day = beginningsAt(clock.now()).day;
    const spending = now();
    const text = asText(spending);
    if (!spending.ok || text === told) return;
    told = text;
    onSpending(spending.value);
  };

  return {
    now,
    look,
    lookAtCalendar: () => {
      if (beginningsAt(clock.now()).day !== day) look();
    },
  };
};
