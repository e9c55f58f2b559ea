/** The steps that change a frame: crop, scale and pad. */
import type { Framing } from '../model/choices.ts';
import type { ImageLimits, VideoLimits } from '../model/model-spec.ts';
import type { ReasonCode } from '../model/plan.ts';
import { type FrameLimits, planCrop, planFrame, type Size } from './frame.ts';

const sizeCodes: readonly ReasonCode[] = [
  'image-side-too-short',
  'image-side-too-long',
  'video-side-too-short',
  'video-side-too-long',
  'video-not-square-pixels',
  'video-odd-side',
];
const shapeCodes: readonly ReasonCode[] = ['image-aspect', 'video-aspect'];

export const frameLimits = (limits: ImageLimits | VideoLimits): FrameLimits => ({
  minSidePx: limits.minSidePx.value,
  maxSidePx: limits.maxSidePx.value,
  aspect: limits.aspect.value,
});

const isSame = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** The same limits with a long side short enough for `maxPixels`, as far as the limit of the short side allows it. */
const tighter = (canvas: Size, limits: FrameLimits, maxPixels: number): FrameLimits => {
  const pixels = canvas.width * canvas.height;
  if (pixels <= maxPixels) return limits;
  const minimum = limits.minSidePx / Math.min(canvas.width, canvas.height);
  const scale = Math.min(1, Math.max(minimum, Math.sqrt(maxPixels / pixels)));
  return { ...limits, maxSidePx: Math.round(Math.max(canvas.width, canvas.height) * scale) };
};

/**
 * `image`: as displayed, upright. `maxPixels`: above this the bit rate is too low for the pixels (see size.ts).
 * Returns the steps and the resulting sides.
 */
export const planFrameSteps = (request: {
  readonly image: Size;
  readonly limits: ImageLimits | VideoLimits;
  readonly framing: Framing;
  readonly isEven: boolean;
  readonly codes: readonly ReasonCode[];
  readonly maxPixels?: number;
}) => {
  const { image, framing, isEven, codes, maxPixels = Number.POSITIVE_INFINITY } = request;
  const limits = frameLimits(request.limits);
  const cropped = framing.kind === 'crop' ? planCrop(image, limits, { at: framing, isEven }) : null;
  const kept = cropped ?? image;
  const roomy = planFrame(kept, limits, { isEven });
  const { draw, canvas } = planFrame(kept, tighter(roomy.canvas, limits, maxPixels), { isEven });
  const isSmaller = !isSame(canvas, roomy.canvas);
  const forShape = codes.filter((code) => shapeCodes.includes(code));
  const forSize = codes.filter(
    (code) => sizeCodes.includes(code) || (isSmaller && code === 'video-too-large'),
  );
  const edge = framing.kind === 'pad' ? framing.edge : 'plain';
  return {
    canvas,
    steps: [
      ...(cropped ? [{ kind: 'crop' as const, ...cropped, because: forShape }] : []),
      ...(isSame(draw, kept) ? [] : [{ kind: 'scale' as const, ...draw, because: forSize }]),
      ...(isSame(canvas, draw) ? [] : [{ kind: 'pad' as const, edge, ...canvas, because: forShape }]),
    ],
  };
};
