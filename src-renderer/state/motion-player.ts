/** The motion clip's player, shared by the picture above and the strip below: one playhead, looping the chosen part. */
import type { Trim } from '#contract/model/choices.ts';

export type Playhead = { readonly atSec: number; readonly isPlaying: boolean };

/** `from`: the frame that begins at that time. `before`: the one that ends there, the last of a part with that end. */
export type Look = 'from' | 'before';

export type MotionPlayer = {
  /** The element that plays; null when it goes. */
  readonly attach: (element: HTMLVideoElement | null) => void;
  /**
   * A second element on the same clip, which waits at the start of the part while the first plays: going back within
   * one element takes a moment, in which it shows a frame of after the end.
   */
  readonly attachSpare: (element: HTMLVideoElement | null) => void;
  /** What plays again and again. `fps`: of the clip, so that a time shows the frame that is meant. */
  readonly setPart: (part: { readonly window: Trim; readonly fps: number }) => void;
  readonly seek: (atSec: number) => void;
  /** Stops, and shows one frame: of a handle that is set. */
  readonly show: (atSec: number, look: Look) => void;
  readonly toggle: () => void;
  readonly setPlaying: (isPlaying: boolean) => void;
  /** Pauses at the start of the part. */
  readonly stop: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Playhead;
};

/** Closer to the end of the part than this there is nothing left to play, in seconds. */
const almostOverSec = 0.05;
/** Half the time between two pictures of an ordinary screen: what plays on until the next one is not seen to be too long. */
const halfRefreshSec = 0.008;
/** A machine that was late a moment ago will be late again; how much of that is still expected at the next picture. */
const stillSlow = 0.9;
/** A time between two frames may show either; one well inside a frame shows that frame. In frames. */
const insideFrame = 0.4;
/** Browsers answer a seek with a time a little beside the one that was asked for, in seconds. */
const seekToleranceSec = 0.05;
/** HTMLMediaElement.readyState: the frame at the current time is there. */
const hasCurrentFrame = 2;

