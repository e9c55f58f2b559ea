import { describe, expect, it } from 'vitest';
import { type FrameLimits, planCrop, planFrame, type Size } from '#contract/rules/frame.ts';

const defaults: FrameLimits = { minSidePx: 340, maxSidePx: 3850, aspect: { min: 0.4, max: 2.5 } };
const manyLimits: readonly FrameLimits[] = [
  defaults,
  { minSidePx: 300, maxSidePx: 65536, aspect: { min: 0.4, max: 2.5 } },
  { minSidePx: 341, maxSidePx: 3849, aspect: { min: 0.4, max: 2.5 } },
  { minSidePx: 720, maxSidePx: 2160, aspect: { min: 9 / 16, max: 16 / 9 } },
  { minSidePx: 256, maxSidePx: 1000, aspect: { min: 0.417, max: 2.39 } },
  { minSidePx: 100, maxSidePx: 4096, aspect: { min: 0.999, max: 1.001 } },
];

const sides = [1, 2, 3, 7, 16, 99, 135, 136, 137, 239, 240, 299, 300, 338, 339, 340, 341, 342, 359, 360, 719];
const longSides = [720, 721, 849, 850, 851, 999, 1080, 1081, 1920, 2159, 3849, 3850, 3851, 4000, 5003, 7680];
const lengths = [...sides, ...longSides, 16383, 16384];
const everySize: readonly Size[] = lengths.flatMap((width) => lengths.map((height) => ({ width, height })));

/** The rules that a plan violates; empty where it is correct. */
const wrongs = (image: Size, limits: FrameLimits, isEven: boolean): readonly string[] => {
  const { draw, canvas } = planFrame(image, limits, { isEven });
  const sidesOf = [draw.width, draw.height, canvas.width, canvas.height];
  const shape = canvas.width / canvas.height;
  const isWide = image.width >= image.height;
  // Derived from the longer side, where a pixel of rounding has the smallest effect.
  const scale = isWide ? draw.width / image.width : draw.height / image.height;
  const unit = isEven ? 2 : 1;
  const checks: readonly (readonly [boolean, string])[] = [
    [sidesOf.every((side) => Number.isInteger(side) && side >= unit && side % unit === 0), 'whole sides'],
    [Math.min(canvas.width, canvas.height) >= limits.minSidePx, 'canvas too short'],
    [Math.max(canvas.width, canvas.height) <= limits.maxSidePx, 'canvas too long'],
    [shape >= limits.aspect.min && shape <= limits.aspect.max, `shape ${shape}`],
    [draw.width <= canvas.width && draw.height <= canvas.height, 'drawn over the edge'],
    // A drawn side may differ by rounding, by at most one unit.
    [Math.abs(draw.width - image.width * scale) <= 2 * unit, 'width distorted'],
    [Math.abs(draw.height - image.height * scale) <= 2 * unit, 'height distorted'],
  ];
  return checks
    .filter(([isRight]) => !isRight)
    .map(([, what]) => `${what}: ${JSON.stringify({ image, limits, draw, canvas })}`);
};

describe('frame of an image or video', () => {
  it('is within the limits of side and aspect ratio for any size', () => {
    const found = manyLimits.flatMap((limits) =>
      everySize.flatMap((size) => [...wrongs(size, limits, false), ...wrongs(size, limits, true)]),
    );
    expect(found.slice(0, 5)).toEqual([]);
  });

  it('is unchanged where it fits', () => {
    const fitting = everySize.filter(
      ({ width, height }) =>
        Math.min(width, height) >= 340 &&
        Math.max(width, height) <= 3850 &&
        width / height >= 0.4 &&
        width / height <= 2.5,
    );
    expect(fitting.length).toBeGreaterThan(50);
    const changed = fitting.filter((size) => {
      const { draw, canvas } = planFrame(size, defaults, { isEven: false });
      return draw.width !== size.width || draw.height !== size.height || canvas !== draw;
    });
    expect(changed).toEqual([]);
  });

  it('is made even by at most a pixel a side where only that is wrong', () => {
    expect(planFrame({ width: 641, height: 481 }, defaults, { isEven: true })).toEqual({
      draw: { width: 642, height: 482 },
      canvas: { width: 642, height: 482 },
    });
    expect(planFrame({ width: 3850, height: 1541 }, defaults, { isEven: true }).canvas).toEqual({
      width: 3850,
      height: 1540,
    });
  });

  it('is enlarged to the minimum where a side is short', () => {
    expect(planFrame({ width: 170, height: 300 }, defaults, { isEven: true })).toEqual({
      draw: { width: 340, height: 600 },
      canvas: { width: 340, height: 600 },
    });
  });

  it('is scaled down to the maximum where a side is long', () => {
    expect(planFrame({ width: 7700, height: 4000 }, defaults, { isEven: true })).toEqual({
      draw: { width: 3850, height: 2000 },
      canvas: { width: 3850, height: 2000 },
    });
  });

  it('gets edges, and no distortion, where its aspect ratio is not allowed', () => {
    expect(planFrame({ width: 3000, height: 1000 }, defaults, { isEven: false })).toEqual({
      draw: { width: 3000, height: 1000 },
      canvas: { width: 3000, height: 1200 },
    });
    expect(planFrame({ width: 500, height: 2000 }, defaults, { isEven: true })).toEqual({
      draw: { width: 500, height: 2000 },
      canvas: { width: 800, height: 2000 },
    });
  });
});

describe('crop', () => {
  const aspect = { min: 0.4, max: 2.5 };
  const cropOf = (width: number, height: number, x: number, y: number, isEven = false) =>
    planCrop({ width, height }, { aspect }, { at: { x, y }, isEven });

  it('is null where the aspect ratio is allowed', () => {
    expect([cropOf(1000, 400, 0.5, 0.5), cropOf(400, 1000, 0, 0)]).toEqual([null, null]);
  });

  it('keeps as much as the aspect ratio allows, at the chosen position', () => {
    expect([cropOf(3000, 1000, 0, 0.5), cropOf(3000, 1000, 1, 0.5), cropOf(400, 2000, 0.3, 0.5)]).toEqual([
      { x: 0, y: 0, width: 2500, height: 1000 },
      { x: 500, y: 0, width: 2500, height: 1000 },
      { x: 0, y: 500, width: 400, height: 1000 },
    ]);
  });

  it('has even offsets where colours are stored for pairs of pixels, and never exceeds the image', () => {
    for (const at of [0, 0.111, 0.333, 0.5, 0.777, 1]) {
      const crop = cropOf(2999, 1001, at, at, true);
      expect(crop && [crop.x % 2, crop.width % 2, crop.x + crop.width <= 2999]).toEqual([0, 0, true]);
    }
  });
});
