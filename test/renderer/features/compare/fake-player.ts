/**
 * A player in memory: seeks stay pending until `arrive`, time passes only by `advance`, and events wait for `deliver`,
 * because a browser fires them only after the calling code has ended.
 */
import type { Player } from '#renderer/features/compare/steered-player.ts';

export type FakePlayer = Player & {
  /** Completes a pending seek. */
  readonly arrive: () => void;
  /** Plays this many seconds of the video, unless paused. */
  readonly advance: (videoSec: number) => void;
  /** Fires `timeupdate`, as players do a few times per second, and `ended` at the end. */
  readonly report: () => void;
  readonly become: (change: { readyState?: number; error?: unknown; isConnected?: boolean }) => void;
  /** Fires the pending events. */
  readonly deliver: () => void;
  readonly fire: (type: string) => void;
  readonly seeks: readonly number[];
};

export const createFakePlayer = (fileSec: number, isMuted = true): FakePlayer => {
  const target = new EventTarget();
  const seeks: number[] = [];
  let atSec = 0;
  let isPaused = true;
  let isSeeking = false;
  let readyState = 4;
  let error: unknown = null;
  let isConnected = true;
  let rate = 1;
  let waiting: string[] = [];
  const fire = (type: string) => target.dispatchEvent(new Event(type));
  return {
    get currentTime() {
      return atSec;
    },
    set currentTime(value) {
      seeks.push(value);
      atSec = Math.min(value, fileSec);
      isSeeking = true;
      waiting.push('seeking');
    },
    get playbackRate() {
      return rate;
    },
    set playbackRate(value) {
      rate = value;
      waiting.push('ratechange');
    },
    duration: fileSec,
    get ended() {
      return atSec >= fileSec;
    },
    get isConnected() {
      return isConnected;
    },
    muted: isMuted,
    get paused() {
      return isPaused;
    },
    get seeking() {
      return isSeeking;
    },
    get readyState() {
      return readyState;
    },
    get error() {
      return error;
    },
    play: async () => {
      if (!isPaused) return;
      isPaused = false;
      waiting.push('play');
      // As in a browser, playing from the end restarts a video.
      if (atSec < fileSec) return;
      atSec = 0;
      isSeeking = true;
      waiting.push('seeking');
    },
    pause: () => {
      if (isPaused) return;
      isPaused = true;
      waiting.push('pause');
    },
    addEventListener: (type, listener) => target.addEventListener(type, listener),
    removeEventListener: (type, listener) => target.removeEventListener(type, listener),
    arrive: () => {
      if (!isSeeking) return;
      isSeeking = false;
      fire('seeked');
    },
    advance: (seconds) => {
      if (!isPaused) atSec = Math.min(fileSec, atSec + seconds);
    },
    report: () => {
      if (isPaused) return;
      fire('timeupdate');
      if (atSec < fileSec) return;
      isPaused = true;
      fire('pause');
      fire('ended');
    },
    become: (change) => {
      readyState = change.readyState ?? readyState;
      error = change.error ?? error;
      isConnected = change.isConnected ?? isConnected;
    },
    deliver: () => {
      const events = waiting;
      waiting = [];
      for (const type of events) fire(type);
    },
    fire,
    seeks,
  };
};
