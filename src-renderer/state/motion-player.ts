/** The motion clip's player, shared by the picture above and the strip below: one playhead, looping the chosen part. */
import type { Trim } from '#contract/model/choices.ts';

export type Playhead = { readonly atSec: number; readonly isPlaying: boolean };

export type MotionPlayer = {
  /** The element that plays; null when it goes. */
  readonly attach: (element: HTMLVideoElement | null) => void;
  readonly setWindow: (window: Trim) => void;
  readonly seek: (atSec: number) => void;
  readonly toggle: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Playhead;
};

/** Closer to the end of the part than this there is nothing left to play, in seconds. */
const almostOver = 0.05;

export const createMotionPlayer = (): MotionPlayer => {
  const listeners = new Set<() => void>();
  let video: HTMLVideoElement | null = null;
  let window: Trim = { startSec: 0, endSec: Number.POSITIVE_INFINITY };
  let playhead: Playhead = { atSec: 0, isPlaying: false };
  let frame = 0;

  const tell = (change: Partial<Playhead>) => {
    const next = { ...playhead, ...change };
    if (next.atSec === playhead.atSec && next.isPlaying === playhead.isPlaying) return;
    playhead = next;
    for (const listener of listeners) listener();
  };
  const tellPlace = () => {
    if (video) tell({ atSec: video.currentTime, isPlaying: !video.paused });
  };
  const follow = () => {
    if (!video || video.paused) return;
    if (video.currentTime >= window.endSec) video.currentTime = window.startSec;
    tellPlace();
    frame = requestAnimationFrame(follow);
  };
  const play = () => {
    // Refused where the clip cannot be played; the pane says so in words.
    video?.play().catch(() => undefined);
  };
  const reactions = {
    play: () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(follow);
    },
    pause: tellPlace,
    seeked: tellPlace,
    // The part may reach the very end of the clip, where players stop.
    ended: () => {
      if (video) video.currentTime = window.startSec;
      play();
    },
  };

  return {
    attach: (element) => {
      for (const [name, react] of Object.entries(reactions)) video?.removeEventListener(name, react);
      cancelAnimationFrame(frame);
      video = element;
      for (const [name, react] of Object.entries(reactions)) video?.addEventListener(name, react);
      tell({ atSec: 0, isPlaying: false });
    },
    setWindow: (next) => {
      window = next;
    },
    seek: (atSec) => {
      if (video) video.currentTime = atSec;
      tell({ atSec });
    },
    toggle: () => {
      if (!video) return;
      if (!video.paused) return video.pause();
      const { currentTime } = video;
      // From the playhead where that is inside, from the start of the part where it is not.
      if (currentTime < window.startSec || currentTime >= window.endSec - almostOver)
        video.currentTime = window.startSec;
      play();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => playhead,
  };
};
