/** What to do when one of two clips runs away from the other. */

/** `driftSec`: how far a clip is ahead of the one that keeps the pace; negative where it is behind. */
export type Drift = { readonly driftSec: number; readonly rate: number };

export type Correction =
  | { readonly kind: 'none' }
  /** Play it at this speed until it is back. */
  | { readonly kind: 'nudge'; readonly rate: number }
  /** Too far for a nudge: put it where the other one is. */
  | { readonly kind: 'seek' };

/** A quarter of a frame at 30 frames a second: nobody can see it, and the media clock is not finer. */
const stillSec = 0.008;
/** Beyond this a nudge would take seconds, and a jump disturbs less. */
const jumpSec = 0.2;
/** Only a silent clip is nudged, and for less than half a second at this most: too short to be seen. */
const maxNudge = 0.4;
/** A nudge is sized to be done in about this time. */
const mendInSec = 0.2;

export const correct = ({ driftSec, rate }: Drift): Correction => {
  const distance = Math.abs(driftSec);
  if (distance < stillSec) return { kind: 'none' };
  if (distance >= jumpSec) return { kind: 'seek' };
  const change = Math.min(maxNudge, Math.max(-maxNudge, driftSec / mendInSec));
  // Whole percents, so that the speed is not set anew for differences that nobody notices.
  return { kind: 'nudge', rate: (rate * Math.round((1 - change) * 100)) / 100 };
};
