/** The saving by a slightly shorter video where a provider bills started steps. */
import type { Orientation, Trim } from '../model/choices.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import type { Estimate, Price } from '../model/price.ts';
import { begunSteps, estimateCost } from './cost.ts';

export type CostHint = {
  /** Reduction of the length, in seconds. */
  readonly shorterSec: number;
  /** In millionths of a US dollar. */
  readonly savesMicros: number;
  /** False where the price of the video at its current length extends the provider's table. */
  readonly isPublished: boolean;
  /** The part to use instead, from the same start to the end of a frame. */
  readonly trim: Trim;
};

/** A saving is suggested only up to this loss of length; the larger of the two limits applies. */
const maxCutSec = 1;
const maxCutShare = 0.1;
/** As in the other rules: times closer than this are equal. */
const sameSec = 0.001;
/** Tolerance, so that rounding does not drop a frame whose time is exact; in frames. */
const sameFrame = 1e-3;

/** The length of a billed step in seconds; null: billing is continuous, or there is no price. */
const stepOf = (price: Price): number | null => {
  if (price.kind === 'per-step') return price.stepSec;
  return price.kind === 'per-second' && price.rounding === 'second' ? 1 : null;
};

const lengthOf = ({ startSec, endSec }: Trim): number => endSec - startSec;
const microsOf = (estimate: Estimate): number => ('unknown' in estimate ? 0 : estimate.micros);

/** Up to the start of the last step; null where that step is fully used. */
const toLastStep = ({ startSec, endSec }: Trim, stepSec: number, fps: number): Trim | null => {
  const lengthSec = endSec - startSec;
  const edgeSec = (begunSteps(lengthSec, stepSec) - 1) * stepSec;
  const isUsedUp = lengthSec - edgeSec > stepSec - sameSec;
  if (edgeSec === 0 || isUsedUp) return null;
  return { startSec, endSec: Math.floor((startSec + edgeSec) * fps + sameFrame) / fps };
};

/** `window`: the part that would be sent, from the plan; `fps`: of the video. */
export const costHint = (request: {
  readonly model: Pick<ModelSpec, 'price' | 'video' | 'output'>;
  readonly orientation: Orientation;
  readonly window: Trim;
  readonly fps: number;
}): CostHint | null => {
  const { model, orientation, window, fps } = request;
  const stepSec = stepOf(model.price);
  // A shorter video does not shorten a result of a fixed length.
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
