/** Stretches of black frames or of one repeated frame. */
import { changeBetween, type Image, lightOf } from './frame.ts';

/** First frame, and the first one after the stretch. */
export type Stretch = { readonly from: number; readonly to: number };

/** A few bright pixels are a logo or encoder noise. */
const maxBright = 0.002;
/** All pixels of a repeated frame stay the same, except for encoder noise. */
const maxChanged = 0.002;
const maxChange = 0.75;
/** A shorter standstill is a pause in the motion or a slow camera, in seconds. */
const minFrozenSec = 0.5;
/** At a low frame rate two equal frames are not a standstill, so this many are required. */
const minFrozenFrames = 4;
/** A shorter one is not reported as black, in seconds. */
const minBlackSec = 0.08;

const isBlack = (image: Image): boolean => lightOf(image).brightShare <= maxBright;

export const createBlackFinder = ({ fps }: { readonly fps: number }) => {
  const found: Stretch[] = [];
  let from: number | null = null;
  let count = 0;
  const close = () => {
    if (from !== null && (count - from) / fps >= minBlackSec) found.push({ from, to: count });
    from = null;
  };
  return {
    add: (image: Image) => {
      if (!isBlack(image)) close();
      else from ??= count;
      count += 1;
    },
    finish: (): readonly Stretch[] => {
      close();
      return found;
    },
  };
};

/** Compared with the stretch's first frame, so that slow motion ends the stretch. */
export const createFrozenFinder = ({ fps }: { readonly fps: number }) => {
  const found: Stretch[] = [];
  let anchor: { readonly image: Image; readonly at: number } | null = null;
  let count = 0;
  const close = () => {
    if (anchor === null) return;
    const frames = count - anchor.at;
    if (frames >= minFrozenFrames && frames / fps >= minFrozenSec) found.push({ from: anchor.at, to: count });
  };
  return {
    add: (image: Image) => {
      const change = anchor === null ? null : changeBetween(anchor.image, image);
      if (change === null || change.changedShare > maxChanged || change.mean > maxChange) {
        close();
        anchor = { image, at: count };
      }
      count += 1;
    },
    finish: (): readonly Stretch[] => {
      close();
      return found;
    },
  };
};
