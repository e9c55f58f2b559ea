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
  const follow = () => {
    if (!video) return;
    if (!video.paused && (video.currentTime >= window.endSec || video.ended))
      video.currentTime = window.startSec;
    tell({ atSec: video.currentTime, isPlaying: !video.paused });
    if (!video.paused) frame = requestAnimationFrame(follow);
  };
  const onPlay = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
  };
  const onRest = () => tell({ atSec: video?.currentTime ?? 0, isPlaying: video ? !video.paused : false });

  return {
    attach: (element) => {
      for (const name of ['pause', 'seeked', 'timeupdate'] as const) video?.removeEventListener(name, onRest);
      video?.removeEventListener('play', onPlay);
      cancelAnimationFrame(frame);
      video = element;
      if (element) {
        for (const name of ['pause', 'seeked', 'timeupdate'] as const) element.addEventListener(name, onRest);
        element.addEventListener('play', onPlay);
      }
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
      if (currentTime < window.startSec || currentTime >= window.endSec - 0.05)
        video.currentTime = window.startSec;
      // Refused where the clip cannot be played; the pane says so in words.
      video.play().catch(() => undefined);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => playhead,
  };
};
