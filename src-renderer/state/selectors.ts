/** Values derived from the store: plan, cost, delivery, why Generate is disabled. */
import type { SubmitInput } from '#contract/calls.ts';
import { type Choices, modelIdSchema, type Trim } from '#contract/model/choices.ts';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import type { Source } from '#contract/model/source.ts';
import { canStart, lacksKey } from '#contract/rules/can-start.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { deliveryWithKeyOf } from '#contract/rules/delivery.ts';
import { onlyTaken } from '#contract/rules/limits.ts';
import { planFit } from '#contract/rules/plan.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { hasBadLink, type JobDelivery, linksFor, planJobDelivery } from './delivery.ts';
import { fittingImage, fittingVideo } from './fitting-files.ts';
import { type AppState, type Draft, heldBy, type Mirror, type ScanStatus } from './store.ts';

/** Computes again only when an argument differs from that of the last call. */
const memoizeLast = <Args extends readonly unknown[], Value>(
  compute: (...args: Args) => Value,
): ((...args: Args) => Value) => {
  let last: { readonly args: Args; readonly value: Value } | null = null;
  return (...args) => {
    const isSame = last?.args.every((arg, index) => Object.is(arg, args[index])) ?? false;
    if (last === null || !isSame) last = { args, value: compute(...args) };
    return last.value;
  };
};

export type OpenImage = Source & { readonly facts: SeenImageFacts };
export type OpenVideo = Source & { readonly facts: SeenVideoFacts };

/** What a draft is judged against. */
type Judges = Pick<Mirror, 'models' | 'keys' | 'scans'>;

const imageOf = ({ image }: Draft): OpenImage | null => {
  const source = heldBy(image);
  return source?.facts.kind === 'image' ? { ...source, facts: source.facts } : null;
};

const videoOf = ({ video }: Draft): OpenVideo | null => {
  const source = heldBy(video);
  return source?.facts.kind === 'video' ? { ...source, facts: source.facts } : null;
};

/** The chosen model; before a choice, one whose key was set, or one that needs none. */
export const modelOf = (
  { models, keys }: Pick<Judges, 'models' | 'keys'>,
  { modelId }: Draft,
): ModelSpec | null => {
  const isPaidFor = (model: ModelSpec) =>
    keys.some(({ provider, isSet }) => provider === model.provider && isSet);
  return (
    models.find(({ id }) => id === modelId) ??
    models.find(isPaidFor) ??
    models.find((model) => !lacksKey(model, keys)) ??
    models[0] ??
    null
  );
};

/** Times closer than this are equal, as in the rules. */
const sameSec = 0.001;

/** The best part of a video that is longer than the model accepts; null: not needed, or not known. */
const bestFor = (
  { scans }: Pick<Judges, 'scans'>,
  { model, video, orientation }: { model: ModelSpec; video: OpenVideo; orientation: Draft['orientation'] },
): Trim | null => {
  const limits = windowLimits(model.video, orientation);
  if (video.facts.durationSec <= limits.maxSec + sameSec) return null;
  const scan = scans[video.id];
  const [best] = scan?.kind === 'done' ? scan.best(limits) : [];
  return best ? { startSec: best.startSec, endSec: best.endSec } : null;
};

/**
 * The part that is used while none is chosen: the best one of a video that is too long; null: not needed, or not
 * known.
 */
export const bestPartOf = (judges: Judges, draft: Draft): Trim | null => {
  const model = modelOf(judges, draft);
  const video = videoOf(draft);
  if (model === null || video === null || draft.trim !== null || draft.isTrimHeld) return null;
  return bestFor(judges, { model, video, orientation: draft.orientation });
};

/** A better part than the one held since before the scan ended; null: none, or none is known. */
export const offeredPartOf = (judges: Judges, draft: Draft): Trim | null => {
  const model = modelOf(judges, draft);
  const video = videoOf(draft);
  if (model === null || video === null || !draft.isTrimHeld) return null;
  const best = bestFor(judges, { model, video, orientation: draft.orientation });
  const window = planOf(judges, draft)?.window;
  const frameSec = 1 / video.facts.fps;
  const isShown =
    best !== null &&
    window !== undefined &&
    Math.abs(best.startSec - window.startSec) < frameSec / 2 &&
    Math.abs(best.endSec - window.endSec) < frameSec / 2;
  return isShown ? null : best;
};

/** Texts that the model does not support are not sent; they stay for the next model. */
const decided = (
  { orientation, prompt, negativePrompt, keepAudio, framing }: Draft,
  model: ModelSpec,
): Omit<Choices, 'modelId' | 'trim'> =>
  onlyTaken({ orientation, prompt, negativePrompt, keepAudio, framing }, model);

const computePlan = memoizeLast(
  (models: Judges['models'], keys: Judges['keys'], scans: Judges['scans'], draft: Draft): Plan | null => {
    const judges = { models, keys, scans };
    const model = modelOf(judges, draft);
    const image = imageOf(draft);
    const video = videoOf(draft);
    if (model === null || (image === null && video === null)) return null;
    return planFit({
      image: image?.facts ?? fittingImage(model),
      video: video?.facts ?? fittingVideo(model),
      model,
      choices: {
        ...decided(draft, model),
        trim: video ? (draft.trim ?? bestPartOf(judges, draft)) : null,
      },
    });
  },
);

