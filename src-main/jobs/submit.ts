/** From the page's request to the stored job: judged by the page's rules, checked for spending and written in one transaction. */
import { randomUUID } from 'node:crypto';
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Choices } from '#contract/model/choices.ts';
import type { PastedLinks } from '#contract/model/delivery.ts';
import type { Facts } from '#contract/model/facts.ts';
import { type BatchId, batchIdSchema, type Job, type JobId, jobIdSchema } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { SourceId } from '#contract/model/source.ts';
import { type Approvals, noApprovals, type SpendCheck } from '#contract/model/spend-check.ts';
import type { SpendingLimits } from '#contract/model/spending.ts';
import { keepsAudio } from '#contract/rules/audio.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { onlyTaken } from '#contract/rules/limits.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { Prefit } from '../media/prefit.ts';
import type { Sources } from '../media/sources.ts';
import type { Batch } from './batches.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import type { JobRecord } from './record.ts';
import type { Scheduler } from './scheduler.ts';
import { refusalOf, spendCheckIn } from './spend-check.ts';
import type { JobStore } from './store.ts';

type Input = { readonly path: string; readonly name: string; readonly facts: Facts };

/** The job of a request, or why there can be none. The page's rules run here again. */
export const newJob = (request: {
  readonly id: string;
  readonly now: Date;
  readonly image: Input;
  readonly video: Input;
  readonly model: ModelSpec;
  readonly choices: Choices;
  readonly links: PastedLinks;
  readonly parentId: JobId | null;
}): Result<JobRecord> => {
  const { image, video, model } = request;
  // Options that the model does not accept are not sent, so they do not make a different run.
  const choices = onlyTaken(request.choices, model);
  if (image.facts.kind !== 'image') return fail('file-is-video', { subject: image.name });
  if (video.facts.kind !== 'video') return fail('file-is-image', { subject: video.name });
  const plan = planFit({ image: image.facts, video: video.facts, model, choices });
  if (plan.verdict === 'impossible') {
    const reasons = plan.reasons.filter((reason) => reason.severity === 'blocking');
    return fail('input-refused', { subject: model.name, reasons });
  }
  const createdAt = request.now.toISOString();
  return ok({
    id: jobIdSchema.parse(request.id),
    parentId: request.parentId,
    batchId: null,
    createdAt,
    stateSince: createdAt,
    // The record holds what is sent to the provider.
    choices: { ...choices, keepAudio: keepsAudio(choices, plan) },
    plan,
    estimate: estimateCost(model.price, plan.expected.outputSec),
    image: { path: image.path, name: image.name, facts: image.facts },
    video: { path: video.path, name: video.name, facts: video.facts },
    remoteName: model.remoteName,
    links: request.links,
    approvedLimits: null,
    transferRecords: [],
    busy: null,
    state: { kind: 'queued' },
  });
};

type ModelOf = (modelId: string) => ModelSpec | null;
export type MakeJob = (input: SubmitInput) => Promise<Result<JobRecord>>;

/** Makes the record of a job without storing it. */
export const createMakeJob =
  (deps: {
    readonly sources: Pick<Sources, 'whole'>;
    readonly modelOf: ModelOf;
    readonly now: () => Date;
  }): MakeJob =>
  async ({ imageId, videoId, choices, links }) => {
    const image = await deps.sources.whole(imageId);
    if (!image.ok) return image;
    const video = await deps.sources.whole(videoId);
    if (!video.ok) return video;
    const model = deps.modelOf(choices.modelId);
    if (model === null) return fail('model-unknown', { subject: choices.modelId });
    const files = { image: image.value, video: video.value };
    return newJob({ ...files, model, choices, links, id: randomUUID(), now: deps.now(), parentId: null });
  };

type Approved = { readonly approvals?: Approvals };

export type Intake = {
  /** Runs the spend check without writing anything. */
  readonly spendCheck: (records: readonly JobRecord[]) => Promise<Result<SpendCheck>>;
  /** Stores a new job and starts it. */
  readonly submit: (record: JobRecord, approved?: Approved) => Promise<Result<Job>>;
  /** All or none, in this order. */
  readonly submitBatch: (
    records: readonly JobRecord[],
    order: Approved & { readonly stopAfter: number | null },
  ) => Promise<Result<{ readonly batchId: BatchId; readonly jobs: Job[] }>>;
};

