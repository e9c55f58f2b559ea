/** What a slightly shorter clip would save where a provider bills begun steps. */
import type { Orientation, Trim } from '../model/choices.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import type { Estimate, Price } from '../model/price.ts';
import { begunSteps, estimateCost } from './cost.ts';

export type CostHint = {
  /** By how much shorter, in seconds. */
  readonly shorterSec: number;
  /** In millionths of a US dollar. */
  readonly savesMicros: number;
  /** False where the price of the clip as it is now is our own reading. */
  readonly isPublished: boolean;
  /** The part to take instead, from the same start to the end of a frame. */
  readonly trim: Trim;
};

/** Nobody gives up more of a clip for a little money: the larger of the two counts. */
const maxCutSec = 1;
const maxCutShare = 0.1;
/** As in the other rules: two times closer than this are the same. */
const sameSec = 0.001;
/** Rounding of a time that is a frame's already must not cost that frame; in frames. */
const sameFrame = 1e-3;

/** The seconds that are billed together; null: each moment counts for itself, or none does. */
const stepOf = (price: Price): number | null => {
  if (price.kind === 'per-step') return price.stepSec;
  return price.kind === 'per-second' && price.rounding === 'second' ? 1 : null;
};

const lengthOf = ({ startSec, endSec }: Trim): number => endSec - startSec;
const microsOf = (estimate: Estimate): number => ('unknown' in estimate ? 0 : estimate.micros);

/** Up to where the last step begins; null where that step is used up. */
const toLastStep = ({ startSec, endSec }: Trim, stepSec: number, fps: number): Trim | null => {
  const lengthSec = endSec - startSec;
  const edgeSec = (begunSteps(lengthSec, stepSec) - 1) * stepSec;
  const isUsedUp = lengthSec - edgeSec > stepSec - sameSec;
  if (edgeSec === 0 || isUsedUp) return null;
  return { startSec, endSec: Math.floor((startSec + edgeSec) * fps + sameFrame) / fps };
};

/** `window`: the part that would be sent, as the plan has it; `fps`: of the clip. */
export const costHint = (request: {
  readonly model: Pick<ModelSpec, 'price' | 'video' | 'output'>;
  readonly orientation: Orientation;
  readonly window: Trim;
  readonly fps: number;
}): CostHint | null => {
  const { model, orientation, window, fps } = request;
  const stepSec = stepOf(model.price);
  // A result of a fixed length gets no shorter by a shorter clip.
  if (stepSec === null || model.output[orientation].kind === 'fixed') return null;
  const trim = toLastStep(window, stepSec, fps);
  if (trim === null || lengthOf(trim) < model.video.minSec.value - sameSec) return null;
  const lengthSec = lengthOf(window);
  const shorterSec = lengthSec - lengthOf(trim);
  if (shorterSec > Math.max(maxCutSec, lengthSec * maxCutShare) + sameSec) return null;
  const before = estimateCost(model.price, lengthSec);
  return {
    shorterSec,
    savesMicros: microsOf(before) - microsOf(estimateCost(model.price, lengthOf(trim))),
    isPublished: !('caveat' in before && before.caveat === 'our-reading'),
    trim,
  };
};
