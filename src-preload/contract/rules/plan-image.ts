/** The smallest change that makes an image fit: none, removing metadata only, or encoding it again. */
import type { Framing } from '../model/choices.ts';
import type { SeenImageFacts } from '../model/facts.ts';
import type { ImageLimits } from '../model/model-spec.ts';
import type { ImageStep, Reason, ReasonCode } from '../model/plan.ts';
import { planFrameSteps } from './plan-frame-steps.ts';
import { maxImageBytes } from './size.ts';

/** Reasons that removing metadata alone resolves ... */
const stripCodes: readonly ReasonCode[] = ['image-metadata'];
/** ... in files whose metadata is separate from the image data and can be removed without changing it. */
const stripContainers: readonly string[] = ['jpg', 'png'];

export type ImagePlan = { readonly steps: ImageStep[]; readonly upperBoundBytes: number };

export const planImage = (request: {
  readonly facts: SeenImageFacts;
  readonly limits: ImageLimits;
  readonly framing: Framing;
  readonly reasons: readonly Reason[];
}): ImagePlan => {
  const { facts, limits } = request;
  const codes = request.reasons.map((reason) => reason.code);
  if (codes.length === 0) return { steps: [{ kind: 'keep' }], upperBoundBytes: facts.sizeBytes };
  if (codes.every((code) => stripCodes.includes(code)) && stripContainers.includes(facts.container))
    return { steps: [{ kind: 'strip', because: codes }], upperBoundBytes: facts.sizeBytes };

  // A transparent image is padded with transparency.
  const framing: Framing =
    facts.hasAlpha && request.framing.kind === 'pad' ? { kind: 'pad', edge: 'plain' } : request.framing;
  const frame = planFrameSteps({ image: facts, limits, framing, isEven: false, codes });
  const { rotationDeg, isMirrored, hasAlpha } = facts;
  const container = hasAlpha || facts.container === 'png' ? 'png' : 'jpg';
  const maxBytes = limits.maxBytes.value;
  const turned = codes.filter((code) => code === 'image-rotated');
  return {
    steps: [
      ...(turned.length > 0 ? [{ kind: 'turn' as const, rotationDeg, isMirrored, because: turned }] : []),
      ...frame.steps,
      { kind: 'encode', container, maxBytes, because: codes },
    ],
    upperBoundBytes: maxImageBytes({ ...frame.canvas, hasAlpha, maxBytes }),
  };
};
