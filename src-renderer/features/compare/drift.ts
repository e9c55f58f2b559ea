/** What to do when one of two clips runs away from the other. */

/** `driftSec`: how far the follower is ahead of the leader; negative where it is behind. */
export type Drift = { readonly driftSec: number; readonly rate: number };

export type Correction =
  | { readonly kind: 'none' }
  /** Play the follower at this speed until it is back. */
  | { readonly kind: 'nudge'; readonly rate: number }
  /** Too far for a nudge: put the follower where the leader is. */
  | { readonly kind: 'seek' };

/** A quarter of a frame at 30 frames a second: nobody can see it, and the media clock is not finer. */
export const stillSec = 0.008;
/** Beyond this a nudge would take seconds, and a jump disturbs less. */
export const jumpSec = 0.2;
/** Used for half a second at most, after which it is proportionally less: too short to be seen as another speed. */
const mostNudge = 0.25;
/** A nudge is sized to be done in about this time. */
const mendInSec = 0.4;

export const correct = ({ driftSec, rate }: Drift): Correction => {
  const distance = Math.abs(driftSec);
  if (distance < stillSec) return { kind: 'none' };
  if (distance >= jumpSec) return { kind: 'seek' };
  const change = Math.min(mostNudge, Math.max(-mostNudge, driftSec / mendInSec));
  // Whole percents, so that the speed is not set anew for differences that nobody notices.
  return { kind: 'nudge', rate: (rate * Math.round((1 - change) * 100)) / 100 };
};
