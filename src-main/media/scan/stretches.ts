/** Stretches in which every frame has something in common: black, or one standing picture. */
import { changeBetween, type Image, lightOf } from './frame.ts';

/** First frame, and the first one after it that no longer belongs to it. */
export type Stretch = { readonly from: number; readonly to: number };

/** A few bright pixels are a logo or the noise of an encoder. */
const maxBright = 0.002;
/** A standing picture's pixels all stay where they are, but for what its encoder leaves. */
const maxChanged = 0.002;
const maxChange = 0.75;
/** A shorter standstill is a held breath or a slow camera, in seconds. */
const minFrozenSec = 0.5;
/** At least so many frames: in a clip of few frames a second two like ones are no standstill. */
const minFrozenFrames = 4;
/** A blink is no black stretch, in seconds. */
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

/** Compared with the stretch's first frame, so that what moves slowly leaves it. */
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
