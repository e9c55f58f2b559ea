/** Finds dissolves, in which one shot gradually turns into another, from frames in order. */

import { type Image, lightOf, mismatchOf, relit } from './frame.ts';

/** Dissolve lengths that are evaluated, in samples. */
const spans = [2, 3, 4, 6, 9, 13, 19, 28] as const;
/** Samples per second: the shortest dissolve has two of them, the longest span lasts two seconds. */
const samplesPerSec = 15;
/** Both ends are different frames, not one that moved or was lit differently. */
const minMismatch = { rest: 0.6, newShare: 0.8 } as const;
/** A pixel counts as changing where it changes by more than this fraction of the mean; in a dissolve most do. */
const turnedShare = 0.25;
const minTurned = 0.5;
/** A pixel is not a mixture of both ends where it deviates by more than this fraction of their difference. */
const restShare = 0.35;
/** Up to this fraction of pixels may not be a mixture: a body moves in one of the shots or in both. */
const maxRest = 0.3;
/** Before the start and after the end, at most this fraction of the other shot is visible. */
const maxOutside = 0.15;
/** A larger step between two samples is a cut. */
const maxStep = 0.7;
/** How far the mixture may go backwards, because of motion in a shot. */
const maxBack = 0.06;
/** An end without detail is a fade, or a title card: not a dissolve. In levels. */
const minSpread = 8;
/** Ends that differ less cannot be distinguished from motion, in levels. */
const minApart = 7;

type Ends = { readonly from: Image; readonly to: Image; readonly apart: number };
type Mixture = { readonly part: number; readonly rest: number };

/** The fraction of `to` in `image`, and the fraction of the changing pixels that are not such a mixture. */
const mixtureOf = (image: Image, { from, to, apart }: Ends): Mixture => {
  let along = 0;
  let length = 0;
  const count = image.pixels.length;
  for (let at = 0; at < count; at += 1) {
    const start = from.pixels[at] ?? 0;
    const way = (to.pixels[at] ?? 0) - start;
    along += ((image.pixels[at] ?? 0) - start) * way;
    length += way * way;
  }
  const part = length === 0 ? 0 : along / length;
  let rest = 0;
  let turned = 0;
  for (let at = 0; at < count; at += 1) {
    const start = from.pixels[at] ?? 0;
    const way = (to.pixels[at] ?? 0) - start;
    if (Math.abs(way) <= turnedShare * apart) continue;
    turned += 1;
    if (Math.abs((image.pixels[at] ?? 0) - start - part * way) > restShare * apart) rest += 1;
  }
  return { part, rest: turned < count * minTurned ? 1 : rest / turned };
};

const apartBy = (from: Image, to: Image): number => {
  let sum = 0;
  for (let at = 0; at < to.pixels.length; at += 1)
    sum += Math.abs((to.pixels[at] ?? 0) - (from.pixels[at] ?? 0));
  return sum / to.pixels.length;
};

const isOtherShot = ({ from, to }: Ends): boolean => {
  const [fromLight, toLight] = [lightOf(from), lightOf(to)];
  if (fromLight.spread < minSpread || toLight.spread < minSpread) return false;
  const both = [
    mismatchOf(relit(from, fromLight, toLight), to),
    mismatchOf(relit(to, toLight, fromLight), from),
  ];
  return both.every(({ rest, newShare }) => rest >= minMismatch.rest && newShare >= minMismatch.newShare);
};

/**
 * The sample, counted from the first, at which the dissolve is half complete; null where there is no dissolve. The
 * first and the last sample are just outside.
 */
const crossing = (samples: readonly Image[]): number | null => {
  const [outer, from, to, beyond] = [samples.at(0), samples.at(1), samples.at(-2), samples.at(-1)];
  if (!outer || !from || !to || !beyond) return null;
  const ends = { from, to, apart: apartBy(from, to) };
  if (ends.apart < minApart) return null;
  const [start, end] = [mixtureOf(outer, ends), mixtureOf(beyond, ends)];
  if (Math.abs(start.part) > maxOutside || Math.abs(end.part - 1) > maxOutside) return null;
  if (Math.max(start.rest, end.rest) > maxRest) return null;
  let before = 0;
  let crossed: number | null = null;
  let isMixed = false;
  for (const [index, image] of samples.slice(2, -1).entries()) {
    const at = index + 2;
    const { part, rest } = at === samples.length - 2 ? { part: 1, rest: 0 } : mixtureOf(image, ends);
    if (rest > maxRest || part - before > maxStep || part < before - maxBack) return null;
    if (part > 0.25 && part < 0.75) isMixed = true;
    if (crossed === null && part >= 0.5) crossed = at - 1 + (0.5 - before) / Math.max(0.01, part - before);
    before = part;
  }
  return isMixed && crossed !== null && isOtherShot(ends) ? crossed : null;
};

/** Two crossings closer than this are one dissolve found at two lengths, in seconds. */
const apartSec = 1;

/** The longer side of the frames is about 48 pixels. Returns frame indices at the constant rate. */
export const createDissolveFinder = ({ fps }: { readonly fps: number }) => {
  const every = Math.max(1, Math.round(fps / samplesPerSec));
  const longest = Math.max(...spans);
  const samples: Image[] = [];
  const groups: number[][] = [];
  let count = 0;
  let sampleCount = 0;
  const note = (frame: number) => {
    const group = groups.findLast((frames) =>
      frames.some((other) => Math.abs(other - frame) < apartSec * fps),
    );
    if (group) group.push(frame);
    else groups.push([frame]);
  };
  return {
    add: (image: Image) => {
      const isSample = count % every === 0;
      count += 1;
      if (!isSample) return;
      samples.push(image);
      sampleCount += 1;
      if (samples.length > longest + 3) samples.shift();
      for (const span of spans) {
        if (samples.length < span + 3) return;
        const crossed = crossing(samples.slice(-span - 3));
        if (crossed !== null) note((sampleCount - span - 3 + crossed) * every);
      }
    },
    finish: (): readonly number[] =>
      groups.map((frames) => {
        const sorted = [...frames].sort((a, b) => a - b);
        return Math.round(sorted[sorted.length >> 1] ?? 0);
      }),
  };
};
