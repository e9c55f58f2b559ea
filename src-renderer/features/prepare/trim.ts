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

/** How far along a line of this length, 0..1. */
export const shareOf = (at: number, length: number): number => (length > 0 ? clamp(at / length, 0, 1) : 0);

/** The nearest time at which a frame begins. */
export const toFrame = (atSec: number, fps: number): number => Math.round(atSec * fps) / fps;

/** The start moves; the end gives way only as far as the longest part demands. Never shorter than the model takes. */
export const moveStart = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const startSec = clamp(toFrame(atSec, fps), 0, Math.max(0, durationSec - minSec));
  const endSec = clamp(trim.endSec, startSec + Math.min(minSec, durationSec), startSec + maxSec);
  return { startSec, endSec: Math.min(endSec, durationSec) };
};

/** The end moves; the start gives way only as far as the longest part demands. */
export const moveEnd = (trim: Trim, atSec: number, bounds: TrimBounds): Trim => {
  const { durationSec, minSec, maxSec, fps } = bounds;
  const endSec = clamp(
    Math.min(toFrame(atSec, fps), durationSec),
    Math.min(minSec, durationSec),
    durationSec,
  );
  const startSec = clamp(trim.startSec, endSec - maxSec, endSec - Math.min(minSec, durationSec));
  return { startSec: Math.max(0, startSec), endSec };
};

/** The part keeps its length and slides, stopping at either end of the clip. */
export const slide = (trim: Trim, bySec: number, { durationSec, fps }: TrimBounds): Trim => {
  const lengthSec = trim.endSec - trim.startSec;
  const startSec = clamp(toFrame(trim.startSec + bySec, fps), 0, durationSec - lengthSec);
  return { startSec, endSec: Math.min(durationSec, startSec + lengthSec) };
};

/** `lengthSec` from the playhead on; near the clip's end it begins earlier, so that the length is kept. */
export const partFrom = (playheadSec: number, lengthSec: number, { durationSec, fps }: TrimBounds): Trim => {
  const length = Math.min(lengthSec, durationSec);
  const startSec = clamp(toFrame(playheadSec, fps), 0, durationSec - length);
  return { startSec, endSec: startSec + length };
};
