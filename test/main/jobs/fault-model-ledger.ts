/** Invariants of submits, of the queue, of batches and of the ledger. Each violation is a sentence. */
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/job.ts';
import type { Approvals } from '#contract/model/spend-check.ts';
import type { SpendingLimits } from '#contract/model/spending.ts';
import { countsAsFailure } from '#main/jobs/batches.ts';
import { spendingIn } from '#main/jobs/ledger.ts';
import { isUnsent, type JobRecord } from '#main/jobs/record.ts';
import { chargedBy, type SentLog } from '#main/jobs/sent-log.ts';
import type { JobStore, StoredJob } from '#main/jobs/store.ts';
import { isFree, type Records } from './invariants.ts';
import { moneyIn } from './money.ts';
import { createdAt, jobId } from './samples.ts';

const entrySchema = z.object({ id: z.string(), charged: z.string(), counted: z.int() });
type Entries = ReadonlyMap<string, z.infer<typeof entrySchema>>;

const isOpen = ({ state }: JobRecord): boolean =>
  !['done', 'failed', 'cancelled'].includes(state.kind) ||
  (state.kind === 'failed' && (state.download !== null || state.error.code === 'answer-lost'));

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** While the queue is paused, queued jobs stay queued or are cancelled. */
export const breachesWhilePaused = (before: Records, after: Records): readonly string[] =>
  [...before].flatMap(([id, was]) => {
    const is = after.get(id)?.state.kind;
    const isBegun = was.state.kind === 'queued' && is !== undefined && is !== 'queued' && is !== 'cancelled';
    return isBegun ? [`${id} waited, and became ${is} in a pause`] : [];
  });

export type ModelLedger = {
  /** For a submit that was accepted or refused. `before`: the jobs stored then. */
  readonly breachesOfOrder: (
    order: {
      readonly before: Records;
      readonly ordered: readonly JobRecord[];
      readonly approvals: Approvals;
      readonly spendingLimits: SpendingLimits;
    },
    answer: Result<unknown>,
  ) => readonly string[];
  readonly breachesOfMove: (
    move: {
      readonly moved: JobRecord;
      readonly behind: JobRecord | null;
      readonly queue: readonly StoredJob[];
    },
    answer: Result<unknown>,
  ) => readonly string[];
  /** Differences between the ledger and the log in what was charged. */
  readonly breachesOfLog: (sentLog: Pick<SentLog, 'entryOf'>) => readonly string[];
  /** For one moment. */
  readonly breachesNow: (truth: {
    readonly records: Records;
    readonly batches: ReadonlyMap<BatchId, number | null>;
    readonly sent: ReadonlyMap<string, number>;
    readonly free: ReadonlySet<string>;
  }) => readonly string[];
};

export const createModelLedger = (store: Pick<JobStore, 'read'>): ModelLedger => {
  let known: Entries = new Map();

  const read = <T>(look: Parameters<typeof store.read<T>>[0]): T => {
    const answer = store.read(look);
    if (!answer.ok) throw new Error('The observer cannot read the ledger.');
    return answer.value;
  };
  const entries = (): Entries =>
    new Map(
      read((sql) =>
        sql.all(
          'SELECT job_id AS id, charged, coalesce(billed_micros, estimate_micros) AS counted FROM spending',
        ),
      )
        .map((row) => entrySchema.parse(row))
        .map((entry) => [entry.id, entry]),
    );
  const spending = () => read((sql) => spendingIn(sql, new Date(createdAt)));

  const ledgerBreaches = ({
    records,
    sent,
    free,
  }: Parameters<ModelLedger['breachesNow']>[0]): readonly string[] => {
    const breaches: string[] = [];
    const all = entries();
    for (const id of known.keys()) if (!all.has(id)) breaches.push(`the entry of ${id} has vanished`);
    for (const id of all.keys()) if (free.has(id)) breaches.push(`${id} is free and stands in the ledger`);
    for (const id of sent.keys())
      if (!free.has(id) && !all.has(id)) breaches.push(`${id} was sent and is not entered`);
    for (const [id, record] of records) {
      const entered = all.get(id)?.charged ?? 'no';
      if (!isFree(record) && entered !== moneyIn(record.state))
        breaches.push(`${id} is ${record.state.kind}, ${moneyIn(record.state)}, and entered as ${entered}`);
    }
    // Dismissed jobs keep their last state.
    for (const [id, entry] of known)
      if (!records.has(id) && all.get(id)?.charged !== entry.charged) breaches.push(`${id} was entered anew`);
    const counted = sum([...all.values()].map((entry) => (entry.charged === 'no' ? 0 : entry.counted)));
    if (spending().month.countedMicros !== counted) breaches.push('the month is summed up wrongly');
    known = all;
    return breaches;
  };

  return {
    breachesOfOrder: ({ before, ordered, approvals, spendingLimits }, answer) => {
      if (!answer.ok || ordered.every(isFree)) return [];
      const breaches: string[] = [];
      const prompts = new Set(
        [...before.values()]
          .filter((record) => !isFree(record) && isOpen(record))
          .map(({ choices }) => choices.prompt),
      );
      const repeated = ordered.filter((record) => !isFree(record) && prompts.has(record.choices.prompt));
      if (!approvals.repeat && repeated.length > 0)
        breaches.push(`${repeated[0]?.id} is a duplicate without approval`);
      const { month, waitingMicros } = spending();
      const isPast =
        spendingLimits.monthMicros !== null &&
        month.countedMicros + waitingMicros > spendingLimits.monthMicros;
      if (!approvals.overLimit && isPast) breaches.push('a submit exceeded the spending limit');
      return breaches;
    },
    breachesOfMove: ({ moved, behind, queue }, answer) => {
      const areWaiting = [moved, ...(behind === null ? [] : [behind])].every(
        ({ state }) => state.kind === 'queued',
      );
      if (answer.ok !== areWaiting)
        return answer.ok || answer.error.code === 'disk-full' ? [] : [`${moved.id} could not be moved`];
      if (!answer.ok || moved.id === behind?.id) return [];
      const order = queue
        .filter(({ record }) => record.state.kind === 'queued')
        .toSorted((one, other) => one.place - other.place)
        .map(({ record }): string => record.id);
      const next = order[order.indexOf(moved.id) + 1];
      return next === behind?.id ? [] : [`${moved.id} stands before ${next}, not ${behind?.id}`];
    },
    breachesOfLog: (sentLog) =>
      [...entries().values()].flatMap(({ id, charged, counted }) => {
        const entry = sentLog.entryOf(jobId(id));
        if (entry === undefined) return [`${id} is not in the log`];
        const inLog = chargedBy(entry);
        if ((inLog === 'no') !== (charged === 'no')) return [`${id} is ${charged}, and ${inLog} in the log`];
        const countedInLog = entry.billedMicros ?? entry.estimateMicros;
        return charged !== 'no' && countedInLog !== counted
          ? [`${id} counts ${counted}, and ${countedInLog} in the log`]
          : [];
      }),
    breachesNow: (truth) => {
      const { records, batches } = truth;
      const unstopped = [...batches].flatMap(([batchId, stopAfter]) => {
        const jobs = [...records.values()].filter((record) => record.batchId === batchId);
        const failures = jobs.filter(({ state }) => countsAsFailure(state)).length;
        const isStopped = stopAfter !== null && failures >= stopAfter;
        return isStopped && jobs.some(({ state }) => isUnsent(state))
          ? [`${batchId} has unsent jobs after ${failures} failures`]
          : [];
      });
      return [...unstopped, ...ledgerBreaches(truth)];
    },
  };
};
