/** Arithmetic of the chosen part. Pure; all times in seconds from the clip's start. */
import type { Trim } from '#contract/model/choices.ts';

export type TrimBounds = {
  readonly durationSec: number;
  readonly minSec: number;
  readonly maxSec: number;
  readonly fps: number;
};

const clamp = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), Math.max(min, max));

/** The nearest time at which a frame begins. */
export const toFrame = (atSec: number, fps: number): number => Math.round(atSec * fps) / fps;

/** Rounding must not cost a whole frame. */
const sameFrame = 1e-6;
const frameUpTo = (atSec: number, fps: number): number => Math.floor(atSec * fps + sameFrame) / fps;
const frameFrom = (atSec: number, fps: number): number => Math.ceil(atSec * fps - sameFrame) / fps;

/** The start moves; the end gives way only as far as the longest part demands. Never shorter than the model takes. */
export const moveStart = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const startSec = clamp(toFrame(atSec, fps), 0, Math.max(0, frameUpTo(durationSec - minSec, fps)));
  const minEndSec = frameFrom(startSec + Math.min(minSec, durationSec), fps);
  const endSec = clamp(trim.endSec, minEndSec, frameUpTo(startSec + maxSec, fps));
  return { startSec, endSec: Math.min(endSec, durationSec) };
};

/** The end moves; the start gives way only as far as the longest part demands. */
export const moveEnd = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const minLengthSec = Math.min(minSec, durationSec);
  // The clip's own end counts as one, wherever its last frame is said to end.
  const isEnd = atSec >= durationSec - 0.5 / fps;
  const endSec = isEnd
    ? durationSec
    : clamp(toFrame(atSec, fps), Math.min(frameFrom(minLengthSec, fps), durationSec), durationSec);
  const latestSec = frameUpTo(endSec - minLengthSec, fps);
  const startSec = clamp(trim.startSec, frameFrom(endSec - maxSec, fps), latestSec);
  return { startSec: Math.max(0, startSec), endSec };
};

/** The nearest of these times where one is that near, else the time itself. */
export const snapTo = (
  atSec: number,
  { timesSec, withinSec }: { readonly timesSec: readonly number[]; readonly withinSec: number },
): number => {
  const nearest = timesSec.reduce<number | null>(
    (best, sec) => (best === null || Math.abs(sec - atSec) < Math.abs(best - atSec) ? sec : best),
    null,
  );
  return nearest !== null && Math.abs(nearest - atSec) <= withinSec ? nearest : atSec;
};

/** The part keeps its length and slides, stopping at either end of the clip. */
export const slide = (trim: Trim, bySec: number, { durationSec, fps }: TrimBounds): Trim => {
  const lengthSec = trim.endSec - trim.startSec;
  const startSec = clamp(toFrame(trim.startSec + bySec, fps), 0, durationSec - lengthSec);
  return { startSec, endSec: Math.min(durationSec, startSec + lengthSec) };
};

/** `lengthSec` from the playhead on, or what the model takes; near the clip's end it begins earlier, so that the length is kept. */
export const partFrom = (playheadSec: number, lengthSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, maxSec, fps } = bounds;
  const length = Math.min(lengthSec, maxSec, durationSec);
  const latestSec = Math.max(0, frameFrom(durationSec - length, fps));
  const startSec = clamp(toFrame(playheadSec, fps), 0, latestSec);
  const endSec = frameUpTo(startSec + length, fps);
  // What is left beside the last frame belongs to it.
  return {
    startSec,
    endSec: durationSec - endSec < 1 / fps ? Math.min(durationSec, startSec + length) : endSec,
  };
};
