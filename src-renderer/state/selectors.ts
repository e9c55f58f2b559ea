/** What can be computed from the store and is therefore not stored: the plan, the cost, why Generate must wait. */
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import type { Source } from '#contract/model/source.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { AppState, Draft, Mirror, Slot } from './store.ts';

export type OpenImage = Source & { readonly facts: ImageFacts };
export type OpenVideo = Source & { readonly facts: VideoFacts };

const opened = (slot: Slot): Source | null => (slot.kind === 'open' ? slot.source : null);

export const selectImage = (state: AppState): OpenImage | null => {
  const source = opened(state.draft.image);
  return source?.facts.kind === 'image' ? { ...source, facts: source.facts } : null;
};

export const selectVideo = (state: AppState): OpenVideo | null => {
  const source = opened(state.draft.video);
  return source?.facts.kind === 'video' ? { ...source, facts: source.facts } : null;
};

export const selectModel = (state: AppState): ModelSpec | null =>
  state.mirror.models.find((model) => model.id === state.draft.modelId) ?? state.mirror.models[0] ?? null;

/** A stand-in for the file that is still missing: it fits everything, so that each file is judged by itself. */
const anyImage: ImageFacts = {
  kind: 'image',
  container: 'png',
  isAnimated: false,
  sizeBytes: 1,
  width: 1000,
  height: 1000,
  rotationDeg: 0,
  hasAlpha: false,
  sha256: '0'.repeat(64),
};
const anyVideo: VideoFacts = {
  kind: 'video',
  container: 'mp4',
  durationSec: 5,
  fps: 30,
  isVariableFps: false,
  videoCodec: 'h264',
  pixelFormat: 'yuv420p',
  audioCodec: null,
  isHdr: false,
  isAnamorphic: false,
  sizeBytes: 1,
  width: 1000,
  height: 1000,
  rotationDeg: 0,
  hasAlpha: false,
  sha256: '0'.repeat(64),
};

const makePlan = (state: AppState): Plan | null => {
  const model = selectModel(state);
  const image = selectImage(state);
  const video = selectVideo(state);
  if (model === null || (image === null && video === null)) return null;
  const { orientation, trim, keepSound } = state.draft;
  // A model without prompts is sent none; what was typed stays for the next model.
  const prompt = model.options.prompt ? state.draft.prompt : '';
  return planFit({
    image: image?.facts ?? anyImage,
    video: video?.facts ?? anyVideo,
    model,
    choices: { orientation, trim: video ? trim : null, prompt, keepSound },
  });
};

/** The same draft always gives the very same plan, so that components can tell that nothing has changed. */
const plans = new WeakMap<Draft, { readonly models: Mirror['models']; readonly plan: Plan | null }>();

/** The plan for what is there; null while there is nothing to judge. */
export const selectPlan = (state: AppState): Plan | null => {
  const known = plans.get(state.draft);
  if (known?.models === state.mirror.models) return known.plan;
  const plan = makePlan(state);
  plans.set(state.draft, { models: state.mirror.models, plan });
  return plan;
};

/** null until there is a clip, whose length is what costs. */
export const selectEstimate = (state: AppState): Estimate | null => {
  const plan = selectPlan(state);
  const model = selectModel(state);
  return plan && model && selectVideo(state) ? estimateCost(model.price, plan.expected.outputSec) : null;
};

export type Blocker = 'character' | 'motion' | 'key' | 'impossible' | null;

/** Why Generate cannot be pressed yet; null when it can. */
export const selectBlocker = (state: AppState): Blocker => {
  if (selectImage(state) === null) return 'character';
  if (selectVideo(state) === null) return 'motion';
  if (selectPlan(state)?.verdict === 'impossible') return 'impossible';
  const model = selectModel(state);
  const key = state.mirror.keys.find((status) => status.provider === model?.provider);
  return model === null || (key !== undefined && !key.isSet) ? 'key' : null;
};
