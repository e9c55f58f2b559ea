/** Brings jobs and ledger in line with sent.jsonl at each start, in whatever state the database is. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail } from '#contract/errors.ts';
import { isSettled } from '#contract/model/job.ts';
import type { Clock, Log } from '../ports.ts';
import type { Sql } from '../storage/database.ts';
import { type JobEvent, mayStillCome } from './machine.ts';
import {
  isFreeRun,
  isUnsent,
  type JobRecord,
  providerNameOf,
  type StoredState,
  storedErrorSchema,
} from './record.ts';
import { linesBeyond, linesOfUnlogged } from './sent-changes.ts';
import {
  chargedBy,
  foldLine,
  recordOfSent,
  type SentEntry,
  type SentLine,
  type SentLog,
  sentJobOf,
  sentLineSchema,
} from './sent-log.ts';
import type { JobRows, StoredJob } from './store-rows.ts';

type Failed = Extract<StoredState, { kind: 'failed' }>;

/** The database has no answer of the provider. */
const isBeforeAnswer = (state: StoredState): boolean => isUnsent(state) || state.kind === 'starting';

const knowsNoTicket = (state: StoredState): boolean =>
  isBeforeAnswer(state) ||
  state.kind === 'unsure' ||
  (state.kind === 'failed' && state.run !== null && state.run.ticket === null);

const failedAs = (code: AppError['code'], charged: AppError['charged'], subject: string): Failed => ({
  kind: 'failed',
  // The log holds the code alone.
  error: storedErrorSchema.parse({ code, charged, subject }),
  download: null,
  run: null,
});

/** The state that the entry proves and the database lacks; null: the database knows as much or more. */
export const stateBeyond = (
  state: StoredState,
  entry: SentEntry,
  provider: string,
): 'dismissed' | StoredState['kind'] | Failed | null => {
  if (entry.isDismissed) return 'dismissed';
  const { status } = entry;
  switch (status.kind) {
    case 'sent':
      return isUnsent(state) ? 'unsure' : null;
    case 'unsure':
      return isBeforeAnswer(state) ? 'unsure' : null;
    case 'accepted':
      return knowsNoTicket(state) ? 'waiting' : null;
    case 'refused':
      if (status.code === 'provider-rate-limited') return state.kind === 'starting' ? 'queued' : null;
      return isBeforeAnswer(state) ? failedAs(status.code, status.charged, provider) : null;
    case 'ended':
      if (isSettled(state) && !mayStillCome(state)) return null;
      return status.code === null ? 'cancelled' : failedAs(status.code, status.charged, provider);
    case 'kept':
      return state.kind === 'done' ? null : 'done';
    case 'backfilled':
      return null;
    default:
      return assertNever(status);
  }
};

/** null: the entry cannot be made into that state. */
const asState = (entry: SentEntry, kind: StoredState['kind'], provider: string): StoredState | null => {
  const { status } = entry;
  if (kind === 'queued') return { kind };
  if (kind === 'done' && status.kind === 'kept') return { kind, itemId: status.itemId };
  if (kind === 'cancelled' && status.kind === 'ended') return { kind, charged: status.charged };
  const fitted = sentJobOf(entry)?.fitted;
  if (fitted === undefined) return null;
  if (kind === 'waiting' && status.kind === 'accepted')
    return { kind, fitted, ticket: status.ticket, startedAt: status.at, isCancelRequested: false };
  if (kind !== 'unsure') return null;
  const local = (path: string) => ({ kind: 'local' as const, path });
  return {
    kind,
    error: fail('answer-lost', { charged: 'unknown', subject: provider }).error,
    fitted,
    // Where the provider read the files is not logged: links may be signed.
    delivered: { image: local(fitted.image.path), video: local(fitted.video.path) },
  };
};

const upsertSpending = (sql: Sql, entry: SentEntry): void => {
  sql.run(
    `INSERT INTO spending (job_id, at, model_id, estimate_micros, billed_micros, charged) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET
       at = excluded.at,
       billed_micros = coalesce(excluded.billed_micros, spending.billed_micros),
       charged = excluded.charged
     WHERE spending.charged <> excluded.charged
       OR (excluded.billed_micros IS NOT NULL AND spending.billed_micros IS NOT excluded.billed_micros)`,
    entry.jobId,
    entry.at,
    entry.modelId,
    entry.estimateMicros,
    entry.billedMicros,
    chargedBy(entry),
  );
};

export type Reconciled = {
  /** The database knew less than had been sent, by more than a crash between two writes explains. */
  readonly isOlder: boolean;
  /** Jobs that were sent and are restored as waiting or unsure. */
  readonly returned: number;
  /** Unsent paid jobs that are not started automatically. */
  readonly heldBack: number;
};

export type ReconcileRequest = {
  readonly rows: JobRows;
  readonly sentLog: SentLog;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** The database is a copy that may lack the latest writes. */
  readonly isRestored: boolean;
  /** Called in the same transaction where the database was older or restored. */
  readonly onOlder: (sql: Sql) => void;
};

const judge = (record: JobRecord, entry: SentEntry) => {
  const provider = providerNameOf(record);
  const beyond = stateBeyond(record.state, entry, provider);
  if (beyond === null || beyond === 'dismissed') return beyond;
  if (typeof beyond !== 'string') return beyond;
  // It was sent, so it must not be sent again, even without its details.
  return asState(entry, beyond, provider) ?? failedAs('answer-lost', 'unknown', provider);
};