/**
 * The plan for the open files, so that one file is judged before the other is chosen; null without any. Computed once
 * per change: all components and selectors get the same object until one of its inputs changes.
 */
export const planOf = ({ models, keys, scans }: Judges, draft: Draft): Plan | null =>
  computePlan(models, keys, scans, draft);

export const selectImage = (state: AppState): OpenImage | null => imageOf(state.draft);
export const selectVideo = (state: AppState): OpenVideo | null => videoOf(state.draft);
export const selectModel = (state: AppState): ModelSpec | null => modelOf(state.mirror, state.draft);
export const selectPlan = ({ mirror, draft }: AppState): Plan | null => planOf(mirror, draft);

/** The scan of the open video; null without a video, and before the scan has begun. */
export const selectScanStatus = ({ mirror, draft }: AppState): ScanStatus | null => {
  const video = videoOf(draft);
  return video ? (mirror.scans[video.id] ?? null) : null;
};

/**
 * The part selected automatically, because the video is too long; null where the user chose one, or none is known.
 */
export const selectBestPart = ({ mirror, draft }: AppState): Trim | null => bestPartOf(mirror, draft);

export const selectOfferedPart = ({ mirror, draft }: AppState): Trim | null => offeredPartOf(mirror, draft);

/** Whether the scan of the open video is still running and may find another best part. */
export const isScanPending = (state: AppState): boolean =>
  selectVideo(state) !== null && selectScanStatus(state)?.kind !== 'done';

/** The run as it would be sent now, with every choice made explicit; null while a file or a model is missing. */
export const selectRequest = (state: AppState): SubmitInput | null => {
  const { mirror, draft } = state;
  const image = imageOf(draft);
  const video = videoOf(draft);
  const model = modelOf(mirror, draft);
  const plan = selectPlan(state);
  if (image === null || video === null || model === null || plan === null) return null;
  const { window } = plan;
  const isWhole = window.startSec < sameSec && window.endSec > video.facts.durationSec - sameSec;
  return {
    imageId: image.id,
    videoId: video.id,
    choices: {
      ...decided(draft, model),
      modelId: modelIdSchema.parse(model.id),
      // The part that is shown is sent, even if a better one is found a moment later.
      trim: draft.trim ?? (isWhole ? null : window),
    },
    links: linksFor(model, draft.links),
  };
};

/** null until there is a video, whose length determines the cost. */
export const selectEstimate = (state: AppState): Estimate | null => {
  const plan = selectPlan(state);
  const model = selectModel(state);
  return plan && model && selectVideo(state) ? estimateCost(model.price, plan.expected.outputSec) : null;
};

const computeDelivery = memoizeLast(
  (
    model: ModelSpec,
    plan: Plan,
    keys: Mirror['keys'],
    deliverySetup: DeliveryStatus,
    prefit: Mirror['prefit'],
    draft: Draft,
  ): JobDelivery => {
    const files = (['image', 'video'] as const).filter((file) => heldBy(draft[file]) !== null);
    // An obstacle that the missing key would remove is not reported beside it.
    const withKey = lacksKey(model, keys) ? deliveryWithKeyOf(model.provider, deliverySetup) : deliverySetup;
    return planJobDelivery({ model, plan, deliverySetup: withKey, links: draft.links, prefit, files });
  },
);

/** Delivery of the current files; null without any file, and before the delivery status is known. */
export const selectDelivery = (state: AppState): JobDelivery | null => {
  const { deliverySetup, prefit, keys } = state.mirror;
  const model = selectModel(state);
  const plan = selectPlan(state);
  if (deliverySetup === null || model === null || plan === null) return null;
  return computeDelivery(model, plan, keys, deliverySetup, prefit, state.draft);
};

/** Whether the chosen model's provider needs a key that is not set. */
export const selectLacksKey = (state: AppState): boolean => {
  const model = selectModel(state);
  return model !== null && lacksKey(model, state.mirror.keys);
};

export type Blocker =
  | 'offline'
  | 'reading'
  | 'both-files'
  | 'character'
  | 'motion'
  | 'model'
  | 'impossible'
  | 'link'
  | 'key'
  | 'delivery'
  | null;

/** Why Generate is disabled; null when it is enabled. */
export const selectBlocker = (state: AppState): Blocker => {
  const { mirror, draft } = state;
  if (!mirror.isOnline) return 'offline';
  if (draft.image.kind === 'reading' || draft.video.kind === 'reading') return 'reading';
  const image = imageOf(draft);
  const video = videoOf(draft);
  if (!image) return video ? 'character' : 'both-files';
  if (!video) return 'motion';
  const model = modelOf(mirror, draft);
  if (!model) return 'model';
  if (selectPlan(state)?.verdict === 'impossible') return 'impossible';
  if (hasBadLink(model, draft.links)) return 'link';
  const planned = selectDelivery(state);
  const files = [planned?.image, planned?.video].flatMap((file) => (file ? [file.delivery] : []));
  const { deliverySetup, keys } = mirror;
  const startable = canStart(model, keys, deliverySetup && { deliverySetup, files });
  if (startable.ok) return null;
  return startable.error.code === 'key-missing' ? 'key' : 'delivery';
};
