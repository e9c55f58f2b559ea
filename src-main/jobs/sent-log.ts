/**
 * sent.jsonl in the data folder: append-only, one line flushed before each paid request and one for each later change.
 * It is the source of the ledger and survives any damage to the database. It holds no keys and no links.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { Log } from '../ports.ts';
import { type Disk, realDisk } from '../storage/atomic.ts';
import { errnoOf, toFileError } from '../storage/file-error.ts';
import { foldLine, type SentEntry, type SentLine, sentLineSchema } from './sent-line.ts';

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
    return sentLineSchema.parse(JSON.parse(text));
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
