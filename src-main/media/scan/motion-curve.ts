/** The amount of motion over time, and the camera's share of it, from frames in order. */
import type { Scan } from '#contract/model/scan.ts';
import { cameraShare } from './camera-motion.ts';
import { type Image, lightOf } from './frame.ts';

/** Changes up to this are noise, in levels. */
const noise = 1;
/** Two unrelated frames differ on average by their spread times this (Gaussian levels: 2 / sqrt(pi)). */
const unrelated = 1.13;
/** A frame with very low contrast would exaggerate small changes, in levels. */
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
  // A fade or a change of light is not motion. The square root, because a whole body on a still background changes
  // only a few hundredths of what an unrelated frame would.
  return Math.min(1, Math.sqrt(Math.min(plain, relit) / to.pixels.length / (unrelated * spread)));
};

/** Below this much motion its cause is not determined. */
const minMotion = 0.05;

/** This much in one step is either a body very near, or a camera too fast for one step. */
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

/** A step with a cut says nothing about motion: it takes the value of its neighbour. */
const withoutCuts = (values: readonly number[], isCut: readonly boolean[]): readonly number[] =>
  values.map((value, at) => {
    if (!isCut[at]) return value;
    const after = values.findIndex((_, other) => other > at && !isCut[other]);
    const before = isCut.lastIndexOf(false, at);
    return values[before === at - 1 || after < 0 ? before : after] ?? 0;
  });

/** One step more or less is chance, above all where frames were skipped. */
const smoothed = (values: readonly number[]): readonly number[] =>
  values.map((value, at) => ((values[at - 1] ?? value) + 2 * value + (values[at + 1] ?? value)) / 4);

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** `stepFrames`: frames from one value to the next. The longer side of the frames is about 48 pixels. */
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
    /** `steps`: number of values for the video; `cuts`: first frames of the shots. */
    finish: (steps: number, cuts: readonly number[]): Pick<Scan, 'motion' | 'camera'> => {
      const length = Math.max(1, steps);
      const isCut = Array.from({ length: motion.length }, () => false);
      // A change between two samples belongs to the step of the earlier one.
      for (const cut of cuts) isCut[Math.floor((cut - 1) / stepFrames)] = true;
      const filled = (values: readonly number[]) => {
        const curve = smoothed(withoutCuts(values, isCut.slice(0, values.length)));
        return Array.from({ length }, (_, at) => rounded(curve[Math.min(at, curve.length - 1)] ?? 0));
      };
      return { motion: filled(motion), camera: filled(camera) };
    },
  };
};
