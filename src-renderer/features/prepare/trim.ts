/** Arithmetic of the selected part. Pure; all times in seconds from the video's start. */
import type { Trim } from '#contract/model/choices.ts';

export type TrimBounds = {
  readonly durationSec: number;
  readonly minSec: number;
  readonly maxSec: number;
  readonly fps: number;
};

const clamp = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), Math.max(min, max));

/** The start time of the nearest frame. */
export const toFrame = (atSec: number, fps: number): number => Math.round(atSec * fps) / fps;

/** Tolerance in frames, so that rounding does not lose a whole frame. */
const sameFrame = 1e-6;
const frameUpTo = (atSec: number, fps: number): number => Math.floor(atSec * fps + sameFrame) / fps;
const frameFrom = (atSec: number, fps: number): number => Math.ceil(atSec * fps - sameFrame) / fps;

/** Moves the start; the end moves only as far as the maximum length requires. Never shorter than the minimum. */
export const moveStart = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const startSec = clamp(toFrame(atSec, fps), 0, Math.max(0, frameUpTo(durationSec - minSec, fps)));
  const minEndSec = frameFrom(startSec + Math.min(minSec, durationSec), fps);
  const endSec = clamp(trim.endSec, minEndSec, frameUpTo(startSec + maxSec, fps));
  return { startSec, endSec: Math.min(endSec, durationSec) };
};

/** Moves the end; the start moves only as far as the maximum length requires. */
export const moveEnd = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const minLengthSec = Math.min(minSec, durationSec);
  // The video's end counts as a frame boundary, whatever the end time of its last frame.
  const isEnd = atSec >= durationSec - 0.5 / fps;
  const endSec = isEnd
    ? durationSec
    : clamp(toFrame(atSec, fps), Math.min(frameFrom(minLengthSec, fps), durationSec), durationSec);
  const latestSec = frameUpTo(endSec - minLengthSec, fps);
  const startSec = clamp(trim.startSec, frameFrom(endSec - maxSec, fps), latestSec);
  return { startSec: Math.max(0, startSec), endSec };
};

export type TrimEnd = 'start' | 'end';

/** How each end of the part is moved, read, and shown by the player. */
export const ends = {
  start: { move: moveStart, at: ({ startSec }: Trim): number => startSec, look: 'from' },
  end: { move: moveEnd, at: ({ endSec }: Trim): number => endSec, look: 'before' },
} as const;

/** The nearest of these times within the distance, else the time itself. */
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

/** Moves the part without changing its length; it stops at either end of the video. */
export const slide = (trim: Trim, bySec: number, { durationSec, fps }: TrimBounds): Trim => {
  const lengthSec = trim.endSec - trim.startSec;
  const startSec = clamp(toFrame(trim.startSec + bySec, fps), 0, durationSec - lengthSec);
  return { startSec, endSec: Math.min(durationSec, startSec + lengthSec) };
};

/**
 * `lengthSec` from the playhead on, clamped to the model's limits; near the video's end it starts earlier to keep the
 * length.
 */
export const partFrom = (playheadSec: number, lengthSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, maxSec, fps } = bounds;
  const length = Math.min(lengthSec, maxSec, durationSec);
  const latestSec = Math.max(0, frameFrom(durationSec - length, fps));
  const startSec = clamp(toFrame(playheadSec, fps), 0, latestSec);
  const endSec = frameUpTo(startSec + length, fps);
  // A remainder shorter than a frame belongs to the last frame.
  return {
    startSec,
    endSec: durationSec - endSec < 1 / fps ? Math.min(durationSec, startSec + length) : endSec,
  };
};
