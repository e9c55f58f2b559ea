/** What can be computed from the store and is therefore not stored: the plan, the cost, why Generate must wait. */
import type { SubmitInput } from '#contract/ipc.ts';
import { modelIdSchema, type Trim } from '#contract/model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Source } from '#contract/model/source.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { fittingImage, fittingVideo } from './fitting-files.ts';
import type { AppState, Draft, Mirror, ScanLook, Slot } from './store.ts';

export type OpenImage = Source & { readonly facts: SeenImageFacts };
export type OpenVideo = Source & { readonly facts: SeenVideoFacts };

/** What a draft is judged against. */
type Judges = Pick<Mirror, 'models' | 'keys' | 'scans'>;

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
export const modelOf = (
  { models, keys }: Pick<Judges, 'models' | 'keys'>,
  { modelId }: Draft,
): ModelSpec | null => {
  const isPaidFor = (model: ModelSpec) =>
    model.canRun && keys.some(({ provider, isSet }) => provider === model.provider && isSet);
  return (
    models.find(({ id }) => id === modelId) ??
    models.find(isPaidFor) ??
    models.find((model) => model.canRun && !lacksKey(model, keys)) ??
    models[0] ??
    null
  );
};

/** Two times closer than this are the same, as in the rules. */
const sameSec = 0.001;

/** The part that is taken while nobody has chosen one: the best of a clip that is too long; null: not needed, or not known. */
export const bestPartOf = (judges: Judges, draft: Draft): Trim | null => {
  const model = modelOf(judges, draft);
  const video = videoOf(draft);
  if (model === null || video === null || draft.trim !== null) return null;
  const limits = windowLimits(model.video, draft.orientation);
  if (video.facts.durationSec <= limits.maxSec + sameSec) return null;
  const look = judges.scans[video.id];
  const [best] = look?.kind === 'done' ? look.best(limits) : [];
  return best ? { startSec: best.startSec, endSec: best.endSec } : null;
};

/** The plan for what is there, so that a file is judged before the other has come; null without any. */
export const planOf = (judges: Judges, draft: Draft): Plan | null => {
  const model = modelOf(judges, draft);
  const image = imageOf(draft);
  const video = videoOf(draft);
  if (model === null || (image === null && video === null)) return null;
  const { orientation, keepSound, framing } = draft;
  return planFit({
    image: image?.facts ?? fittingImage(model),
    video: video?.facts ?? fittingVideo(model),
    model,
    choices: {
      orientation,
      trim: video ? (draft.trim ?? bestPartOf(judges, draft)) : null,
      // A model without prompts is sent none; what was typed stays for the next model.
      prompt: model.options.prompt ? draft.prompt : '',
      keepSound,
      framing,
    },
  });
};

export const selectImage = (state: AppState): OpenImage | null => imageOf(state.draft);
export const selectVideo = (state: AppState): OpenVideo | null => videoOf(state.draft);
export const selectModel = (state: AppState): ModelSpec | null => modelOf(state.mirror, state.draft);

/** What is known of the open clip's motion; null without a clip, and before the look has begun. */
export const selectScanLook = ({ mirror, draft }: AppState): ScanLook | null => {
  const video = videoOf(draft);
  return video ? (mirror.scans[video.id] ?? null) : null;
};

/** The part that was chosen for the person, because the clip is too long; null where they chose, or none is known. */
export const selectBestPart = ({ mirror, draft }: AppState): Trim | null => bestPartOf(mirror, draft);

/** The run as it would be sent now, with every choice made explicit; null while a file or a model lacks. */
export const selectRequest = ({ mirror, draft }: AppState): SubmitInput | null => {
  const image = imageOf(draft);
  const video = videoOf(draft);
  const model = modelOf(mirror, draft);
  const plan = planOf(mirror, draft);
  if (image === null || video === null || model === null || plan === null) return null;
  const { orientation, trim, prompt, keepSound, framing } = draft;
  const { window } = plan;
  const isWhole = window.startSec < sameSec && window.endSec > video.facts.durationSec - sameSec;
  return {
    imageId: image.id,
    videoId: video.id,
    choices: {
      modelId: modelIdSchema.parse(model.id),
      orientation,
      // What is shown is what is sent, even if a better part is found a moment later.
      trim: trim ?? (isWhole ? null : window),
      prompt: model.options.prompt ? prompt : '',
      keepSound,
      framing,
    },
  };
};

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
  | 'cannot-run'
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
  if (!model.canRun) return 'cannot-run';
  if (planOf(mirror, draft)?.verdict === 'impossible') return 'impossible';
  return lacksKey(model, mirror.keys) ? 'key' : null;
};
