/** One clock for two players: the longer clip tells the time, and small changes of speed keep both together. */
import type { Side } from '#contract/rules/pair.ts';
import { correct } from './drift.ts';
import { type Lengths, leadingSide, placeIn, type Speed, timelineSec } from './timeline.ts';

/** The part of a video element that the clock needs. */
export type Player = {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  readonly error: unknown;
  readonly play: () => Promise<void>;
  readonly pause: () => void;
  readonly addEventListener: (type: string, listener: () => void) => void;
  readonly removeEventListener: (type: string, listener: () => void) => void;
};

export type ClockState = {
  readonly atSec: number;
  /** What the person asked for; true also while both wait for their pictures. */
  readonly isPlaying: boolean;
  readonly isLooping: boolean;
  readonly speed: Speed;
  /** How far the follower is ahead of where it should be. */
  readonly driftSec: number;
};

export type Clock = {
  readonly getState: () => ClockState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly toggle: () => void;
  readonly seek: (atSec: number) => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly setLooping: (isLooping: boolean) => void;
  readonly dispose: () => void;
};

export type ClockDeps = {
  readonly players: { readonly [side in Side]: Player };
  readonly lengths: Lengths;
  readonly nowMs: () => number;
  /** Calls back each time the page is drawn; returns the function that stops it. */
  readonly everyFrame: (callback: () => void) => () => void;
  /** Where an earlier clock was left, when one of the clips made way for another. */
  readonly from?: ClockState | null;
};

/** Values of HTMLMediaElement.readyState. */
const hasCurrentFrame = 2;
const hasFutureFrames = 3;
/** So near its end a player has no future frames to wait for. */
const nearEndSec = 0.15;
/** A change of speed needs a moment to show before it is judged. */
const correctEveryMs = 50;

