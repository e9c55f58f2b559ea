/** Makes the files that a job would send, without a job: before Generate is pressed, or into the caller's folder. */
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import { fitLimits, type Progress } from './artifacts.ts';
import type { MakeJob } from './jobs/submit.ts';
import type { Media } from './media/media.ts';
import type { PrefitWork } from './media/prefit.ts';

type ModelOf = (modelId: string) => ModelSpec | null;

export type FitToRequest = SubmitInput &
  Progress & {
    /** Full path; created when missing. */
    readonly folder: string;
    readonly signal: AbortSignal;
  };

export type FitAnswer = {
  readonly plan: Plan;
  readonly image: { readonly path: string; readonly facts: Facts };
  readonly video: { readonly path: string; readonly facts: Facts };
};

/** Makes the files that would be sent, without sending them. */
export type FitTo = (request: FitToRequest) => Promise<Result<FitAnswer>>;

/** The inputs of fitting: files, plan and limits. */
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
