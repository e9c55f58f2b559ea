/** Fits an image or a frame to the sides and aspect ratios that the provider accepts. */

export type Size = { readonly width: number; readonly height: number };
export type FrameLimits = {
  readonly minSidePx: number;
  readonly maxSidePx: number;
  /** Width divided by height. */
  readonly aspect: { readonly min: number; readonly max: number };
};

/** `draw`: size of the image itself; `canvas`: the whole frame, larger than `draw` only where edges are added. */
export type FramePlan = { readonly draw: Size; readonly canvas: Size };

/** The smallest canvas of an allowed aspect ratio around the image, before any scaling. */
const canvasFor = ({ width, height }: Size, aspect: FrameLimits['aspect']): Size => {
  const shape = width / height;
  if (shape > aspect.max) return { width, height: width / aspect.max };
  if (shape < aspect.min) return { width: height * aspect.min, height };
  return { width, height };
};

const scaleFor = (canvas: Size, { minSidePx, maxSidePx }: FrameLimits): number => {
  const shortSide = Math.min(canvas.width, canvas.height);
  const longSide = Math.max(canvas.width, canvas.height);
  if (longSide > maxSidePx) return maxSidePx / longSide;
  if (shortSide < minSidePx) return minSidePx / shortSide;
  return 1;
};

/**
 * The smallest change of the frame that fits. Sides are in pixels; with `isEven` every side is even, as H.264 in
 * yuv420p requires. A frame that fits is returned unchanged.
 */
export const planFrame = (image: Size, limits: FrameLimits, { isEven }: { isEven: boolean }): FramePlan => {
  const unit = isEven ? 2 : 1;
  const up = (value: number) => Math.ceil(value / unit - 1e-6) * unit;
  const down = (value: number) => Math.max(unit, Math.floor(value / unit + 1e-6) * unit);
  const near = (value: number) => Math.max(unit, Math.round(value / unit) * unit);

  /**
   * Rounding alone can exceed the limit of the aspect ratio, 1015 x 406 to 1016 x 406: then one side changes by one
   * more step.
   */
  const insideShape = ({ width, height }: Size): Size => {
    const { min, max } = limits.aspect;
    if (width / height > max) {
      const taller = up(width / max);
      return taller <= limits.maxSidePx ? { width, height: taller } : { width: down(height * max), height };
    }
    if (width / height < min) {
      const wider = up(height * min);
      return wider <= limits.maxSidePx ? { width: wider, height } : { width, height: down(width / min) };
    }
    return { width, height };
  };

  const canvas = canvasFor(image, limits.aspect);
  const scale = scaleFor(canvas, limits);
  const isPadded = canvas.width !== image.width || canvas.height !== image.height;
  const width = image.width * scale;
  const height = image.height * scale;
  const isLong = Math.max(canvas.width, canvas.height) * scale >= limits.maxSidePx;
  const round = isLong ? down : scale > 1 ? up : near;
  const draw = { width: round(width), height: round(height) };
  if (!isPadded) {
    const inside = insideShape(draw);
    return { draw: inside, canvas: inside };
  }
  // Rounded from the drawn sides, so that the aspect ratio stays within the limits.
  return {
    draw,
    canvas: {
      width: Math.max(draw.width, up(draw.height * limits.aspect.min)),
      height: Math.max(draw.height, up(draw.width / limits.aspect.max)),
    },
  };
};

/** The part of the upright image that is kept, in its pixels. */
export type Crop = Size & { readonly x: number; readonly y: number };

/**
 * The largest part with an allowed aspect ratio; null where the ratio is allowed already. `at`: its position, 0 at
 * the left or top, 1 at the right or bottom. With `isEven` position and sides are even, because yuv420p stores
 * colours for pairs of pixels.
 */
export const planCrop = (
  image: Size,
  { aspect }: Pick<FrameLimits, 'aspect'>,
  { at, isEven }: { readonly at: { readonly x: number; readonly y: number }; readonly isEven: boolean },
): Crop | null => {
  const shape = image.width / image.height;
  if (shape >= aspect.min && shape <= aspect.max) return null;
  const unit = isEven ? 2 : 1;
  const down = (value: number) => Math.max(unit, Math.floor(value / unit + 1e-6) * unit);
  const kept =
    shape > aspect.max
      ? { width: down(image.height * aspect.max), height: image.height }
      : { width: image.width, height: down(image.width / aspect.min) };
  const place = (spare: number, share: number) => Math.floor((spare * share) / unit + 1e-6) * unit;
  return {
    ...kept,
    x: place(image.width - kept.width, at.x),
    y: place(image.height - kept.height, at.y),
  };
};
