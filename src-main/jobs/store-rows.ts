/** Rows of the jobs table, read and written inside a transaction of the store. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { Log } from '../ports.ts';
import type { Sql } from '../storage/database.ts';
import { parseStored } from '../storage/renamed-fields.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { recordInLedger } from './ledger.ts';
import { type JobEvent, transition } from './machine.ts';
import { type JobRecord, jobRecordSchema } from './record.ts';

export type StoredJob = {
  readonly record: JobRecord;
  /** This process submitted or resumed it; an unfinished job of an earlier start is not taken before it is resumed. */
  readonly isTaken: boolean;
  /** Queued jobs start from the lowest place up. */
  readonly place: number;
};

export type JobRows = {
  readonly find: (sql: Sql, id: JobId) => Result<StoredJob>;
  /** `where`: the SQL after the table name. Malformed rows are logged, left out and not changed. */
  readonly select: (sql: Sql, where: string, ...values: readonly string[]) => readonly StoredJob[];
  /** At the end of the queue. */
  readonly insert: (sql: Sql, job: Pick<StoredJob, 'record' | 'isTaken'>) => StoredJob;
  /** The only way to change a job's state, except `write`. */
  readonly apply: (
    sql: Sql,
    job: StoredJob,
    change: { readonly event: JobEvent; readonly now: Date },
  ) => Result<StoredJob>;
  /** Only for a state that sent.jsonl proves, which the machine need not reach from the stored one. */
  readonly write: (sql: Sql, job: StoredJob) => StoredJob;
  readonly remove: (sql: Sql, id: JobId) => void;
};

const rowSchema = z.object({
  id: z.string(),
  record: z.string(),
  place: z.number(),
});
const placeSchema = z.object({ place: z.number() });

const fromJson = (text: unknown): unknown => {
  try {
    return parseStored(String(text));
  } catch {
    return undefined;
  }
};

/** The records of these rows, without malformed ones. */
export const recordsIn = (rows: readonly { readonly record?: unknown }[]): readonly JobRecord[] =>
  rows.flatMap(({ record }) => {
    const parsed = jobRecordSchema.safeParse(fromJson(record));
    return parsed.success ? [parsed.data] : [];
  });

export const createJobRows = (log: Log): JobRows => {
  const taken = new Set<string>();
  /** Cached by text: of a long queue only changed rows are parsed again. */
  const parsed = new Map<string, { readonly text: string; readonly record: JobRecord }>();

  /** Throws for a record that could not be read back, so that it is never written. */
  const textOf = (record: JobRecord): string => {
    const text = JSON.stringify(jobRecordSchema.parse(record));
    parsed.set(record.id, { text, record });
    return text;
  };

  const parseRow = (row: unknown): StoredJob | null => {
    const { id, record: text, place } = rowSchema.parse(row);
    const known = parsed.get(id);
    const isTaken = taken.has(id);
    if (known?.text === text) return { record: known.record, isTaken, place };
    const record = jobRecordSchema.safeParse(fromJson(text));
    if (record.success) {
      parsed.set(id, { text, record: record.data });
      return { record: record.data, isTaken, place };
    }
    log.error('stored job malformed', { jobId: id, cause: record.error });
    return null;
  };

  const select: JobRows['select'] = (sql, where, ...values) =>
    sql
      .all(`SELECT id, record, place FROM jobs ${where}`, ...values)
      .map(parseRow)
      .filter((job) => job !== null);

  const write: JobRows['write'] = (sql, { record, place, isTaken }) => {
    sql.run(
      'UPDATE jobs SET state_kind = ?, record = ?, input_key = ? WHERE id = ?',
      record.state.kind,
      textOf(record),
      inputKeyOfRecord(record),
      record.id,
    );
    recordInLedger(sql, record);
    if (isTaken) taken.add(record.id);
    return { record, isTaken, place };
  };

  return {
    select,
    find: (sql, id) => {
      const [job] = select(sql, 'WHERE id = ?', id);
      return job === undefined ? fail('job-unknown') : ok(job);
    },
    insert: (sql, { record, isTaken }) => {
      const last = sql.all('SELECT coalesce(max(place), 0) AS place FROM jobs')[0];
      const place = placeSchema.parse(last).place + 1;
      sql.run(
        `INSERT INTO jobs (id, created_at, state_kind, record, place, input_key)
         VALUES (?, ?, ?, ?, ?, ?)`,
        record.id,
        record.createdAt,
        record.state.kind,
        textOf(record),
        place,
        inputKeyOfRecord(record),
      );
      recordInLedger(sql, record);
      if (isTaken) taken.add(record.id);
      return { record, isTaken, place };
    },
    apply: (sql, job, { event, now }) => {
      const record = transition(job.record, event, now);
      return record.ok ? ok(write(sql, { ...job, record: record.value })) : record;
    },
    write,
    remove: (sql, id) => {
      sql.run('DELETE FROM jobs WHERE id = ?', id);
      parsed.delete(id);
      taken.delete(id);
    },
  };
};
