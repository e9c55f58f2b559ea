/** A player in memory: seeks stay under way until told to arrive, time passes only when told to. */
import type { Player } from '#renderer/features/compare/clock.ts';

export type FakePlayer = Player & {
  /** Lets a seek that is under way arrive. */
  readonly arrive: () => void;
  /** Lets this many seconds of the clip pass, if it plays. */
  readonly advance: (clipSec: number) => void;
  /** Says where it is, as players do a few times a second, and whether it has ended. */
  readonly report: () => void;
  readonly become: (change: { readyState?: number; error?: unknown }) => void;
  readonly fire: (type: string) => void;
  readonly seeks: readonly number[];
};

export const createFakePlayer = (clipSec: number, isMuted = true): FakePlayer => {
  const target = new EventTarget();
  const seeks: number[] = [];
  let atSec = 0;
  let isPaused = true;
  let isSeeking = false;
  let readyState = 4;
  let error: unknown = null;
  const fire = (type: string) => target.dispatchEvent(new Event(type));
  return {
    get currentTime() {
      return atSec;
    },
    set currentTime(value) {
      seeks.push(value);
      atSec = value;
      isSeeking = true;
    },
    playbackRate: 1,
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
      isPaused = false;
    },
    pause: () => {
      isPaused = true;
    },
    addEventListener: (type, listener) => target.addEventListener(type, listener),
    removeEventListener: (type, listener) => target.removeEventListener(type, listener),
    arrive: () => {
      if (!isSeeking) return;
      isSeeking = false;
      fire('seeked');
    },
    advance: (seconds) => {
      if (!isPaused) atSec = Math.min(clipSec, atSec + seconds);
    },
    report: () => {
      if (isPaused) return;
      fire('timeupdate');
      if (atSec < clipSec) return;
      isPaused = true;
      fire('ended');
    },
    become: (change) => {
      readyState = change.readyState ?? readyState;
      error = change.error ?? error;
    },
    fire,
    seeks,
  };
};
