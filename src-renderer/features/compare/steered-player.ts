/**
 * A media element controlled by the clock. It stores the requested state, so that a change from another source (media
 * keys, headphones, the browser's controls, tab policies) is recognised when its event arrives.
 */

/** The part of HTMLVideoElement that the clock uses. */
export type Player = {
  currentTime: number;
  playbackRate: number;
  /** In seconds; NaN until the metadata has loaded. */
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly muted: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  readonly error: unknown;
  /** False after removal from the document, which pauses the element. */
  readonly isConnected: boolean;
  readonly play: () => Promise<void>;
  readonly pause: () => void;
  readonly addEventListener: (type: string, listener: () => void) => void;
  readonly removeEventListener: (type: string, listener: () => void) => void;
};

/** A change to the player that the clock did not make. */
export type OutsideChange =
  | { readonly kind: 'paused' }
  | { readonly kind: 'started' }
  | { readonly kind: 'moved'; readonly atSec: number }
  | { readonly kind: 'rate'; readonly rate: number };

export type SteeredPlayer = {
  /** Read only; use the functions to change it. */
  readonly media: Player;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (videoSec: number) => void;
  readonly setRate: (rate: number) => void;
  readonly dispose: () => void;
};

/** Browsers report a time slightly off the requested one after a seek, in seconds. */
const seekToleranceSec = 0.05;

export const steerPlayer = (
  media: Player,
  on: {
    readonly outside: (change: OutsideChange) => void;
    /** Called when the browser blocks playback. */
    readonly refused: () => void;
  },
): SteeredPlayer => {
  let isPlayRequested = false;
  /** Paused from outside; the event is still pending. */
  let isPausedOutside = false;
  let requestedRate = media.playbackRate;
  /** Target of the clock's own pending seek. */
  let targetSec: number | null = null;

  const isAtTarget = (): boolean => {
    if (targetSec === null) return false;
    const { currentTime, duration } = media;
    // A seek past the end stops at the end.
    const placeSec = Number.isFinite(duration) ? Math.min(targetSec, duration) : targetSec;
    return Math.abs(currentTime - placeSec) <= seekToleranceSec;
  };
  // The browser pauses a video that ends, fails, or leaves the document.
  const isOver = (): boolean => media.ended || media.error !== null || !media.isConnected;
  const isStopped = (): boolean => isPlayRequested && media.paused && !isOver();

  const reactions: Readonly<Record<string, () => void>> = {
    pause: () => {
      const isOutside = isPausedOutside || isStopped();
      isPausedOutside = false;
      if (media.paused) isPlayRequested = false;
      if (isOutside) on.outside({ kind: 'paused' });
    },
    play: () => {
      if (media.paused || isPlayRequested) return;
      isPlayRequested = true;
      on.outside({ kind: 'started' });
    },
    seeking: () => {
      if (!media.seeking || isAtTarget()) return;
      on.outside({ kind: 'moved', atSec: media.currentTime });
    },
    seeked: () => {
      if (!media.seeking) targetSec = null;
    },
    ratechange: () => {
      const { playbackRate: rate } = media;
      if (rate === requestedRate) return;
      requestedRate = rate;
      on.outside({ kind: 'rate', rate });
    },
  };
  for (const [type, reaction] of Object.entries(reactions)) media.addEventListener(type, reaction);

  return {
    media,
    play: () => {
      // Paused although playback was requested: an external pause whose event is still pending.
      if (isPlayRequested) return;
      isPlayRequested = true;
      media.play().catch((error: unknown) => {
        // A pause before `play` settles rejects it too, and fires its own event.
        if (error instanceof DOMException && error.name === 'NotAllowedError') on.refused();
      });
    },
    pause: () => {
      if (isStopped()) isPausedOutside = true;
      isPlayRequested = false;
      if (!media.paused) media.pause();
    },
    seek: (videoSec) => {
      targetSec = videoSec;
      media.currentTime = videoSec;
    },
    setRate: (rate) => {
      // An external rate change is kept until its event arrives.
      const isOwn = media.playbackRate === requestedRate;
      requestedRate = rate;
      if (isOwn && media.playbackRate !== rate) media.playbackRate = rate;
    },
    dispose: () => {
      for (const [type, reaction] of Object.entries(reactions)) media.removeEventListener(type, reaction);
    },
  };
};