/** For a job that the database lacks or cannot read; null where no result can come of it. */
const stateOfMissing = (entry: SentEntry, provider: string): StoredState | null => {
  if (entry.isDismissed) return null;
  const { kind } = entry.status;
  if (kind === 'accepted') return asState(entry, 'waiting', provider);
  return kind === 'sent' || kind === 'unsure' ? asState(entry, 'unsure', provider) : null;
};

const restoreJob = (
  sql: Sql,
  { rows, log }: ReconcileRequest,
  request: { readonly entry: SentEntry; readonly isRow: boolean },
): boolean => {
  const { entry, isRow } = request;
  const job = sentJobOf(entry);
  const provider = entry.modelId.split('/')[0] ?? entry.modelId;
  const state = stateOfMissing(entry, provider);
  if (job === null || state === null) {
    const { kind } = entry.status;
    if (kind === 'accepted') log.error('sent job not restored', { jobId: entry.jobId, status: entry.status });
    return false;
  }
  const record = recordOfSent(entry, job, state);
  if (isRow) rows.remove(sql, entry.jobId);
  rows.insert(sql, { record, isTaken: false });
  log.warn('sent job restored', { jobId: entry.jobId, state: state.kind });
  return true;
};

/** Settles unsent jobs whose later states are lost: cancelled where the log proves that they were not sent. */
const holdBack = (sql: Sql, { rows, sentLog, clock }: ReconcileRequest): number => {
  const unsent = rows.select(sql, '').filter(({ record }) => isUnsent(record.state) && !isFreeRun(record));
  for (const { record, place } of unsent) {
    const error = fail('answer-lost', { charged: 'unknown', subject: providerNameOf(record) }).error;
    const event: JobEvent = sentLog.isWhole
      ? { kind: 'cancel', charged: 'no' }
      : { kind: 'prepare-failed', error };
    rows.apply(sql, { record, place, isTaken: false }, { event, now: clock.now() });
  }
  return unsent.length;
};

/** Lines from the ledger: settled runs that the log lacks, each with what its job adds. */
const linesOfLedger = (
  sql: Sql,
  { covered, jobs }: { readonly covered: ReadonlySet<string>; readonly jobs: readonly StoredJob[] },
): readonly SentLine[] => {
  const records = new Map<string, JobRecord>(jobs.map(({ record }) => [record.id, record]));
  const ledger = sql.all(
    `SELECT job_id AS jobId, at, model_id AS modelId, estimate_micros AS estimateMicros,
       billed_micros AS billedMicros, charged FROM spending ORDER BY at`,
  );
  return ledger
    .flatMap((row) => sentLineSchema.safeParse({ kind: 'backfilled', ...row }).data ?? [])
    .filter(({ jobId }) => !covered.has(jobId))
    .flatMap((line) => {
      const record = records.get(line.jobId);
      return record === undefined ? [line] : [line, ...linesBeyond(record, foldLine(undefined, line))];
    });
};

/** Lines for what the database knows and the log lacks. */
const missingLines = (
  sql: Sql,
  { sentLog }: ReconcileRequest,
  jobs: readonly StoredJob[],
): readonly SentLine[] => {
  const ofJobs = jobs.flatMap(({ record }) => {
    const entry = sentLog.entryOf(record.id);
    return entry === undefined ? linesOfUnlogged(record) : linesBeyond(record, entry);
  });
  const covered = new Set<string>(ofJobs.map(({ jobId }) => jobId));
  for (const entry of sentLog.entries()) covered.add(entry.jobId);
  return [...linesOfLedger(sql, { covered, jobs }), ...ofJobs];
};

/** Call it inside a transaction, and append the lines after it. */
export const reconcile = (
  sql: Sql,
  deps: ReconcileRequest,
): Reconciled & { readonly lines: readonly SentLine[] } => {
  const { rows, sentLog, log } = deps;
  const known = new Map(rows.select(sql, '').map((job) => [job.record.id, job]));
  const ids = new Set(sql.all('SELECT id FROM jobs').map(({ id }) => String(id)));
  let isOlder = false;
  let returned = 0;
  for (const entry of sentLog.entries()) {
    const job = known.get(entry.jobId);
    if (job === undefined) {
      const isBack = restoreJob(sql, deps, { entry, isRow: ids.has(entry.jobId) });
      if (isBack) returned += 1;
      if (isBack && !ids.has(entry.jobId)) isOlder = true;
      if (!isBack) upsertSpending(sql, entry);
      continue;
    }
    const { record, place } = job;
    const state = judge(record, entry);
    if (state === null) continue;
    // A crash between an answer and the write of its state explains this much.
    if (record.state.kind !== 'starting') isOlder = true;
    if (state === 'dismissed') {
      rows.remove(sql, record.id);
      upsertSpending(sql, entry);
      continue;
    }
    if (isUnsent(record.state) && (state.kind === 'waiting' || state.kind === 'unsure')) returned += 1;
    log.warn('job state taken from sent.jsonl', {
      jobId: record.id,
      from: record.state.kind,
      to: state.kind,
    });
    rows.write(sql, {
      record: { ...record, stateSince: entry.at, busy: null, state },
      place,
      isTaken: false,
    });
    if (entry.billedMicros !== null) upsertSpending(sql, entry);
  }
  const heldBack = isOlder || deps.isRestored ? holdBack(sql, deps) : 0;
  if (isOlder || deps.isRestored) deps.onOlder(sql);
  return { isOlder, returned, heldBack, lines: missingLines(sql, deps, rows.select(sql, '')) };
};
