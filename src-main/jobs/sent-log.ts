/**
 * sent.jsonl in the data folder: append-only, one line flushed before each paid request and one for each later change.
 * The lines of a job make one entry. It is the source of the ledger and survives any damage to the database. It holds no
 * keys and no links.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { assertNever } from '#contract/assert-never.ts';
import { type Charged, chargedSchema, errorCodeSchema, ok, type Result } from '#contract/errors.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { type JobId, jobIdSchema } from '#contract/model/job.ts';
import type { Log } from '../ports.ts';
import { type Disk, realDisk } from '../storage/atomic.ts';
import { errnoOf, toFileError } from '../storage/file-error.ts';
import { parseStored } from '../storage/renamed-fields.ts';
import { inputKeyOfRecord } from './duplicate-key.ts';
import { fittedSchema, type JobRecord, jobRecordSchema, providerNameOf, ticketSchema } from './record.ts';

/**
 * The part of a job that a later start needs, without states, signed links and approvals. Lines of earlier versions are
 * read as well, so a new field of the record needs a default.
 */
export const sentJobSchema = jobRecordSchema
  .omit({ id: true, state: true, stateSince: true, links: true, busy: true, approvedLimits: true })
  .extend({ fitted: fittedSchema });
export type SentJob = z.infer<typeof sentJobSchema>;

const about = { jobId: jobIdSchema, at: z.iso.datetime() };
const micros = z.int().nonnegative().nullable();

export const sentLineSchema = z.discriminatedUnion('kind', [
  /** Written before the request leaves. `job` is parsed where it is used: most lines are of settled jobs. */
  z.object({
    kind: z.literal('sent'),
    ...about,
    provider: z.string(),
    modelId: z.string(),
    duplicateKey: z.string().nullable(),
    /** In millionths of a US dollar; null: unknown. */
    estimateMicros: micros,
    requestId: z.string(),
    job: z.unknown(),
  }),
  z.object({ kind: z.literal('accepted'), ...about, ticket: ticketSchema }),
  /** The provider or the connection refused the request. */
  z.object({ kind: z.literal('refused'), ...about, code: errorCodeSchema, charged: chargedSchema }),
  /** The answer was lost. */
  z.object({ kind: z.literal('unsure'), ...about }),
  z.object({ kind: z.literal('billed'), ...about, billedMicros: z.int().nonnegative() }),
  /** No result is possible any more; `code` null: cancelled. */
  z.object({ kind: z.literal('ended'), ...about, code: errorCodeSchema.nullable(), charged: chargedSchema }),
  z.object({ kind: z.literal('kept'), ...about, itemId: itemIdSchema }),
  /** The user removed the job from the list. */
  z.object({ kind: z.literal('dismissed'), ...about }),
  /** A settled run from the database's ledger that is older than this file. */
  z.object({
    kind: z.literal('backfilled'),
    ...about,
    modelId: z.string(),
    estimateMicros: micros,
    billedMicros: micros,
    charged: chargedSchema,
  }),
]);
export type SentLine = z.infer<typeof sentLineSchema>;

type Line<K extends SentLine['kind']> = Extract<SentLine, { kind: K }>;

export type SentStatus =
  | { readonly kind: 'sent' }
  | { readonly kind: 'unsure' }
  | Pick<Line<'accepted'>, 'kind' | 'at' | 'ticket'>
  | Pick<Line<'refused'>, 'kind' | 'code' | 'charged'>
  | Pick<Line<'ended'>, 'kind' | 'code' | 'charged'>
  | Pick<Line<'kept'>, 'kind' | 'itemId'>
  | Pick<Line<'backfilled'>, 'kind' | 'charged'>;

/** All lines of one job taken together. */
export type SentEntry = {
  readonly jobId: JobId;
  /** ISO time of the last request. */
  readonly at: string;
  readonly modelId: string;
  readonly estimateMicros: number | null;
  readonly billedMicros: number | null;
  readonly status: SentStatus;
  readonly isDismissed: boolean;
  /** Unparsed; null where no result is possible any more. */
  readonly job: unknown;
};

const statusAfter = (line: Exclude<SentLine, Line<'sent' | 'backfilled'>>, before: SentEntry): SentStatus => {
  switch (line.kind) {
    case 'accepted':
      return { kind: 'accepted', at: line.at, ticket: line.ticket };
    case 'refused':
      return { kind: 'refused', code: line.code, charged: line.charged };
    case 'ended':
      return { kind: 'ended', code: line.code, charged: line.charged };
    case 'unsure':
      return { kind: 'unsure' };
    case 'kept':
      return { kind: 'kept', itemId: line.itemId };
    case 'billed':
    case 'dismissed':
      return before.status;
    default:
      return assertNever(line);
  }
};

const isOver = ({ status, isDismissed }: SentEntry): boolean =>
  isDismissed || status.kind === 'ended' || status.kind === 'kept';

