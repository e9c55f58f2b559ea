/**
 * One timeline for two videos: both start at 0, and it ends with the longer one. Times are in seconds. Decides how the
 * drift between them is corrected.
 */
import type { Side } from '#contract/rules/export.ts';

export const speeds = [0.25, 0.5, 1, 1.5, 2] as const;
export type Speed = (typeof speeds)[number];

export type Lengths = { readonly [side in Side]: number };

export type ShortEnd = {
  readonly side: Side;
  /** Where the shorter video ends. */
  readonly atSec: number;
  /** How much earlier it ends than the other. */
  readonly earlierSec: number;
};

/** Encoder rounding makes videos of equal length differ by a few frames; such a difference is not reported. */
const sameLengthSec = 0.1;

/** Margin before the end at which every player still shows the last frame. */
const lastFrameMarginSec = 0.001;

export const timelineSec = (lengths: Lengths): number => Math.max(lengths.beside, lengths.result);

/** The longer video leads, because the other one stops at its own end. */
export const leadingSide = (lengths: Lengths): Side =>
  lengths.result > lengths.beside ? 'result' : 'beside';

export const shortEnd = (lengths: Lengths): ShortEnd | null => {
  const earlierSec = Math.abs(lengths.beside - lengths.result);
  if (earlierSec < sameLengthSec) return null;
  const side = leadingSide(lengths) === 'result' ? 'beside' : 'result';
  return { side, atSec: lengths[side], earlierSec };
};

/** Position of a video of this length at timeline time `atSec`: past its end it stays on its last frame. */
export const placeIn = (videoSec: number, atSec: number): number =>
  Math.max(0, Math.min(atSec, videoSec - lastFrameMarginSec));

/** The middle of the frame `by` frames away, so that rounding never selects a neighbouring frame. */
export const stepFrames = (step: {
  readonly atSec: number;
  readonly fps: number;
  readonly by: number;
  readonly endSec: number;
}): number => {
  const last = Math.max(0, Math.ceil(step.endSec * step.fps - 0.001) - 1);
  const frame = Math.floor(step.atSec * step.fps + 0.001) + step.by;
  return (Math.max(0, Math.min(last, frame)) + 0.5) / step.fps;
};

/** The next speed up (1) or down (-1); unchanged at either end of the list. */
export const nextSpeed = (speed: Speed, direction: 1 | -1): Speed =>
  speeds[speeds.indexOf(speed) + direction] ?? speed;

/** `driftSec`: how far a video is ahead of the one that sets the pace; negative if behind. */
type Drift = { readonly driftSec: number; readonly rate: number };

type Correction =
  | { readonly kind: 'none' }
  /** Play at this rate until the drift is corrected. */
  | { readonly kind: 'nudge'; readonly rate: number }
  /** The drift is too large for a rate change: seek to the other video's position. */
  | { readonly kind: 'seek' };

/** A quarter of a frame at 30 fps: not visible, and the media clock is not more precise. */
const ignoredSec = 0.008;
/** Above this, correction by rate would take seconds; a seek is less noticeable. */
const seekFromSec = 0.2;
/**
 * Maximum rate change. It applies to a muted video only and for less than half a second, which is too short to notice.
 */
const maxNudge = 0.4;
/** Target duration of a correction by rate. */
const correctInSec = 0.2;

export const correctDrift = ({ driftSec, rate }: Drift): Correction => {
  const distance = Math.abs(driftSec);
  if (distance < ignoredSec) return { kind: 'none' };
  if (distance >= seekFromSec) return { kind: 'seek' };
  const change = Math.min(maxNudge, Math.max(-maxNudge, driftSec / correctInSec));
  // Rounded to whole percents, to avoid setting the rate for imperceptible differences.
  return { kind: 'nudge', rate: (rate * Math.round((1 - change) * 100)) / 100 };
};
