/**
 * A media element that the clock steers. It remembers what the clock asked for, so that a change by anything else is
 * recognised by its state when its event arrives: media keys, headphones, the browser's own controls, a tab's rules.
 */

/** The part of a video element that the clock needs. */
export type Player = {
  currentTime: number;
  playbackRate: number;
  /** In seconds; NaN until the browser knows it. */
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly muted: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  readonly error: unknown;
  /** False once it has been taken out of the page, which pauses it. */
  readonly isConnected: boolean;
  readonly play: () => Promise<void>;
  readonly pause: () => void;
  readonly addEventListener: (type: string, listener: () => void) => void;
  readonly removeEventListener: (type: string, listener: () => void) => void;
};

/** What something other than the clock did to the player. */
export type OutsideChange =
  | { readonly kind: 'paused' }
  | { readonly kind: 'started' }
  | { readonly kind: 'moved'; readonly atSec: number }
  | { readonly kind: 'rate'; readonly rate: number };

export type SteeredPlayer = {
  /** To be read; changes go through the functions. */
  readonly media: Player;
  readonly play: () => void;
  readonly pause: () => void;
  readonly seek: (videoSec: number) => void;
  readonly setRate: (rate: number) => void;
  readonly dispose: () => void;
};

/** Browsers answer a seek with a time a little beside the one that was asked for, in seconds. */
const seekToleranceSec = 0.05;

export const steerPlayer = (
  media: Player,
  on: {
    readonly outside: (change: OutsideChange) => void;
    /** The browser does not let it play. */
    readonly refused: () => void;
  },
): SteeredPlayer => {
  let isPlayWanted = false;
  /** Something else has paused it, and the event is still on its way. */
  let isPausedOutside = false;
  let wantedRate = media.playbackRate;
  /** Where the clock's own seek goes that is under way. */
  let wantedSec: number | null = null;

  const isWantedPlace = (): boolean => {
    if (wantedSec === null) return false;
    const { currentTime, duration } = media;
    // A seek past the end goes to the end.
    const placeSec = Number.isFinite(duration) ? Math.min(wantedSec, duration) : wantedSec;
    return Math.abs(currentTime - placeSec) <= seekToleranceSec;
  };
  // A clip that reaches its end, fails, or leaves the page is paused by the browser.
  const isOver = (): boolean => media.ended || media.error !== null || !media.isConnected;
  const isStopped = (): boolean => isPlayWanted && media.paused && !isOver();

  const reactions: Readonly<Record<string, () => void>> = {
    pause: () => {
      const isOutside = isPausedOutside || isStopped();
      isPausedOutside = false;
      if (media.paused) isPlayWanted = false;
      if (isOutside) on.outside({ kind: 'paused' });
    },
    play: () => {
      if (media.paused || isPlayWanted) return;
      isPlayWanted = true;
      on.outside({ kind: 'started' });
    },
    seeking: () => {
      if (!media.seeking || isWantedPlace()) return;
      on.outside({ kind: 'moved', atSec: media.currentTime });
    },
    seeked: () => {
      if (!media.seeking) wantedSec = null;
    },
    ratechange: () => {
      const { playbackRate: rate } = media;
      if (rate === wantedRate) return;
      wantedRate = rate;
      on.outside({ kind: 'rate', rate });
    },
  };
  for (const [type, reaction] of Object.entries(reactions)) media.addEventListener(type, reaction);

  return {
    media,
    play: () => {
      // It stands although it was asked to play: a pause from outside, whose event is still on its way.
      if (isPlayWanted) return;
      isPlayWanted = true;
      media.play().catch((error: unknown) => {
        // A pause that overtakes a play rejects it too, and has an event of its own.
        if (error instanceof DOMException && error.name === 'NotAllowedError') on.refused();
      });
    },
    pause: () => {
      if (isStopped()) isPausedOutside = true;
      isPlayWanted = false;
      if (!media.paused) media.pause();
    },
    seek: (videoSec) => {
      wantedSec = videoSec;
      media.currentTime = videoSec;
    },
    setRate: (rate) => {
      // A rate from outside stays until its event arrives.
      const isOwn = media.playbackRate === wantedRate;
      wantedRate = rate;
      if (isOwn && media.playbackRate !== rate) media.playbackRate = rate;
    },
    dispose: () => {
      for (const [type, reaction] of Object.entries(reactions)) media.removeEventListener(type, reaction);
    },
  };
};
