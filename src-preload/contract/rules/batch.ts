/**
 * A batch before it is submitted: every image with every video at every model, each judged and priced, and the total
 * cost.
 */
import type { Choices, Orientation, Trim } from '../model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '../model/facts.ts';
import type { ModelSpec, ProviderId } from '../model/model-spec.ts';
import type { Plan } from '../model/plan.ts';
import type { Estimate } from '../model/price.ts';
import type { BestWindow } from '../model/scan.ts';
import { estimateCost } from './cost.ts';
import { onlyTaken } from './limits.ts';
import { planFit } from './plan.ts';
import { windowLimits } from './window.ts';

/** Times closer than this are equal, as in the other rules. */
const sameSec = 0.001;

export type BatchVideo = {
  readonly facts: SeenVideoFacts;
  /**
   * The best windows found by the scan for these limits, best first; null: the video was not scanned, or not
   * completely.
   */
  readonly best: ((limits: ReturnType<typeof windowLimits>) => readonly BestWindow[]) | null;
};

/** Decided once for the whole batch. */
export type BatchChoices = Pick<
  Choices,
  'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing'
>;

export type BatchCell = {
  /** Index of the requested image and video, from 0. */
  readonly imageAt: number;
  readonly videoAt: number;
  readonly model: ModelSpec;
  readonly plan: Plan;
  readonly estimate: Estimate;
  /** The run as it would be submitted: the choices of the plan, with the selected part made explicit. */
  readonly choices: Choices;
};

/** Whether the video is longer than the model accepts, so that a part must be selected. */
export const needsPart = (
  { durationSec }: Pick<SeenVideoFacts, 'durationSec'>,
  { video }: Pick<ModelSpec, 'video'>,
  orientation: Orientation,
): boolean => durationSec > windowLimits(video, orientation).maxSec + sameSec;

const bestPart = ({ facts, best }: BatchVideo, model: ModelSpec, orientation: Orientation): Trim | null => {
  if (best === null || !needsPart(facts, model, orientation)) return null;
  const [first] = best(windowLimits(model.video, orientation));
  return first ? { startSec: first.startSec, endSec: first.endSec } : null;
};

type Judged = Omit<BatchCell, 'imageAt' | 'videoAt'>;

const judge = (run: {
  readonly image: SeenImageFacts;
  readonly video: BatchVideo;
  readonly model: ModelSpec;
  readonly choices: BatchChoices;
}): Judged => {
  const { image, video, model } = run;
  const taken = onlyTaken(run.choices, model);
  const trim = bestPart(video, model, taken.orientation);
  const plan = planFit({ image, video: video.facts, model, choices: { ...taken, trim } });
  const { window, expected } = plan;
  const isWhole = window.startSec < sameSec && window.endSec > video.facts.durationSec - sameSec;
  return {
    model,
    plan,
    estimate: estimateCost(model.price, expected.outputSec),
    choices: { ...taken, modelId: model.id, trim: isWhole ? null : window },
  };
};

/** Ordered by models as given, then images, then videos. */
export const planBatch = (request: {
  readonly images: readonly SeenImageFacts[];
  readonly videos: readonly BatchVideo[];
  readonly models: readonly ModelSpec[];
  readonly choices: BatchChoices;
}): readonly BatchCell[] => {
  const { images, videos, models, choices } = request;
  return models.flatMap((model) =>
    images.flatMap((image, imageAt) =>
      videos.map((video, videoAt) => ({ imageAt, videoAt, ...judge({ image, video, model, choices }) })),
    ),
  );
};

export const isPossible = ({ plan }: Pick<BatchCell, 'plan'>): boolean => plan.verdict !== 'impossible';

export type BatchSum = {
  readonly runs: number;
  /** Of the runs with a known price, in millionths of a US dollar. */
  readonly knownMicros: number;
  readonly unknownRuns: number;
};
export type BatchTotal = BatchSum & {
  /** In the order of the runs. */
  readonly byProvider: readonly (BatchSum & { readonly provider: ProviderId })[];
};

type Priced = {
  readonly model: Pick<ModelSpec, 'provider'>;
  readonly estimate: Estimate;
};

const sumOf = (runs: readonly Priced[]): BatchSum => ({
  runs: runs.length,
  knownMicros: runs.reduce((sum, { estimate }) => sum + ('micros' in estimate ? estimate.micros : 0), 0),
  unknownRuns: runs.filter(({ estimate }) => 'unknown' in estimate).length,
});

export const batchTotal = (runs: readonly Priced[]): BatchTotal => {
  const providers = [...new Set(runs.map(({ model }) => model.provider))];
  return {
    ...sumOf(runs),
    byProvider: providers.map((provider) => ({
      provider,
      ...sumOf(runs.filter(({ model }) => model.provider === provider)),
    })),
  };
};
