/** Finds hard cuts between shots, from frames in order. */

import {
  changeBetween,
  type Image,
  type Light,
  lightOf,
  type Mismatch,
  mismatchOf,
  noMismatch,
  relit,
} from './frame.ts';

/** Unrelated frames of similar colours have at least this much new content; with less, a body may have moved. */
const plainCut = { rest: 0.38, newShare: 0.4, around: 0.6 } as const;
/** A dark or foggy shot has little detail; its cut must differ more clearly from the changes around it. */
const faintCut = { rest: 0.15, newShare: 0.3, around: 0.25 } as const;
/** After a standstill, as in a slide show, another frame is another shot; unless it keeps changing, as in a fade. */
const slideCut = { rest: 0.6, newShare: 0.7, around: Number.POSITIVE_INFINITY, continues: 0.5 } as const;
const slideSec = 0.4;
/** Number of distinct frames on each side that a cut is compared with. */
const around = 6;
/** Frames farther apart than this do not belong to one cut. */
const peakFrames = 9;
/** A frame that returns is the same shot: at most this fraction of it may be new. */
const maxReturned = 0.5;
/** Where a change of lighting explains the difference up to less than this fraction, it is not a cut. */
const maxRelitShare = 0.6;
/** The longest flash, in seconds; a shot that short is treated as a flash as well. */
const flashSec = 0.4;
/** A flash makes the frame brighter by at least this much, in levels. */
const flashLevels = 6;
/** Foreign frames that are too few for a shot: damage, or a flash that a camera recorded in one frame. */
const glitchFrames = 2;
/** Smaller damage does not hide a cut. */
const minGlitch = 0.2;
/** Below this change of the mean there is no cut. In levels. */
const minChange = 0.6;
/** A frame with a smaller spread has too little detail to recognise a change of lighting. */
const minSpread = 10;

type Seen = {
  /** At the constant rate; frames that repeat the previous one are not kept. */
  readonly index: number;
  readonly image: Image;
  readonly light: Light;
  /** Compared with the previous distinct frame. */
  readonly mismatch: Mismatch;
};

/** The first frame of a shot. Where frames were skipped it may be any from `earliest` on. */
export type FoundCut = { readonly index: number; readonly earliest: number };

/** The frames around the frame in question, which is `at`. */
type Place = { readonly frames: readonly Seen[]; readonly at: number; readonly fps: number };

const restAt = ({ frames, at }: Place, offset: number): number => frames[at + offset]?.mismatch.rest ?? 0;

/**
 * The amount of change around it, without the frame on each side: a frame rate conversion spreads a cut over two
 * frames.
 */
const restAround = (place: Place): number => {
  const offsets = Array.from({ length: around - 1 }, (_, index) => [index + 2, -index - 2]).flat();
  const rests = offsets.map((offset) => restAt(place, offset)).sort((a, b) => b - a);
  // One other change of that size may be the next cut, or the end of a flash.
  return rests[1] ?? 0;
};

/** Whether that frame follows soon, and not after a standstill. */
const isWithin = ({ frames, at }: Place, offset: number): boolean => {
  const [own, other] = [frames[at], frames[at + offset]];
  return own !== undefined && other !== undefined && other.index - own.index <= peakFrames;
};

type Kind = { readonly rest: number; readonly newShare: number; readonly around: number };

const kindOf = (place: Place, before: Seen, own: Seen): Kind | undefined => {
  const stoodSec = (own.index - before.index) / place.fps;
  const { rest, newShare } = own.mismatch;
  const continues = [1, 2, 3].some(
    (offset) => isWithin(place, offset) && restAt(place, offset) > rest * slideCut.continues,
  );
  const kinds: readonly Kind[] = [
    plainCut,
    faintCut,
    ...(stoodSec >= slideSec && !continues ? [slideCut] : []),
  ];
  return kinds.find(
    (kind) => rest >= kind.rest && newShare >= kind.newShare && restAround(place) < rest * kind.around,
  );
};

/** The largest of consecutive changes; one before or after a standstill is not consecutive. */
const isPeak = (place: Place, before: Seen, own: Seen): boolean => {
  const after = place.frames[place.at + 1];
  const isAfterStandstill = own.index - before.index > peakFrames;
  const isBeforeStandstill = after !== undefined && after.index - own.index > peakFrames;
  return (
    (isAfterStandstill || own.mismatch.rest > before.mismatch.rest) &&
    (isBeforeStandstill || own.mismatch.rest >= restAt(place, 1))
  );
};

