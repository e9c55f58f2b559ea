/** How much moves when, and how much of it is the camera, from pictures as they come. */
import { cameraShare } from './camera-motion.ts';
import { type Image, lightOf } from './frame.ts';

/** A change up to this is noise, in levels. */
const noise = 1;
/** Two unrelated pictures differ on average by their spread times this (Gaussian levels: 2 / sqrt(pi)). */
const unrelated = 1.13;
/** A picture with next to no contrast would make a lot of nothing, in levels. */
const minSpread = 12;

const motionBetween = (from: Image, to: Image): number => {
  const [fromLight, toLight] = [lightOf(from), lightOf(to)];
  const gain = toLight.spread / Math.max(1, fromLight.spread);
  let plain = 0;
  let relit = 0;
  for (let at = 0; at < to.pixels.length; at += 1) {
    const [before, after] = [from.pixels[at] ?? 0, to.pixels[at] ?? 0];
    const expected = (before - fromLight.mean) * gain + toLight.mean;
    plain += Math.max(0, Math.abs(after - before) - noise);
    relit += Math.max(0, Math.abs(after - expected) - noise);
  }
  const spread = Math.max(minSpread, (fromLight.spread + toLight.spread) / 2);
  // A fade or a cloud moves nothing. The root, because a whole body on a still ground changes only a few hundredths
  // of what another picture would.
  return Math.min(1, Math.sqrt(Math.min(plain, relit) / to.pixels.length / (unrelated * spread)));
};

/** Whose motion so little is does not matter. */
const minMotion = 0.05;

/** So much in one step is either somebody very near, or a camera faster than a whole step can follow. */
const fastMotion = 0.4;

/** `before`: the frame just before `image`. */
const cameraIn = (request: {
  readonly from: Image;
  readonly before: Image | null;
  readonly image: Image;
  readonly moved: number;
}): number => {
  const { from, before, image, moved } = request;
  const share = cameraShare(from, image);
  return before === null || moved < fastMotion || share > fastMotion
    ? share
    : Math.max(share, cameraShare(before, image));
};

export type Curve = { readonly motion: readonly number[]; readonly camera: readonly number[] };

/** A step in which the shot changes says nothing of motion: it is told like the one beside it. */
const withoutCuts = (values: readonly number[], isCut: readonly boolean[]): readonly number[] =>
  values.map((value, at) => {
    if (!isCut[at]) return value;
    const after = values.findIndex((_, other) => other > at && !isCut[other]);
    const before = isCut.lastIndexOf(false, at);
    return values[before === at - 1 || after < 0 ? before : after] ?? 0;
  });

/** One step more or less is chance, above all where frames were left out. */
const smoothed = (values: readonly number[]): readonly number[] =>
  values.map((value, at) => ((values[at - 1] ?? value) + 2 * value + (values[at + 1] ?? value)) / 4);

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** `stepFrames`: frames from one value to the next. Pictures have a longer side of about 48 pixels. */
export const createMotionCurve = ({ stepFrames }: { readonly stepFrames: number }) => {
  const motion: number[] = [];
  const camera: number[] = [];
  let count = 0;
  let last: Image | null = null;
  let before: Image | null = null;
  return {
    add: (image: Image) => {
      const isStep = count % stepFrames === 0;
      count += 1;
      if (isStep && last) {
        const moved = motionBetween(last, image);
        motion.push(moved);
        camera.push(moved < minMotion ? 0 : cameraIn({ from: last, before, image, moved }));
      }
      if (isStep) last = image;
      before = image;
    },
    /** `steps`: how many values the clip has; `cuts`: frames at which another shot begins. */
    finish: (steps: number, cuts: readonly number[]): Curve => {
      const length = Math.max(1, steps);
      const isCut = Array.from({ length: motion.length }, () => false);
      // A change between two looks shows in the step that begins with the earlier one.
      for (const cut of cuts) isCut[Math.floor((cut - 1) / stepFrames)] = true;
      const filled = (values: readonly number[]) => {
        const told = smoothed(withoutCuts(values, isCut.slice(0, values.length)));
        return Array.from({ length }, (_, at) => rounded(told[Math.min(at, told.length - 1)] ?? 0));
      };
      return { motion: filled(motion), camera: filled(camera) };
    },
  };
};
