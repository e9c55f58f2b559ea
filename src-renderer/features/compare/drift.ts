/** Decides how to correct the drift between two videos. */

/** `driftSec`: how far a video is ahead of the one that sets the pace; negative if behind. */
export type Drift = { readonly driftSec: number; readonly rate: number };

export type Correction =
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

export const correct = ({ driftSec, rate }: Drift): Correction => {
  const distance = Math.abs(driftSec);
  if (distance < ignoredSec) return { kind: 'none' };
  if (distance >= seekFromSec) return { kind: 'seek' };
  const change = Math.min(maxNudge, Math.max(-maxNudge, driftSec / correctInSec));
  // Rounded to whole percents, to avoid setting the rate for imperceptible differences.
  return { kind: 'nudge', rate: (rate * Math.round((1 - change) * 100)) / 100 };
};
