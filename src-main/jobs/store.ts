/** Jobs on disk. Each change is one transaction that reads, judges and writes, so two open programs never both act on a job. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import { isAtRest, restingKinds } from '#contract/rules/at-rest.ts';
import type { Database, Sql } from '../files/database.ts';
import type { Log } from '../ports.ts';
import { type JobRecord, jobRecordSchema } from './record.ts';

/** `gone`: the program that worked on it has ended without finishing it. */
type Owner = 'nobody' | 'us' | 'other' | 'gone';
export type StoredJob = { readonly record: JobRecord; readonly owner: Owner };

export type JobStore = {
  /** Ours from the beginning. */
  readonly insert: (record: JobRecord) => Result<StoredJob>;
  readonly load: (id: JobId) => Result<StoredJob>;
  /** Newest first. What does not parse is named in the log, left where it is, and left out. */
  readonly list: () => Result<readonly StoredJob[]>;
  /** Refused with `job-not-in-state` while another open program works on the job. */
  readonly change: (id: JobId, following: (record: JobRecord) => Result<JobRecord>) => Result<StoredJob>;
  /** Takes over every unfinished job on which no open program works. */
  readonly adopt: (following: (record: JobRecord) => Result<JobRecord>) => Result<readonly StoredJob[]>;
  readonly remove: (id: JobId, isAllowed: (record: JobRecord) => boolean) => Result<JobRecord>;
  /** A number that grows when another open program has written something. */
  readonly foreignVersion: () => number | null;
  /** Also of a job that cannot be read. */
  readonly isKnown: (id: string) => boolean;
};

const rowSchema = z.object({ id: z.string(), record: z.string(), owner: z.string().nullable() });
const versionSchema = z.object({ data_version: z.int() });
const resting = restingKinds.map((kind) => `'${kind}'`).join(', ');
const selectJobs = 'SELECT id, record, owner FROM jobs';

/** What could not be read again would be lost: it is not written at all. Throws, as a bug does. */
const textOf = (record: JobRecord): string => JSON.stringify(jobRecordSchema.parse(record));

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const createJobStore = (db: Database, log: Log): JobStore => {
  const ownerOf = (token: string | null): Owner => {
    if (token === null) return 'nobody';
    if (token === db.presence) return 'us';
    return db.isPresent(token) ? 'other' : 'gone';
  };

  const parseRow = (row: unknown): StoredJob | null => {
    const { id, record: text, owner } = rowSchema.parse(row);
    const record = jobRecordSchema.safeParse(fromJson(text));
    if (record.success) return { record: record.data, owner: ownerOf(owner) };
    log.error('a stored job makes no sense and is left alone', { jobId: id, cause: record.error });
    return null;
  };

  const find = (sql: Sql, id: JobId): Result<StoredJob> => {
    const row = sql.all(`${selectJobs} WHERE id = ?`, id)[0];
    const job = row === undefined ? null : parseRow(row);
    return job === null ? fail('job-unknown') : ok(job);
  };

  const write = (sql: Sql, record: JobRecord): StoredJob => {
    const isResting = isAtRest(record.state);
    sql.run(
      'UPDATE jobs SET state_kind = ?, record = ?, owner = ? WHERE id = ?',
      record.state.kind,
      textOf(record),
      isResting ? null : db.presence,
      record.id,
    );
    return { record, owner: isResting ? 'nobody' : 'us' };
  };

  /** A second press, here or in another open program, must not pay twice. */
  const hasUnfinishedChild = (sql: Sql, parentId: JobId | null): boolean =>
    parentId !== null &&
    sql.all(
      `SELECT id FROM jobs WHERE json_extract(record, '$.parentId') = ? AND state_kind NOT IN (${resting})`,
      parentId,
    ).length > 0;

  const judge = (job: Result<StoredJob>): Result<JobRecord> => {
    if (!job.ok) return job;
    return job.value.owner === 'other'
      ? fail('job-not-in-state', { detail: 'Another open window or terminal works on it.' })
      : ok(job.value.record);
  };

  /** The inner failure is a judgement, the outer one the database's; both are the caller's. */
  const flatten = <T>(result: Result<Result<T>>): Result<T> => (result.ok ? result.value : result);

  return {
    insert: (record) =>
      flatten(
        db.transaction((sql) => {
          if (hasUnfinishedChild(sql, record.parentId))
            return fail('job-not-in-state', { detail: 'It is being tried again already.' });
          sql.run(
            'INSERT INTO jobs (id, created_at, state_kind, record, owner) VALUES (?, ?, ?, ?, ?)',
            record.id,
            record.createdAt,
            record.state.kind,
            textOf(record),
            db.presence,
          );
          return ok<StoredJob>({ record, owner: 'us' });
        }),
      ),
    load: (id) => flatten(db.read((sql) => find(sql, id))),
    list: () =>
      db.read((sql) =>
        sql
          .all(`${selectJobs} ORDER BY created_at DESC, rowid DESC`)
          .map(parseRow)
          .filter((job) => job !== null),
      ),
    change: (id, following) =>
      flatten(
        db.transaction((sql) => {
          const record = judge(find(sql, id));
          const changed = record.ok ? following(record.value) : record;
          return changed.ok ? ok(write(sql, changed.value)) : changed;
        }),
      ),
    adopt: (following) =>
      db.transaction((sql) =>
        sql
          .all(`${selectJobs} WHERE state_kind NOT IN (${resting}) ORDER BY rowid`)
          .map(parseRow)
          .filter((job) => job !== null)
          .filter((job) => job.owner === 'gone' || job.owner === 'nobody')
          .flatMap((job) => {
            const changed = following(job.record);
            return changed.ok ? [write(sql, changed.value)] : [];
          }),
      ),
    remove: (id, isAllowed) =>
      flatten(
        db.transaction((sql) => {
          const record = judge(find(sql, id));
          if (!record.ok) return record;
          if (!isAllowed(record.value)) return fail('job-not-in-state', { detail: record.value.state.kind });
          sql.run('DELETE FROM jobs WHERE id = ?', id);
          return record;
        }),
      ),
    isKnown: (id) => {
      const rows = db.read((sql) => sql.all('SELECT id FROM jobs WHERE id = ?', id));
      return !rows.ok || rows.value.length > 0;
    },
    foreignVersion: () => {
      const rows = db.read((sql) => sql.all('PRAGMA data_version'));
      return rows.ok ? versionSchema.parse(rows.value[0]).data_version : null;
    },
  };
};