export const createClock = (deps: ClockDeps): Clock => {
  const { players, lengths } = deps;
  const endSec = timelineSec(lengths);
  const leaderSide = leadingSide(lengths);
  const followerSide: Side = leaderSide === 'result' ? 'beside' : 'result';
  const both = [players.beside, players.result];
  const listeners = new Set<() => void>();

  let state: ClockState = deps.from ?? {
    atSec: 0,
    isPlaying: false,
    isLooping: true,
    speed: 1,
    driftSec: 0,
  };
  let seekWhenSettledSec: number | null = null;
  let lastCorrectionMs = Number.NEGATIVE_INFINITY;

  const publish = (change: Partial<ClockState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  // A clip that cannot be played must not hold up the other one.
  const isLost = (player: Player) => player.error !== null;
  const roles = () => {
    const isSwapped = isLost(players[leaderSide]) && !isLost(players[followerSide]);
    const leads = isSwapped ? followerSide : leaderSide;
    const follows = isSwapped ? leaderSide : followerSide;
    return {
      leader: players[leads],
      leaderEndSec: isSwapped ? lengths[leads] : endSec,
      follower: isLost(players[follows]) ? null : players[follows],
      followerEndSec: lengths[follows],
    };
  };

  const isSettled = (player: Player, clipSec: number): boolean => {
    if (isLost(player)) return true;
    if (player.seeking) return false;
    const isNearEnd = player.currentTime >= clipSec - nearEndSec;
    return player.readyState >= (isNearEnd ? hasCurrentFrame : hasFutureFrames);
  };
  const areSettled = () =>
    isSettled(players.beside, lengths.beside) && isSettled(players.result, lengths.result);

  const hold = () => {
    for (const player of both) if (!player.paused) player.pause();
  };

  const start = (player: Player) => {
    if (!player.paused) return;
    player.play().catch((error: unknown) => {
      // A pause that overtakes a play rejects it; only a refusal by the browser is news.
      if (error instanceof DOMException && error.name === 'NotAllowedError') pause();
    });
  };

  const setRate = (player: Player, rate: number) => {
    if (player.playbackRate !== rate) player.playbackRate = rate;
  };

  const driftNow = (): number => {
    const { leader, follower, followerEndSec } = roles();
    return follower ? follower.currentTime - placeIn(followerEndSec, leader.currentTime) : 0;
  };

  const place = (atSec: number) => {
    players.beside.currentTime = placeIn(lengths.beside, atSec);
    players.result.currentTime = placeIn(lengths.result, atSec);
  };

  const pause = () => {
    hold();
    publish({ isPlaying: false });
    // At rest both show the same moment exactly, and nothing is left of a nudge.
    const { leader, follower, followerEndSec } = roles();
    if (follower && !follower.seeking) follower.currentTime = placeIn(followerEndSec, leader.currentTime);
    publish({ atSec: Math.min(leader.currentTime, endSec), driftSec: driftNow() });
  };

  /** Brings the players to what the person asked for, as soon as both can. */
  const settle = () => {
    if (both.some((player) => player.seeking && !isLost(player))) return;
    if (seekWhenSettledSec !== null) {
      const atSec = seekWhenSettledSec;
      seekWhenSettledSec = null;
      place(atSec);
      return;
    }
    publish({ driftSec: driftNow() });
    if (!state.isPlaying) return;
    if (!areSettled()) {
      hold();
      return;
    }
    const { leader, follower, followerEndSec } = roles();
    for (const player of both) setRate(player, state.speed);
    start(leader);
    if (follower && leader.currentTime < followerEndSec) start(follower);
  };

  const seek = (atSec: number) => {
    const target = Math.max(0, Math.min(atSec, endSec));
    hold();
    publish({ atSec: target });
    // While one seek is under way only the latest wish is kept: a dragged handle asks for dozens a second.
    seekWhenSettledSec = target;
    settle();
  };

  const keepTogether = () => {
    const { leader, follower, followerEndSec } = roles();
    if (!follower || follower.seeking || deps.nowMs() - lastCorrectionMs < correctEveryMs) return;
    if (leader.currentTime >= followerEndSec - nearEndSec) {
      // From here the leader goes on alone, and nothing is left of a nudge.
      setRate(leader, state.speed);
      return;
    }
    lastCorrectionMs = deps.nowMs();
    // Who is heard keeps the pace: a change of speed is heard long before it is seen.
    const [mended, paced] = follower.muted ? [follower, leader] : [leader, follower];
    const correction = correct({ driftSec: mended.currentTime - paced.currentTime, rate: state.speed });
    if (correction.kind === 'seek') mended.currentTime = placeIn(followerEndSec, paced.currentTime);
    setRate(mended, correction.kind === 'nudge' ? correction.rate : state.speed);
    setRate(paced, state.speed);
    start(follower);
  };

  const end = () => {
    if (!state.isPlaying) return;
    if (state.isLooping) seek(0);
    else {
      hold();
      publish({ isPlaying: false, atSec: roles().leaderEndSec });
    }
  };

  const tick = () => {
    const { leader } = roles();
    if (seekWhenSettledSec !== null || leader.seeking) return;
    const now = { atSec: Math.min(leader.currentTime, endSec), driftSec: driftNow() };
    if (now.atSec !== state.atSec || now.driftSec !== state.driftSec) publish(now);
    if (state.isPlaying && !leader.paused) keepTogether();
  };

  const heard: readonly (readonly [Player, string, () => void])[] = [
    ...both.flatMap((player) =>
      ['seeked', 'canplay', 'loadeddata', 'waiting', 'error'].map((type) => [player, type, settle] as const),
    ),
    // A page out of sight is not drawn, but its clips may go on.
    ...both.map((player) => [player, 'timeupdate', tick] as const),
    ...both.map((player) => [player, 'ended', () => player === roles().leader && end()] as const),
  ];
  for (const [player, type, listener] of heard) player.addEventListener(type, listener);
  const stopFrames = deps.everyFrame(tick);
  if (deps.from) {
    for (const player of both) setRate(player, state.speed);
    seek(state.atSec);
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    toggle: () => {
      if (state.isPlaying) {
        pause();
        return;
      }
      publish({ isPlaying: true });
      if (state.atSec >= roles().leaderEndSec - 0.05) seek(0);
      else settle();
    },
    seek,
    setSpeed: (speed) => {
      publish({ speed });
      for (const player of both) setRate(player, speed);
    },
    setLooping: (isLooping) => publish({ isLooping }),
    dispose: () => {
      stopFrames();
      for (const [player, type, listener] of heard) player.removeEventListener(type, listener);
      hold();
      listeners.clear();
    },
  };
};
