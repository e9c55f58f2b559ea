/** From two open files and a person's choices to a job, or to the files that a job would send. */
import { randomUUID } from 'node:crypto';
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { PastedLinks } from '#contract/model/delivery-setup.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { Job } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { SourceId } from '#contract/model/source.ts';
import type { Approvals, SpendCheck } from '#contract/model/spend-check.ts';
import { fitLimits, type Progress } from './artifacts.ts';
import { newJob } from './jobs/new-job.ts';
import type { JobRecord } from './jobs/record.ts';
import type { Intake } from './jobs/submit.ts';
import type { Media } from './media/media.ts';
import type { Prefit, PrefitWork } from './media/prefit.ts';
import type { Sources } from './media/sources.ts';

type ModelOf = (modelId: string) => ModelSpec | null;
type MakeJob = (input: SubmitInput) => Promise<Result<JobRecord>>;

export type FitToRequest = SubmitInput &
  Progress & {
    /** Full path; made when missing. */
    readonly folder: string;
    readonly signal: AbortSignal;
  };

export type FitAnswer = {
  readonly plan: Plan;
  readonly image: { readonly path: string; readonly facts: Facts };
  readonly video: { readonly path: string; readonly facts: Facts };
};

export type Orders = {
  /** What a person should hear before these are sent; nothing is sent or written. */
  readonly spendCheck: (requests: readonly SubmitInput[]) => Promise<Result<SpendCheck>>;
  readonly submit: (input: SubmitInput & { readonly approvals?: Approvals }) => Promise<Result<Job>>;
  /** All of them or none: one that cannot be sent refuses the whole, and is named. */
  readonly submitBatch: (order: {
    readonly requests: readonly SubmitInput[];
    readonly stopAfter: number | null;
    readonly approvals?: Approvals;
  }) => ReturnType<Intake['submitBatch']>;
};

/** Makes the files that would be sent, without sending them. */
export type FitTo = (request: FitToRequest) => Promise<Result<FitAnswer>>;

/** A job as it would be written down; nothing is. */
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

/** What has to be known to make the files of a job. */
export const createFitWork =
  (deps: { readonly makeJob: MakeJob; readonly modelOf: ModelOf }) =>
  async (input: SubmitInput): Promise<Result<PrefitWork>> => {
    const job = await deps.makeJob(input);
    if (!job.ok) return job;
    const { image, video, plan, choices } = job.value;
    const model = deps.modelOf(choices.modelId);
    return model === null
      ? fail('model-unknown', { subject: choices.modelId })
      : ok({ image, video, plan, limits: fitLimits(model, choices) });
  };

export const createFitTo = (deps: {
  readonly makeJob: MakeJob;
  readonly modelOf: ModelOf;
  readonly media: Pick<Media, 'fit' | 'probe'>;
}): FitTo => {
  const { media } = deps;
  const fitWork = createFitWork(deps);
  return async ({ folder, signal, onProgress, ...input }) => {
    const work = await fitWork(input);
    if (!work.ok) return work;
    const { plan } = work.value;
    const fitted = await media.fit({ ...work.value, folder, signal, onProgress });
    if (!fitted.ok) return fitted;
    const { path: imagePath } = fitted.value.image;
    const { path: videoPath } = fitted.value.video;
    const [imageFacts, videoFacts] = await Promise.all([media.probe(imagePath), media.probe(videoPath)]);
    if (!imageFacts.ok) return imageFacts;
    if (!videoFacts.ok) return videoFacts;
    return ok({
      plan,
      image: { path: imagePath, facts: imageFacts.value },
      video: { path: videoPath, facts: videoFacts.value },
    });
  };
};

export const createOrders = (deps: {
  readonly makeJob: MakeJob;
  readonly modelOf: ModelOf;
  /** The name of an open file; null: it is not open any more. */
  readonly nameOf: (id: SourceId) => string | null;
  readonly canStart: (model: ModelSpec, links: PastedLinks) => Result<Record<string, never>>;
  readonly prefit: Pick<Prefit, 'want'>;
  readonly jobs: Intake;
}): Orders => {
  const { makeJob, modelOf, prefit, jobs } = deps;

  /** Judged before the files are read: what could not be sent however well it fits. */
  const canStart = ({ choices, links }: SubmitInput): Result<Record<string, never>> => {
    const model = modelOf(choices.modelId);
    return model === null ? fail('model-unknown', { subject: choices.modelId }) : deps.canStart(model, links);
  };

  /** In a batch a reason alone does not say which run it is about. */
  const naming = (input: SubmitInput, refused: Result<never>): Result<never> => {
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
      if (!job.ok) return naming(input, job);
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
      // What is being made for these very choices goes on; anything else makes way.
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