export const createMotionPlayer = (): MotionPlayer => {
  const listeners = new Set<() => void>();
  let first: HTMLVideoElement | null = null;
  let second: HTMLVideoElement | null = null;
  /** Which of the two is seen and heard. */
  let front: HTMLVideoElement | null = null;
  let window: Trim = { startSec: 0, endSec: Number.POSITIVE_INFINITY };
  let frameSec = 0;
  let playhead: Playhead = { atSec: 0, isPlaying: false };
  /** Where the playhead was put, while nothing plays: players answer with a time a little beside it. */
  let restSec: number | null = null;
  /** Where to go when the seek under way has arrived: a dragged handle asks for dozens a second. */
  let nextSec: number | null = null;
  /** Where the player's own seek goes that is under way; any other seek comes from outside. */
  let ownSec: number | null = null;
  let request = 0;
  /** How long after one look at the player the next one may come, by the last ones. */
  let lookSec = 0;
  let lookedMs = 0;

  const spare = () => (front === first ? second : first);
  const tell = (change: Partial<Playhead>) => {
    const next = { ...playhead, ...change };
    if (next.atSec === playhead.atSec && next.isPlaying === playhead.isPlaying) return;
    playhead = next;
    for (const listener of listeners) listener();
  };
  const reportLocation = () => {
    if (front) tell({ atSec: restSec ?? nextSec ?? front.currentTime, isPlaying: !front.paused });
  };
  const inside = (atSec: number, look: Look): number =>
    Math.max(0, atSec + (look === 'from' ? insideFrame : insideFrame - 1) * frameSec);
  const go = (sec: number) => {
    if (!front) return;
    nextSec = front.seeking ? sec : null;
    if (nextSec !== null) return;
    ownSec = sec;
    front.currentTime = sec;
  };
  const play = () => {
    // Refused where the clip cannot be played; the pane says so in words.
    front?.play().catch(() => undefined);
  };
  const startSec = () => inside(window.startSec, 'from');
  const sendSpareToStart = () => {
    const waiting = spare();
    if (waiting) waiting.preload = 'auto';
    if (waiting && !waiting.seeking && Math.abs(waiting.currentTime - startSec()) > 0.001)
      waiting.currentTime = startSec();
  };
  const showFront = () => {
    for (const element of [first, second]) element?.toggleAttribute('data-front', element === front);
  };

  const again = () => {
    const waiting = spare();
    const isReady =
      waiting !== null &&
      !waiting.seeking &&
      waiting.readyState >= hasCurrentFrame &&
      Math.abs(waiting.currentTime - startSec()) <= frameSec / 2;
    if (!isReady) {
      // A seek that is under way already goes there, or to where a person wants it.
      if (front && !front.seeking) go(startSec());
      return play();
    }
    const before = front;
    front = waiting;
    play();
    showFront();
    before?.pause();
    sendSpareToStart();
  };
  /** The one that waits was started from outside: what is meant is the one that is seen. */
  const startFrontInstead = () => {
    const waiting = spare();
    if (!waiting || waiting.paused) return;
    waiting.pause();
    sendSpareToStart();
    if (front?.paused) setPlaying(true);
  };
  const keepInPart = () => {
    if (!front || front.paused || front.seeking) return;
    const { currentTime } = front;
    // Where the next look may come too late, by more than a frame, the part rather ends a little early.
    const earlySec = Math.max(halfRefreshSec, lookSec - frameSec);
    if (currentTime >= window.endSec - earlySec || currentTime < window.startSec - frameSec) again();
  };
  const follow = (nowMs: number) => {
    if (!front || front.paused) return;
    if (lookedMs > 0) lookSec = Math.max((nowMs - lookedMs) / 1000, lookSec * stillSlow);
    lookedMs = nowMs;
    keepInPart();
    reportLocation();
    request = requestAnimationFrame(follow);
  };

  const reactions: Readonly<Record<string, () => void>> = {
    play: () => {
      restSec = null;
      lookedMs = 0;
      sendSpareToStart();
      cancelAnimationFrame(request);
      request = requestAnimationFrame(follow);
    },
    pause: () => {
      // At rest the playhead stands where the frame that is seen begins.
      if (front && restSec === null)
        restSec = frameSec > 0 ? Math.floor(front.currentTime / frameSec + 0.01) * frameSec : null;
      reportLocation();
    },
    // By the browser's own controls, or the system's.
    seeking: () => {
      if (front?.seeking && (ownSec === null || Math.abs(front.currentTime - ownSec) > seekToleranceSec))
        restSec = null;
    },
    seeked: () => {
      ownSec = null;
      if (nextSec === null) return reportLocation();
      go(nextSec);
    },
    ratechange: () => {
      const other = spare();
      if (front && other && other.playbackRate !== front.playbackRate)
        other.playbackRate = front.playbackRate;
    },
    // A page out of sight is not drawn, but its clip may go on.
    timeupdate: keepInPart,
    // The part may reach the very end of the clip, where players stop.
    ended: again,
    // Only now, so that the first picture does not wait for two.
    canplaythrough: () => {
      const waiting = spare();
      if (waiting) waiting.preload = 'auto';
    },
    // Another file of the same clip begins at nought; the playhead stays.
    loadedmetadata: () => {
      if (playhead.atSec > 0) go(inside(playhead.atSec, 'from'));
    },
  };
  const hear = (event: Event) => {
    if (event.target === front) reactions[event.type]?.();
    else if (event.type === 'play') startFrontInstead();
    else if (['seeked', 'loadedmetadata'].includes(event.type) && playhead.isPlaying) sendSpareToStart();
  };
  const listenTo = (element: HTMLVideoElement | null, isHeard: boolean) => {
    for (const name of Object.keys(reactions))
      if (isHeard) element?.addEventListener(name, hear);
      else element?.removeEventListener(name, hear);
  };
  const seek = (atSec: number, look: Look = 'from') => {
    restSec = front && !front.paused ? null : atSec;
    go(inside(atSec, look));
    tell({ atSec });
  };
  const setPlaying = (isPlaying: boolean) => {
    if (!front || front.paused !== isPlaying) return;
    if (!isPlaying) return front.pause();
    const atSec = restSec ?? front.currentTime;
    // From the playhead where that is inside, from the start of the part where it is not.
    if (atSec < window.startSec - frameSec / 2 || atSec >= window.endSec - almostOverSec) go(startSec());
    play();
  };

  return {
    attach: (element) => {
      listenTo(first, false);
      cancelAnimationFrame(request);
      first = element;
      front = element;
      restSec = null;
      nextSec = null;
      ownSec = null;
      listenTo(first, true);
      showFront();
      tell({ atSec: 0, isPlaying: false });
    },
    attachSpare: (element) => {
      listenTo(second, false);
      if (front === second) front = first;
      second = element;
      listenTo(second, true);
      showFront();
    },
    setPart: (part) => {
      window = part.window;
      frameSec = 1 / part.fps;
      if (front && !front.paused) sendSpareToStart();
    },
    seek: (atSec) => seek(atSec),
    show: (atSec, look) => {
      front?.pause();
      seek(atSec, look);
    },
    toggle: () => setPlaying(front?.paused ?? false),
    setPlaying,
    stop: () => {
      front?.pause();
      seek(window.startSec);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => playhead,
  };
};
