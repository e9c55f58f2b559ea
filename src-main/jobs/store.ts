/** Jobs on disk. Each change is one transaction that reads, checks and writes. */
import { z } from 'zod';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import { type BatchId, type BatchOrder, isSettled, type JobId, settledKinds } from '#contract/model/job.ts';
import { movedBefore } from '#contract/rules/queue-order.ts';
import type { Clock, Log } from '../ports.ts';
import type { Database, Sql } from '../storage/database.ts';
import { addRetry, type Batch, callOff, insertBatch, orderOfBatch } from './batches.ts';
import { backfillLedger } from './ledger.ts';
import { type JobEvent, mayStillCome } from './machine.ts';
import { type Reconciled, type ReconcileRequest, reconcile } from './reconcile.ts';
import { isFreeRun, type JobRecord } from './record.ts';
import { isLogged, linesBeyond } from './sent-changes.ts';
import type { SentLog } from './sent-log.ts';
import { createJobRows, recordsIn, type StoredJob } from './store-rows.ts';

export type { StoredJob } from './store-rows.ts';

/** `calledOff`: other jobs of its batch that this change cancelled. */
export type ChangedJob = StoredJob & { readonly calledOff: readonly StoredJob[] };

export type JobStore = {
  /** All or none; this process works on them. `judge` may refuse by what is stored; null: no objection. */
  readonly insert: (
    records: readonly JobRecord[],
    order?: { readonly batch?: Batch; readonly judge?: (sql: Sql) => AppError | null },
  ) => Result<readonly StoredJob[]>;
  readonly load: (id: JobId) => Result<StoredJob>;
  /** Newest first. Malformed rows are logged, left out and not changed. */
  readonly list: () => Result<readonly StoredJob[]>;
  /** Moves the job to its next state by the machine, which refuses events that do not fit the stored state. */
  readonly apply: (id: JobId, event: JobEvent) => Result<ChangedJob>;
  /** Takes each unfinished job of earlier starts and applies an event to it; null: skips the job. */
  readonly takeUnfinished: (eventOf: (record: JobRecord) => JobEvent | null) => Result<readonly StoredJob[]>;
  /** Cancels the unsent jobs of a batch: all, or only where its failures have reached `stopAfter`. */
  readonly callOff: (batchId: BatchId, which: 'all' | 'due') => Result<readonly StoredJob[]>;
  /** null: unknown batch. */
  readonly batchOrder: (batchId: BatchId) => Result<BatchOrder | null>;
  /** Moves a queued job before another; null: to the end. */
  readonly reorder: (id: JobId, beforeId: JobId | null) => Result<Record<string, never>>;
  /** Adds missing ledger entries of jobs of earlier versions or of a restored database. Returns how many. */
  readonly backfillLedger: () => Result<number>;
  /** Brings jobs and ledger in line with sent.jsonl, and sent.jsonl with them. */
  readonly reconcile: (request: Omit<ReconcileRequest, 'rows' | 'log'>) => Result<Reconciled>;
  readonly remove: (id: JobId, isAllowed: (record: JobRecord) => boolean) => Result<JobRecord>;
  readonly read: <T>(query: (sql: Sql) => T) => Result<T>;
  /** True for malformed rows as well. */
  readonly isKnown: (id: string) => boolean;
};

const settled = settledKinds.map((kind) => `'${kind}'`).join(', ');

/** One row without valid JSON must not block retries of all other jobs. */
const parentOf = (table: string): string =>
  `CASE WHEN json_valid(${table}.record) THEN ${table}.record ->> '$.parentId' END`;

const keptRowSchema = z.object({ id: z.string() });

