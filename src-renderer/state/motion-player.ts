/**
 * The player of the reference video, shared by the preview above and the timeline below: one playhead, looping the
 * selected part.
 */
import type { Trim } from '#contract/model/choices.ts';

export type Playhead = { readonly atSec: number; readonly isPlaying: boolean };

/**
 * `from`: the frame that begins at that time. `before`: the frame that ends there, the last one of a part with that
 * end.
 */
export type Look = 'from' | 'before';

export type MotionPlayer = {
  /** The element that plays; null when it is removed. */
  readonly attach: (element: HTMLVideoElement | null) => void;
  /**
   * A second element with the same video, which waits at the start of the part while the first plays: seeking within
   * one element takes a moment, in which it shows a frame after the end.
   */
  readonly attachSpare: (element: HTMLVideoElement | null) => void;
  /** The part that loops. `fps`: of the video, so that a time shows the intended frame. */
  readonly setPart: (part: { readonly window: Trim; readonly fps: number }) => void;
  readonly seek: (atSec: number) => void;
  /** Pauses and shows one frame: that of a handle being dragged. */
  readonly show: (atSec: number, look: Look) => void;
  readonly toggle: () => void;
  readonly setPlaying: (isPlaying: boolean) => void;
  /** Pauses at the start of the part. */
  readonly stop: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Playhead;
};

/** Closer to the end of the part than this nothing is left to play, in seconds. */
const almostOverSec = 0.05;
/** Half the refresh interval of a 60 Hz screen: playing this much too long is not visible. */
const halfRefreshSec = 0.008;
/**
 * Decay of the expected delay from one frame to the next: a machine that was late recently is likely to be late
 * again.
 */
const stillSlow = 0.9;
/** A time between two frames may show either; a time well inside a frame shows that frame. In frames. */
const insideFrame = 0.4;
/** Browsers report a time slightly different from the one of the seek, in seconds. */
const seekToleranceSec = 0.05;
/** HTMLMediaElement.readyState: the frame at the current time is available. */
const hasCurrentFrame = 2;

export const createMotionPlayer = (): MotionPlayer => {
  const listeners = new Set<() => void>();
  let first: HTMLVideoElement | null = null;
  let second: HTMLVideoElement | null = null;
  /** The element that is shown and heard. */
  let front: HTMLVideoElement | null = null;
  let window: Trim = { startSec: 0, endSec: Number.POSITIVE_INFINITY };
  let frameSec = 0;
  let playhead: Playhead = { atSec: 0, isPlaying: false };
  /** Position of the playhead while paused: players report a slightly different time. */
  let restSec: number | null = null;
  /** Target of the next seek, once the pending one has arrived: a dragged handle requests dozens per second. */
  let nextSec: number | null = null;
  /** Target of the player's own pending seek; any other seek comes from outside. */
  let ownSec: number | null = null;
  let request = 0;
  /** Expected interval between two checks of the position, from the last ones. */
  let checkSec = 0;
  let checkedMs = 0;

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
    // Rejected where the video cannot be played; the pane shows an error.
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
      // A pending seek already goes there, or to a position chosen by the user.
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
  /** The waiting element was started from outside: the shown one is started instead. */
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
    // Where the next check may be more than a frame late, the part ends slightly early.
    const earlySec = Math.max(halfRefreshSec, checkSec - frameSec);
    if (currentTime >= window.endSec - earlySec || currentTime < window.startSec - frameSec) again();
  };
  const follow = (nowMs: number) => {
    if (!front || front.paused) return;
    if (checkedMs > 0) checkSec = Math.max((nowMs - checkedMs) / 1000, checkSec * stillSlow);
    checkedMs = nowMs;
    keepInPart();
    reportLocation();
    request = requestAnimationFrame(follow);
  };

  const reactions: Readonly<Record<string, () => void>> = {
    play: () => {
      restSec = null;
      checkedMs = 0;
      sendSpareToStart();
      cancelAnimationFrame(request);
      request = requestAnimationFrame(follow);
    },
    pause: () => {
      // While paused the playhead is at the start of the shown frame.
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
    // A hidden page is not rendered, but its video may continue to play.
    timeupdate: keepInPart,
    // The part may reach the end of the video, where players stop.
    ended: again,
    // Loaded only now, so that the first frame does not wait for two elements.
    canplaythrough: () => {
      const waiting = spare();
      if (waiting) waiting.preload = 'auto';
    },
    // Another file of the same video starts at 0; the playhead stays.
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
    // From the playhead where it is inside the part, otherwise from the start of the part.
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