export const createIntake = (deps: {
  readonly ports: Pick<JobPorts, 'clock' | 'providerOf' | 'canStart'>;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly scheduler: Scheduler;
  readonly spendingLimits: () => SpendingLimits;
}): Intake => {
  const { ports, store, view, scheduler } = deps;

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

  const storeJobs = (
    records: readonly JobRecord[],
    { approvals = noApprovals, batch }: Approved & { readonly batch?: Batch },
  ): Result<Job[]> => {
    for (const record of records) {
      const startable = canStart(record);
      if (!startable.ok) return startable;
    }
    const question = judge(records);
    const approved = approvals.overLimit
      ? records.map((record) => ({ ...record, approvedLimits: question.spendingLimits }))
      : records;
    const inserted = store.insert(approved, {
      ...(batch === undefined ? {} : { batch }),
      judge: (sql) => refusalOf(spendCheckIn(sql, question), approvals),
    });
    if (!inserted.ok) return inserted;
    view.put(inserted.value);
    scheduler.fill();
    return ok(inserted.value.map((job) => view.snapshot(view.find(job.record.id) ?? job)));
  };

  return {
    spendCheck: async (records) => store.read((sql) => spendCheckIn(sql, judge(records))),
    submit: async (record, approved = {}) => {
      const taken = storeJobs([record], approved);
      if (!taken.ok) return taken;
      const [job] = taken.value;
      return job === undefined ? fail('internal') : ok(job);
    },
    submitBatch: async (records, { stopAfter, ...approved }) => {
      const batchId = batchIdSchema.parse(randomUUID());
      const createdAt = ports.clock.now().toISOString();
      const taken = storeJobs(
        records.map((record) => ({ ...record, batchId })),
        { ...approved, batch: { id: batchId, createdAt, stopAfter } },
      );
      return taken.ok ? ok({ batchId, jobs: taken.value }) : taken;
    },
  };
};

export type SubmitCalls = {
  /** Runs the spend check; nothing is sent or written. */
  readonly spendCheck: (requests: readonly SubmitInput[]) => Promise<Result<SpendCheck>>;
  readonly submit: (input: SubmitInput & { readonly approvals?: Approvals }) => Promise<Result<Job>>;
  /** All or none: one run that cannot be sent refuses the batch, and the error names it. */
  readonly submitBatch: (order: {
    readonly requests: readonly SubmitInput[];
    readonly stopAfter: number | null;
    readonly approvals?: Approvals;
  }) => ReturnType<Intake['submitBatch']>;
};

export const createSubmitCalls = (deps: {
  readonly makeJob: MakeJob;
  readonly modelOf: ModelOf;
  /** The name of an open file; null: closed. */
  readonly nameOf: (id: SourceId) => string | null;
  readonly canStart: (model: ModelSpec, links: PastedLinks) => Result<Record<string, never>>;
  readonly prefit: Pick<Prefit, 'want'>;
  readonly jobs: Intake;
}): SubmitCalls => {
  const { makeJob, modelOf, prefit, jobs } = deps;

  /** Checked before the files are read: key and delivery do not depend on them. */
  const canStart = ({ choices, links }: SubmitInput): Result<Record<string, never>> => {
    const model = modelOf(choices.modelId);
    return model === null ? fail('model-unknown', { subject: choices.modelId }) : deps.canStart(model, links);
  };

  /** Adds the run to the error, because in a batch the reason alone is ambiguous. */
  const withRunName = (input: SubmitInput, refused: Result<never>): Result<never> => {
    if (refused.ok || refused.error.code !== 'input-refused') return refused;
    const { imageId, videoId, choices } = input;
    const files = [imageId, videoId].map((id) => deps.nameOf(id) ?? '?').join(' with ');
    const model = modelOf(choices.modelId)?.name ?? choices.modelId;
    return { ok: false, error: { ...refused.error, subject: `${files} on ${model}` } };
  };

  const makeAll = async (requests: readonly SubmitInput[]): Promise<Result<readonly JobRecord[]>> => {
    const records: JobRecord[] = [];
    for (const input of requests) {
      const job = await makeJob(input);
      if (!job.ok) return withRunName(input, job);
      records.push(job.value);
    }
    return ok(records);
  };

  return {
    spendCheck: async (requests) => {
      const records = await makeAll(requests);
      return records.ok ? jobs.spendCheck(records.value) : records;
    },
    submit: async ({ approvals, ...input }) => {
      const startable = canStart(input);
      if (!startable.ok) return startable;
      // Prefit continues for these choices and stops for any others.
      prefit.want(input);
      const job = await makeJob(input);
      return job.ok ? jobs.submit(job.value, approvals === undefined ? {} : { approvals }) : job;
    },
    submitBatch: async ({ requests, stopAfter, approvals }) => {
      for (const input of requests) {
        const startable = canStart(input);
        if (!startable.ok) return startable;
      }
      const records = await makeAll(requests);
      if (!records.ok) return records;
      return jobs.submitBatch(records.value, {
        stopAfter,
        ...(approvals === undefined ? {} : { approvals }),
      });
    },
  };
};