/** Undefined where the first line of the entry could not be read. */
export const foldLine = (before: SentEntry | undefined, line: SentLine): SentEntry | undefined => {
  if (line.kind === 'sent') {
    const { jobId, at, modelId, estimateMicros, job } = line;
    const status = { kind: 'sent' } as const;
    return { jobId, at, modelId, estimateMicros, billedMicros: null, status, isDismissed: false, job };
  }
  if (line.kind === 'backfilled') {
    const { jobId, at, modelId, estimateMicros, billedMicros, charged } = line;
    const status = { kind: 'backfilled', charged } as const;
    return { jobId, at, modelId, estimateMicros, billedMicros, status, isDismissed: false, job: null };
  }
  if (before === undefined) return undefined;
  const after: SentEntry = {
    ...before,
    status: statusAfter(line, before),
    billedMicros: line.kind === 'billed' ? line.billedMicros : before.billedMicros,
    isDismissed: before.isDismissed || line.kind === 'dismissed',
  };
  return isOver(after) ? { ...after, job: null } : after;
};

/** Whether the run was charged, by its entry. */
export const chargedBy = ({ status }: SentEntry): Charged => {
  switch (status.kind) {
    case 'sent':
    case 'unsure':
    case 'accepted':
      return 'unknown';
    case 'kept':
      return 'yes';
    case 'refused':
    case 'ended':
    case 'backfilled':
      return status.charged;
    default:
      return assertNever(status);
  }
};

export const sentLineOf = (record: JobRecord, fitted: SentJob['fitted']): Line<'sent'> => {
  const { id, stateSince, state: _, links: __, busy: ___, approvedLimits: ____, ...job } = record;
  return {
    kind: 'sent',
    jobId: id,
    at: stateSince,
    provider: providerNameOf(record),
    modelId: record.choices.modelId,
    duplicateKey: inputKeyOfRecord(record),
    estimateMicros: 'micros' in record.estimate ? record.estimate.micros : null,
    requestId: id,
    job: { ...job, fitted } satisfies SentJob,
  };
};

/** null: the line that describes the job cannot be read. */
export const sentJobOf = ({ job }: SentEntry): SentJob | null => sentJobSchema.safeParse(job).data ?? null;

export const recordOfSent = (
  { jobId, at }: SentEntry,
  { fitted: _, ...job }: SentJob,
  state: JobRecord['state'],
): JobRecord => ({
  ...job,
  id: jobId,
  stateSince: at,
  links: noPastedLinks,
  busy: null,
  approvedLimits: null,
  state,
});

export const sentLogName = 'sent.jsonl';

export type SentLog = {
  readonly entryOf: (jobId: JobId) => SentEntry | undefined;
  readonly entries: () => Iterable<SentEntry>;
  /** False where the file or readable lines were missing: it may lack requests. */
  readonly isWhole: boolean;
  /** Flushed before it returns; all or nothing. */
  readonly append: (line: SentLine) => Result<unknown>;
};

type Read = { readonly lines: readonly SentLine[]; readonly damaged: number; readonly endsInLine: boolean };

const parseLine = (text: string): SentLine | null => {
  try {
    return sentLineSchema.parse(parseStored(text));
  } catch {
    return null;
  }
};

const parseLines = (text: string): Read => {
  const texts = text.split('\n').filter((line) => line !== '');
  const lines = texts.map(parseLine).filter((line) => line !== null);
  return { lines, damaged: texts.length - lines.length, endsInLine: text === '' || text.endsWith('\n') };
};

/** null: no such file. */
const readLog = (path: string): Read | null => {
  try {
    return parseLines(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

type LogDisk = Pick<Disk, 'appendSync' | 'flushFileSync' | 'flushFolderSync'>;

export const openSentLog = (deps: {
  /** Full path. */
  readonly dataFolder: string;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly disk?: LogDisk;
}): Result<SentLog> => {
  const { dataFolder, log, disk = realDisk } = deps;
  const path = join(dataFolder, sentLogName);
  const entries = new Map<JobId, SentEntry>();
  let orphans = 0;
  const take = (line: SentLine): void => {
    const entry = foldLine(entries.get(line.jobId), line);
    if (entry === undefined) orphans += 1;
    else entries.set(line.jobId, entry);
  };

  const found = (() => {
    try {
      return ok(readLog(path));
    } catch (cause) {
      log.error('sent.jsonl unreadable', { cause });
      return { ok: false, error: toFileError(cause, sentLogName) } as const;
    }
  })();
  if (!found.ok) return found;
  const read = found.value;
  for (const line of read?.lines ?? []) take(line);
  const damaged = read?.damaged ?? 0;
  if (damaged + orphans > 0) log.warn('sent.jsonl has damaged lines', { damaged, orphans });

  let isNew = read === null;
  /** False after a truncated line: the next one must start on a new line. */
  let endsInLine = read?.endsInLine ?? true;
  return ok({
    entryOf: (jobId) => entries.get(jobId),
    entries: () => entries.values(),
    isWhole: read !== null && damaged + orphans === 0,
    append: (line) => {
      try {
        const before = endsInLine ? '' : '\n';
        endsInLine = false;
        disk.appendSync(path, `${before}${JSON.stringify(line)}\n`);
        disk.flushFileSync(path);
        if (isNew) disk.flushFolderSync(dirname(path));
        isNew = false;
        endsInLine = true;
        take(line);
        return ok({});
      } catch (cause) {
        log.error('sent.jsonl not written', { jobId: line.jobId, kind: line.kind, cause });
        return { ok: false, error: toFileError(cause, sentLogName) };
      }
    },
  });
};
