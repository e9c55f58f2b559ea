/**
 * A player in memory: seeks stay under way until told to arrive, time passes only when told to, and the events of what
 * was done to it wait, as in a browser, until the code that did it has ended.
 */
import type { Player } from '#renderer/features/compare/steered-player.ts';

export type FakePlayer = Player & {
  /** Lets a seek that is under way arrive. */
  readonly arrive: () => void;
  /** Lets this many seconds of the clip pass, if it plays. */
  readonly advance: (videoSec: number) => void;
  /** Says where it is, as players do a few times a second, and whether it has ended. */
  readonly report: () => void;
  readonly become: (change: { readyState?: number; error?: unknown; isConnected?: boolean }) => void;
  /** Fires the events of everything that was done to it. */
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
      // As a browser does, from its end a clip begins again.
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
