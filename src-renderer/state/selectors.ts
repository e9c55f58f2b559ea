/** What can be computed from the store and is therefore not stored: the plan, the cost, why Generate must wait. */
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Source } from '#contract/model/source.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fittingImage, fittingVideo } from './fitting-files.ts';
import type { AppState, Draft, Mirror, Slot } from './store.ts';

export type OpenImage = Source & { readonly facts: ImageFacts };
export type OpenVideo = Source & { readonly facts: VideoFacts };

/** What a draft is judged against. */
type Judges = Pick<Mirror, 'models' | 'keys'>;

const held = (slot: Slot): Source | null => {
  if (slot.kind === 'open') return slot.source;
  return slot.kind === 'reading' ? slot.before : null;
};

const imageOf = ({ image }: Draft): OpenImage | null => {
  const source = held(image);
  return source?.facts.kind === 'image' ? { ...source, facts: source.facts } : null;
};

const videoOf = ({ video }: Draft): OpenVideo | null => {
  const source = held(video);
  return source?.facts.kind === 'video' ? { ...source, facts: source.facts } : null;
};

/** Providers that need no key have no status. */
const lacksKey = (model: ModelSpec, keys: readonly KeyStatus[]): boolean =>
  keys.some(({ provider, isSet }) => provider === model.provider && !isSet);

/** The chosen one; until somebody chooses, one whose key was set, or one that needs none. */
export const modelOf = ({ models, keys }: Judges, { modelId }: Draft): ModelSpec | null => {
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

/** The plan for what is there, so that a file is judged before the other has come; null without any. */
export const planOf = (judges: Judges, draft: Draft): Plan | null => {
  const model = modelOf(judges, draft);
  const image = imageOf(draft);
  const video = videoOf(draft);
  if (model === null || (image === null && video === null)) return null;
  const { orientation, trim, keepSound } = draft;
  return planFit({
    image: image?.facts ?? fittingImage(model),
    video: video?.facts ?? fittingVideo(model),
    model,
    choices: {
      orientation,
      trim: video ? trim : null,
      // A model without prompts is sent none; what was typed stays for the next model.
      prompt: model.options.prompt ? draft.prompt : '',
      keepSound,
    },
  });
};

export const selectImage = (state: AppState): OpenImage | null => imageOf(state.draft);
export const selectVideo = (state: AppState): OpenVideo | null => videoOf(state.draft);
export const selectModel = (state: AppState): ModelSpec | null => modelOf(state.mirror, state.draft);

/** null until there is a clip, whose length is what costs. */
export const selectEstimate = (state: AppState): Estimate | null => {
  const plan = planOf(state.mirror, state.draft);
  const model = selectModel(state);
  return plan && model && selectVideo(state) ? estimateCost(model.price, plan.expected.outputSec) : null;
};

export type Blocker =
  | 'offline'
  | 'reading'
  | 'both-files'
  | 'character'
  | 'motion'
  | 'model'
  | 'impossible'
  | 'key'
  | null;

/** Why Generate cannot be pressed yet; null when it can. */
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
  if (planOf(mirror, draft)?.verdict === 'impossible') return 'impossible';
  return lacksKey(model, mirror.keys) ? 'key' : null;
};
