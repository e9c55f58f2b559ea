/** From two open files and a person's choices to a job, or to the files that a job would send. */
import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SubmitInput } from '#contract/ipc.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { HostingStatus, PastedLinks } from '#contract/model/hosting.ts';
import type { Job } from '#contract/model/job.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import { planHanding } from '#contract/rules/handing.ts';
import { newJob } from './jobs/new-job.ts';
import type { Progress } from './jobs/ports.ts';
import type { JobRecord } from './jobs/record.ts';
import type { FitAhead } from './media/ahead.ts';
import type { Media } from './media/media.ts';
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
  readonly submit: (input: SubmitInput) => Promise<Result<Job>>;
  /** Makes the files that would be sent, without sending them. */
  readonly fitTo: (request: FitToRequest) => Promise<Result<FitAnswer>>;
};

/** A job as it would be written down; nothing is. */
export const createMakeJob =
  (deps: { readonly sources: Sources; readonly modelOf: ModelOf; readonly now: () => Date }): MakeJob =>
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

/** Asked before anything is fitted: a file that nothing could ever get to the model. */
const fileWithoutWay = (
  model: ModelSpec,
  links: PastedLinks,
  hosting: HostingStatus,
): 'image' | 'video' | null => {
  const isMissing = (file: 'image' | 'video') =>
    planHanding({ model, file, sizeBytes: 1, pastedUrl: links[file], hosting }).kind === 'missing';
  if (isMissing('image')) return 'image';
  return isMissing('video') ? 'video' : null;
};

export const createOrders = (deps: {
  readonly makeJob: MakeJob;
  readonly modelOf: ModelOf;
  /** Whether the provider needs a key that nobody has set. */
  readonly lacksKey: (provider: ProviderId) => boolean;
  readonly hosting: () => HostingStatus;
  readonly fitAhead: Pick<FitAhead, 'want'>;
  readonly jobs: { readonly submit: (record: JobRecord) => Promise<Result<Job>> };
  readonly media: Pick<Media, 'fit' | 'probe'>;
}): Orders => {
  const { makeJob, modelOf, fitAhead, jobs, media } = deps;
  return {
    submit: async (input) => {
      const model = modelOf(input.choices.modelId);
      if (model !== null && deps.lacksKey(model.provider))
        return fail('key-missing', { subject: model.provider });
      const lacking = model === null ? null : fileWithoutWay(model, input.links, deps.hosting());
      if (model !== null && lacking !== null) return fail('hosting-missing', { subject: model.provider });
      // What is being made for these very choices goes on; anything else makes way.
      fitAhead.want(input);
      const job = await makeJob(input);
      return job.ok ? jobs.submit(job.value) : job;
    },
    fitTo: async ({ folder, signal, onProgress, ...input }) => {
      const job = await makeJob(input);
      if (!job.ok) return job;
      const { image, video, plan } = job.value;
      const fitted = await media.fit({ image, video, plan, folder, signal, onProgress });
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
    },
  };
};