/** Whether only the lighting of a still scene changed, for example a lamp switched on. */
const isRelit = (from: Seen, to: Seen): boolean =>
  from.light.spread >= minSpread &&
  to.light.spread >= minSpread &&
  mismatchOf(relit(from.image, from.light, to.light), to.image).rest <
    Math.min(plainCut.rest, to.mismatch.rest * maxRelitShare);

const isBack = (from: Seen, to: Seen, rest: number): boolean =>
  mismatchOf(from.image, to.image).rest < Math.min(plainCut.rest, rest * maxReturned);

/** Whether the previous content returns soon after, or the new content existed shortly before. */
const comesBack = ({ frames, at, fps }: Place, own: Mismatch): boolean => {
  const flashFrames = Math.round(flashSec * fps);
  const isFlash = (first: number, last: number): boolean => {
    const [from, to] = [frames[first], frames[last]];
    if (!from || !to) return false;
    const away = to.index - from.index - 1;
    if (away > Math.max(glitchFrames, flashFrames)) return false;
    const lightest = Math.max(...frames.slice(first + 1, last).map(({ light }) => light.mean));
    const isLighter = lightest >= Math.max(from.light.mean, to.light.mean) + flashLevels;
    return (isLighter || away <= glitchFrames) && isBack(from, to, own.rest);
  };
  for (let far = 1; far <= Math.max(at, frames.length - at); far += 1)
    if (isFlash(at - 1, at + far) || isFlash(at - 1 - far, at)) return true;
  return false;
};

const isCut = (place: Place): boolean => {
  const [before, own, after] = [-1, 0, 1].map((offset) => place.frames[place.at + offset]);
  if (!before || !own || !isPeak(place, before, own)) return false;
  const kind = kindOf(place, before, own);
  if (!kind) return false;
  const isDrawnOver = after !== undefined && restAt(place, 1) > own.mismatch.rest * kind.around;
  if (isDrawnOver && mismatchOf(before.image, after.image).rest < kind.rest) return false;
  return !isRelit(before, own) && !comesBack(place, own.mismatch);
};

/** Frames come in order, each index of the constant rate once; their longer side is about 48 pixels. */
export const createCutFinder = ({ fps }: { readonly fps: number }) => {
  /** Number of distinct frames on each side that a decision uses. */
  const side = Math.max(around, Math.round(flashSec * fps)) + 1;
  const cuts: FoundCut[] = [];
  const frames: Seen[] = [];
  let count = 0;
  /** Index in `frames` of the next one to be decided. */
  let next = 1;

  const judgeNext = () => {
    const [before, own] = [frames[next - 1], frames[next]];
    if (before && own && isCut({ frames, at: next, fps }))
      cuts.push({ index: own.index, earliest: before.index + 1 });
    if (next > side) frames.shift();
    else next += 1;
  };

  const mismatchTo = (from: Seen | undefined, image: Image): Mismatch =>
    from && changeBetween(from.image, image).mean >= minChange ? mismatchOf(from.image, image) : noMismatch;

  /** Removes one damaged or foreign frame, so that the two large changes beside it do not hide a cut. */
  const leaveOutGlitch = (image: Image, mismatch: Mismatch): Mismatch => {
    const [before, last] = frames.slice(-2);
    const minimum = Math.min(mismatch.rest, last?.mismatch.rest ?? 0);
    if (!before || minimum < minGlitch || count - 1 - before.index > glitchFrames + 1) return mismatch;
    const across = mismatchTo(before, image);
    if (across.rest > Math.min(plainCut.rest, minimum * maxReturned)) return mismatch;
    frames.pop();
    return across;
  };

  return {
    add: (image: Image) => {
      const index = count;
      count += 1;
      const last = frames.at(-1);
      if (last && changeBetween(last.image, image).isSame) return;
      const mismatch = leaveOutGlitch(image, mismatchTo(last, image));
      frames.push({ index, image, light: lightOf(image), mismatch });
      if (frames.length - next > side) judgeNext();
    },
    finish: (): readonly FoundCut[] => {
      while (next < frames.length) judgeNext();
      return cuts;
    },
  };
};