/** One retry at a time, and none where an earlier one has a result or may still get one. Part of the transaction that writes the retry, so that two requests cannot both pay. */
const refusalToRetry = (sql: Sql, record: JobRecord): AppError | null => {
  if (record.parentId === null) return null;
  const retries = sql.all(
    `WITH RECURSIVE retries (id) AS (
       SELECT jobs.id FROM jobs WHERE ${parentOf('jobs')} = ?
       UNION SELECT jobs.id FROM jobs JOIN retries ON ${parentOf('jobs')} = retries.id
     )
     SELECT record, state_kind NOT IN (${settled}) AS isMoving FROM jobs WHERE id IN retries`,
    record.parentId,
  );
  const states = recordsIn(retries).map(({ state }) => state);
  if (retries.some(({ isMoving }) => isMoving === 1) || states.some(mayStillCome))
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

const queueSchema = z.array(z.object({ id: z.string(), place: z.number() }));

const reorderIn = (
  sql: Sql,
  move: { readonly id: JobId; readonly beforeId: JobId | null },
): Result<Record<string, never>> => {
  const { id, beforeId } = move;
  const rows = sql.all(`SELECT id, place FROM jobs WHERE state_kind = 'queued' ORDER BY place, rowid`);
  const queue = queueSchema.parse(rows);
  for (const requestedId of beforeId === null ? [id] : [id, beforeId]) {
    if (queue.some((one) => one.id === requestedId)) continue;
    const isKnown = sql.all('SELECT id FROM jobs WHERE id = ?', requestedId).length > 0;
    return isKnown ? fail('job-not-in-state', { reason: 'not-queued' }) : fail('job-unknown');
  }
  for (const { id: moved, place } of movedBefore<string>(queue, move))
    sql.run('UPDATE jobs SET place = ? WHERE id = ?', place, moved);
  return ok({});
};

const refusalIn = (sql: Sql, records: readonly JobRecord[]): AppError | null => {
  for (const record of records) {
    const error = refusalToRetry(sql, record);
    if (error !== null) return error;
  }
  return null;
};

/** The inner failure is a refusal, the outer one the database's. */
const flatten = <T>(result: Result<Result<T>>): Result<T> => (result.ok ? result.value : result);

export const createJobStore = (deps: {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
}): JobStore => {
  const { db, log, clock } = deps;
  const rows = createJobRows(log);

  return {
    insert: (records, { batch, judge } = {}) =>
      flatten(
        db.transaction((sql) => {
          const error = refusalIn(sql, records) ?? judge?.(sql) ?? null;
          if (error !== null) return { ok: false, error };
          if (batch !== undefined) insertBatch(sql, batch, records);
          for (const record of records) addRetry(sql, record);
          return ok(records.map((record) => rows.insert(sql, { record, isTaken: true })));
        }),
      ),
    load: (id) => flatten(db.read((sql) => rows.find(sql, id))),
    list: () => db.read((sql) => rows.select(sql, 'ORDER BY created_at DESC, rowid DESC')),
    apply: (id, event) =>
      flatten(
        db.transaction((sql) => {
          const job = rows.find(sql, id);
          if (!job.ok) return job;
          const { record: before } = job.value;
          // The process that restarts a settled job works on it.
          const isTaken = job.value.isTaken || isSettled(before.state);
          const written = rows.apply(sql, { ...job.value, isTaken }, { event, now: clock.now() });
          if (!written.ok) return written;
          const { batchId, state, stateSince } = written.value.record;
          const isFailure = batchId !== null && state.kind === 'failed' && before.state.kind !== 'failed';
          const calledOff = isFailure
            ? callOff(sql, { rows, batchId, which: 'due', now: new Date(stateSince) })
            : [];
          return ok({ ...written.value, calledOff });
        }),
      ),
    takeUnfinished: (eventOf) =>
      db.transaction((sql) =>
        rows
          .select(sql, `WHERE state_kind NOT IN (${settled}) ORDER BY rowid`)
          .filter(({ isTaken }) => !isTaken)
          .flatMap((job) => {
            const event = eventOf(job.record);
            if (event === null) return [];
            const taken = rows.apply(sql, { ...job, isTaken: true }, { event, now: clock.now() });
            return taken.ok ? [taken.value] : [];
          }),
      ),
    batchOrder: (batchId) => db.read((sql) => orderOfBatch(sql, { rows, batchId })),
    callOff: (batchId, which) =>
      db.transaction((sql) => callOff(sql, { rows, batchId, which, now: clock.now() })),
    reorder: (id, beforeId) => flatten(db.transaction((sql) => reorderIn(sql, { id, beforeId }))),
    backfillLedger: () => db.transaction((sql) => backfillLedger(sql, rows.select)),
    reconcile: (request) => {
      const reconciled = db.transaction((sql) => reconcile(sql, { ...request, rows, log }));
      if (reconciled.ok) for (const line of reconciled.value.lines) request.sentLog.append(line);
      return reconciled;
    },
    remove: (id, isAllowed) =>
      flatten(
        db.transaction((sql) => {
          const job = rows.find(sql, id);
          if (!job.ok) return job;
          const { record } = job.value;
          if (!isAllowed(record))
            return fail('job-not-in-state', { reason: 'state', state: record.state.kind });
          rows.remove(sql, id);
          return ok(record);
        }),
      ),
    read: db.read,
    isKnown: (id) => {
      const found = db.read((sql) => sql.all('SELECT id FROM jobs WHERE id = ?', id));
      return !found.ok || found.value.length > 0;
    },
  };
};

/** Appends to the log after each committed change; the next start appends what failed. */
export const logChanges = (
  store: JobStore,
  deps: { readonly sentLog: SentLog; readonly clock: Pick<Clock, 'now'> },
): JobStore => {
  const { sentLog, clock } = deps;
  const logChange = (record: JobRecord): void => {
    if (!isLogged(record)) return;
    for (const line of linesBeyond(record, sentLog.entryOf(record.id))) sentLog.append(line);
  };
  return {
    ...store,
    apply: (id, event) => {
      const changed = store.apply(id, event);
      if (changed.ok) logChange(changed.value.record);
      return changed;
    },
    takeUnfinished: (eventOf) => {
      const taken = store.takeUnfinished(eventOf);
      if (taken.ok) for (const { record } of taken.value) logChange(record);
      return taken;
    },
    remove: (id, isAllowed) => {
      const removed = store.remove(id, isAllowed);
      if (removed.ok && sentLog.entryOf(id) !== undefined)
        sentLog.append({ kind: 'dismissed', jobId: id, at: clock.now().toISOString() });
      return removed;
    },
  };
};
