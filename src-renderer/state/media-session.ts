/** Connects media keys, headphones and the system's media controls to the video that the page shows. */
import { useEffect, useRef } from 'react';

export type MediaControls = {
  readonly setPlaying: (isPlaying: boolean) => void;
  readonly seekBy: (sec: number) => void;
  readonly seekTo: (atSec: number) => void;
  /** Pauses and returns to the start. */
  readonly stop: () => void;
};

/** Length of one seek where the system gives none, in seconds. */
const defaultStepSec = 5;

const handlersOf = (
  controls: () => MediaControls,
): Partial<Record<MediaSessionAction, MediaSessionActionHandler>> => ({
  play: () => controls().setPlaying(true),
  pause: () => controls().setPlaying(false),
  stop: () => controls().stop(),
  seekbackward: ({ seekOffset }) => controls().seekBy(-(seekOffset ?? defaultStepSec)),
  seekforward: ({ seekOffset }) => controls().seekBy(seekOffset ?? defaultStepSec),
  seekto: ({ seekTime }) => {
    if (seekTime !== undefined) controls().seekTo(seekTime);
  },
});

const setHandler = (action: MediaSessionAction, handler: MediaSessionActionHandler | null): void => {
  try {
    navigator.mediaSession.setActionHandler(action, handler);
  } catch {
    // Browsers throw for an action that they do not support; the others still work.
  }
};

/**
 * While the component is mounted, the system's media keys control it. `isPlaying`: the state that the system shows.
 */
export const useMediaSession = (controls: MediaControls, isPlaying: boolean): void => {
  const latest = useRef(controls);
  useEffect(() => {
    latest.current = controls;
  });
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    const handlers = Object.entries(handlersOf(() => latest.current));
    for (const [action, handler] of handlers) setHandler(action as MediaSessionAction, handler);
    return () => {
      for (const [action] of handlers) setHandler(action as MediaSessionAction, null);
      navigator.mediaSession.playbackState = 'none';
    };
  }, []);
  useEffect(() => {
    if ('mediaSession' in navigator) navigator.mediaSession.playbackState = isPlaying ? 'playing' : 'paused';
  }, [isPlaying]);
};
