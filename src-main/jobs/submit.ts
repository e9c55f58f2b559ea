/** Takes orders in: judged and written down in one transaction, then begun. */
import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type BatchId, batchIdSchema } from '#contract/model/batch.ts';
import type { Job } from '#contract/model/job.ts';
import { type Approvals, noApprovals, type SpendCheck } from '#contract/model/spend-check.ts';
import type { SpendingLimits } from '#contract/model/spending.ts';
import type { Batch } from './batches.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import type { JobRecord } from './record.ts';
import type { Schedule } from './scheduler.ts';
import { refusalOf, spendCheckIn } from './spend-check.ts';
import type { JobStore } from './store.ts';

type Agreed = { readonly approvals?: Approvals };

export type Intake = {
  /** What would be asked before these are sent; nothing is written. */
  readonly spendCheck: (records: readonly JobRecord[]) => Promise<Result<SpendCheck>>;
  /** Writes a new job down and begins to work on it. */
  readonly submit: (record: JobRecord, agreed?: Agreed) => Promise<Result<Job>>;
  /** All of them or none, in this order. */
  readonly submitBatch: (
    records: readonly JobRecord[],
    order: Agreed & { readonly stopAfter: number | null },
  ) => Promise<Result<{ readonly batchId: BatchId; readonly jobs: Job[] }>>;
};

export const createIntake = (deps: {
  readonly ports: Pick<JobPorts, 'clock' | 'providerOf' | 'canStart'>;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly schedule: Schedule;
  readonly spendingLimits: () => SpendingLimits;
}): Intake => {
  const { ports, store, view, schedule } = deps;

  const judge = (records: readonly JobRecord[]): Parameters<typeof spendCheckIn>[1] => ({
    records,
    spendingLimits: deps.spendingLimits(),
    now: ports.clock.now(),
  });

  const canStart = ({ choices, links }: JobRecord): Result<Record<string, never>> => {
    const known = ports.providerOf(choices.modelId);
    return known === null
      ? fail('model-unknown', { subject: choices.modelId })
      : ports.canStart(known.model, links);
  };

  const take = (
    records: readonly JobRecord[],
    { approvals = noApprovals, batch }: Agreed & { readonly batch?: Batch },
  ): Result<Job[]> => {
    for (const record of records) {
      const startable = canStart(record);
      if (!startable.ok) return startable;
    }
    const question = judge(records);
    const agreed = approvals.overLimit
      ? records.map((record) => ({ ...record, approvedLimits: question.spendingLimits }))
      : records;
    const inserted = store.insert(agreed, {
      ...(batch === undefined ? {} : { batch }),
      judge: (sql) => refusalOf(spendCheckIn(sql, question), approvals),
    });
    if (!inserted.ok) return inserted;
    view.put(inserted.value);
    schedule.fill();
    return ok(inserted.value.map((job) => view.snapshot(view.find(job.record.id) ?? job)));
  };

  return {
    spendCheck: async (records) => store.read((sql) => spendCheckIn(sql, judge(records))),
    submit: async (record, agreed = {}) => {
      const taken = take([record], agreed);
      if (!taken.ok) return taken;
      const [job] = taken.value;
      return job === undefined ? fail('internal') : ok(job);
    },
    submitBatch: async (records, { stopAfter, ...agreed }) => {
      const batchId = batchIdSchema.parse(randomUUID());
      const createdAt = ports.clock.now().toISOString();
      const taken = take(
        records.map((record) => ({ ...record, batchId })),
        { ...agreed, batch: { id: batchId, createdAt, stopAfter } },
      );
      return taken.ok ? ok({ batchId, jobs: taken.value }) : taken;
    },
  };
};
