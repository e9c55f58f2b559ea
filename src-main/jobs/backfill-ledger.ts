/** Catches up with jobs of before there was a ledger and a key of inputs, or whose entries a repair has lost. */
import type { Sql } from '../storage/database.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { unsentKinds } from './record.ts';
import { recordInLedger } from './spending.ts';
import type { JobRows } from './store-rows.ts';

const unsent = unsentKinds.map((kind) => `'${kind}'`).join(', ');

/** Answers how many jobs were looked at. */
export const backfillLedger = (sql: Sql, rows: JobRows): number => {
  const unbooked = rows.select(
    sql,
    `WHERE state_kind NOT IN (${unsent}) AND id NOT IN (SELECT job_id FROM spending)`,
  );
  for (const { record } of unbooked) recordInLedger(sql, record);
  const unkeyed = rows.select(sql, 'WHERE input_key IS NULL');
  for (const { record } of unkeyed)
    sql.run('UPDATE jobs SET input_key = ? WHERE id = ?', inputKeyOfRecord(record), record.id);
  return unbooked.length + unkeyed.length;
};
