/** Rows of the table of jobs, read and written one by one inside a transaction of the store's. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import { isSettled } from '#contract/rules/settled.ts';
import type { Log } from '../ports.ts';
import type { Database, Sql } from '../storage/database.ts';
import { withPresentNames } from '../storage/renamed-fields.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { type JobRecord, jobRecordSchema } from './record.ts';
import { recordInLedger } from './spending.ts';

/** `gone`: the program that worked on it has ended without finishing it. */
type Owner = 'nobody' | 'us' | 'other' | 'gone';
/** `place`: waiting jobs are begun from the lowest up. */
export type StoredJob = { readonly record: JobRecord; readonly owner: Owner; readonly place: number };

export type JobRows = {
  readonly find: (sql: Sql, id: JobId) => Result<StoredJob>;
  /** `where`: what follows the table's name. What does not parse is named in the log, left where it is, and left out. */
  readonly select: (sql: Sql, where: string, ...values: readonly string[]) => readonly StoredJob[];
  /** Ours from the beginning, behind all others. */
  readonly insert: (sql: Sql, record: JobRecord) => StoredJob;
  readonly write: (sql: Sql, job: Pick<StoredJob, 'record' | 'place'>) => StoredJob;
  readonly remove: (sql: Sql, id: JobId) => void;
};

const rowSchema = z.object({
  id: z.string(),
  record: z.string(),
  owner: z.string().nullable(),
  place: z.number(),
});
const placeSchema = z.object({ place: z.number() });

const fromJson = (text: unknown): unknown => {
  try {
    return withPresentNames(JSON.parse(String(text)));
  } catch {
    return undefined;
  }
};

/** Of rows with a record; those that make no sense are left out. */
export const recordsIn = (rows: readonly { readonly record?: unknown }[]): readonly JobRecord[] =>
  rows.flatMap(({ record }) => {
    const parsed = jobRecordSchema.safeParse(fromJson(record));
    return parsed.success ? [parsed.data] : [];
  });

export const createJobRows = (db: Pick<Database, 'presence' | 'isPresent'>, log: Log): JobRows => {
  /** The same text says the same: of a long queue only what has changed is looked through again. */
  const parsed = new Map<string, { readonly text: string; readonly record: JobRecord }>();

  /** What could not be read again would be lost: it is not written at all. Throws, as a bug does. */
  const textOf = (record: JobRecord): string => {
    const text = JSON.stringify(jobRecordSchema.parse(record));
    parsed.set(record.id, { text, record });
    return text;
  };

  const ownerOf = (token: string | null): Owner => {
    if (token === null) return 'nobody';
    if (token === db.presence) return 'us';
    return db.isPresent(token) ? 'other' : 'gone';
  };

  const parseRow = (row: unknown): StoredJob | null => {
    const { id, record: text, owner: token, place } = rowSchema.parse(row);
    const known = parsed.get(id);
    const owner = ownerOf(token);
    if (known?.text === text) return { record: known.record, owner, place };
    const record = jobRecordSchema.safeParse(fromJson(text));
    if (record.success) {
      parsed.set(id, { text, record: record.data });
      return { record: record.data, owner, place };
    }
    log.error('a stored job makes no sense and is left alone', { jobId: id, cause: record.error });
    return null;
  };

  const select: JobRows['select'] = (sql, where, ...values) =>
    sql
      .all(`SELECT id, record, owner, place FROM jobs ${where}`, ...values)
      .map(parseRow)
      .filter((job) => job !== null);

  const ownerWhile = ({ state }: JobRecord) =>
    isSettled(state)
      ? ({ owner: 'nobody', token: null } as const)
      : ({ owner: 'us', token: db.presence } as const);

  return {
    select,
    find: (sql, id) => {
      const [job] = select(sql, 'WHERE id = ?', id);
      return job === undefined ? fail('job-unknown') : ok(job);
    },
    insert: (sql, record) => {
      const last = sql.all('SELECT coalesce(max(place), 0) AS place FROM jobs')[0];
      const place = placeSchema.parse(last).place + 1;
      sql.run(
        `INSERT INTO jobs (id, created_at, state_kind, record, owner, place, input_key)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        record.id,
        record.createdAt,
        record.state.kind,
        textOf(record),
        db.presence,
        place,
        inputKeyOfRecord(record),
      );
      recordInLedger(sql, record);
      return { record, owner: 'us', place };
    },
    write: (sql, { record, place }) => {
      const { owner, token } = ownerWhile(record);
      sql.run(
        'UPDATE jobs SET state_kind = ?, record = ?, owner = ?, input_key = ? WHERE id = ?',
        record.state.kind,
        textOf(record),
        token,
        inputKeyOfRecord(record),
        record.id,
      );
      recordInLedger(sql, record);
      return { record, owner, place };
    },
    remove: (sql, id) => {
      sql.run('DELETE FROM jobs WHERE id = ?', id);
      parsed.delete(id);
    },
  };
};
