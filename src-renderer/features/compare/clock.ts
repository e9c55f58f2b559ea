/** One clock for two players: the longer video leads, and small rate changes keep both in sync. */
import { assertNever } from '#contract/assert-never.ts';
import type { Side } from '#contract/rules/export.ts';
import { type OutsideChange, type Player, type SteeredPlayer, steerPlayer } from './steered-player.ts';
import {
  correctDrift,
  type Lengths,
  leadingSide,
  placeIn,
  type Speed,
  speeds,
  timelineSec,
} from './timeline.ts';

export type ClockState = {
  readonly atSec: number;
  /** Whether the user requested playback; also true while the players buffer. */
  readonly isPlaying: boolean;
  readonly isLooping: boolean;
  readonly speed: Speed;
  /** How far the follower is ahead of its target position, in seconds; negative if behind. */
  readonly driftSec: number;
};

export type Clock = {
  readonly getState: () => ClockState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly toggle: () => void;
  readonly setPlaying: (isPlaying: boolean) => void;
  readonly seek: (atSec: number) => void;
  readonly setSpeed: (speed: Speed) => void;
  readonly setLooping: (isLooping: boolean) => void;
  readonly dispose: () => void;
};

export type ClockDeps = {
  readonly players: { readonly [side in Side]: Player };
  readonly lengths: Lengths;
  readonly nowMs: () => number;
  /** Calls back on every animation frame; returns a function that stops it. */
  readonly everyFrame: (callback: () => void) => () => void;
  /** State of the previous clock when one of the videos is replaced. */
  readonly from?: ClockState | null;
};

/** Values of HTMLMediaElement.readyState. */
const hasCurrentFrame = 2;
const hasFutureFrames = 3;
/** Within this distance of its end a player has no future frames to wait for. */
const nearEndSec = 0.15;
/** Interval between corrections: a rate change takes effect after a delay. */
const correctEveryMs = 50;

export const createClock = (deps: ClockDeps): Clock => {
  const { players, lengths } = deps;
  const endSec = timelineSec(lengths);
  const leaderSide = leadingSide(lengths);
  const followerSide: Side = leaderSide === 'result' ? 'beside' : 'result';
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

  // A video that cannot be played must not block the other one.
  const hasFailed = ({ media }: SteeredPlayer) => media.error !== null;
  /** A file may end before its recorded length. */
  const endOf = (side: Side): number => {
    const { duration } = sides[side].media;
    return Number.isFinite(duration) ? Math.min(lengths[side], duration) : lengths[side];
  };
  const roles = () => {
    const isSwapped = hasFailed(sides[leaderSide]) && !hasFailed(sides[followerSide]);
    const leads = isSwapped ? followerSide : leaderSide;
    const follows = isSwapped ? leaderSide : followerSide;
    return {
      leader: sides[leads],
      leaderEndSec: isSwapped ? lengths[leads] : endSec,
      follower: hasFailed(sides[follows]) ? null : sides[follows],
      followerEndSec: endOf(follows),
    };
  };

  const isSettled = (side: Side): boolean => {
    const { media } = sides[side];
    if (hasFailed(sides[side])) return true;
    if (media.seeking) return false;
    const isNearEnd = media.currentTime >= endOf(side) - nearEndSec;
    return media.readyState >= (isNearEnd ? hasCurrentFrame : hasFutureFrames);
  };
  const areSettled = () => isSettled('beside') && isSettled('result');

  const hold = () => {
    for (const player of both) player.pause();
  };

  const setRates = (rate: number) => {
    for (const player of both) player.setRate(rate);
  };

  const driftNow = (): number => {
    const { leader, follower, followerEndSec } = roles();
    return follower ? follower.media.currentTime - placeIn(followerEndSec, leader.media.currentTime) : 0;
  };

  const place = (atSec: number) => {
    for (const side of ['beside', 'result'] as const) sides[side].seek(placeIn(endOf(side), atSec));
  };

  const pause = () => {
    hold();
    publish({ isPlaying: false });
    // While paused both show exactly the same time, and correction rates are reset.
    const { leader, follower, followerEndSec } = roles();
    if (follower && !follower.media.seeking) follower.seek(placeIn(followerEndSec, leader.media.currentTime));
    publish({ atSec: Math.min(leader.media.currentTime, endSec), driftSec: driftNow() });
  };

  /** Brings both players to the requested state as soon as both are ready. */
  const settle = () => {
    if (both.some((player) => player.media.seeking && !hasFailed(player))) return;
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
    setRates(state.speed);
    leader.play();
    if (!follower) return;
    if (leader.media.currentTime < followerEndSec && !follower.media.ended) follower.play();
    else follower.pause();
  };

  const seek = (atSec: number) => {
    const target = Math.max(0, Math.min(atSec, endSec));
    hold();
    publish({ atSec: target });
    // During a seek only the latest target is kept: dragging a handle requests dozens per second.
    seekWhenSettledSec = target;
    settle();
  };

  const play = () => {
    publish({ isPlaying: true });
    if (state.atSec >= roles().leaderEndSec - 0.05) seek(0);
    else settle();
  };

  const setSpeed = (speed: Speed) => {
    publish({ speed });
    setRates(speed);
  };

  const keepTogether = () => {
    const { leader, follower, followerEndSec } = roles();
    if (!follower || follower.media.seeking || deps.nowMs() - lastCorrectionMs < correctEveryMs) return;
    if (follower.media.ended || leader.media.currentTime >= followerEndSec - nearEndSec) {
      // From here only the leader plays, so its correction rate is reset.
      leader.setRate(state.speed);
      return;
    }
    lastCorrectionMs = deps.nowMs();
    // The audible player keeps its rate, because rate changes are heard before they are seen.
    const [corrected, paced] = follower.media.muted ? [follower, leader] : [leader, follower];
    const driftSec = corrected.media.currentTime - paced.media.currentTime;
    const correction = correctDrift({ driftSec, rate: state.speed });
    if (correction.kind === 'seek') corrected.seek(placeIn(followerEndSec, paced.media.currentTime));
    corrected.setRate(correction.kind === 'nudge' ? correction.rate : state.speed);
    paced.setRate(state.speed);
    follower.play();
  };

  /** Applies an external change of one player to both, so that they stay in sync. */
  const onOutside = (player: SteeredPlayer, change: OutsideChange) => {
    switch (change.kind) {
      case 'paused':
        return pause();
      case 'started':
        // A player that was started externally while waiting, or past its end, is returned to its position.
        return state.isPlaying ? settle() : play();
      case 'moved':
        return seek(change.atSec);
      case 'rate': {
        const speed = speeds.find((offered) => offered === change.rate);
        return speed === undefined ? player.setRate(state.speed) : setSpeed(speed);
      }
      default:
        return assertNever(change);
    }
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
    const { media } = roles().leader;
    if (seekWhenSettledSec !== null || media.seeking) return;
    const now = { atSec: Math.min(media.currentTime, endSec), driftSec: driftNow() };
    if (now.atSec !== state.atSec || now.driftSec !== state.driftSec) publish(now);
    if (state.isPlaying && !media.paused) keepTogether();
  };

  const steer = (side: Side): SteeredPlayer => {
    const player: SteeredPlayer = steerPlayer(players[side], {
      outside: (change) => onOutside(player, change),
      refused: pause,
    });
    return player;
  };
  const sides: { readonly [side in Side]: SteeredPlayer } = {
    beside: steer('beside'),
    result: steer('result'),
  };
  const both = [sides.beside, sides.result];

  const heard = both.flatMap((player): readonly (readonly [SteeredPlayer, string, () => void])[] => [
    ...['seeked', 'canplay', 'loadeddata', 'waiting', 'stalled', 'error'].map(
      (type) => [player, type, settle] as const,
    ),
    // Animation frames stop in a hidden page, but its videos may continue to play.
    [player, 'timeupdate', tick],
    [player, 'ended', () => player === roles().leader && end()],
  ]);
  for (const [{ media }, type, listener] of heard) media.addEventListener(type, listener);
  const stopFrames = deps.everyFrame(tick);
  if (deps.from) {
    setRates(state.speed);
    seek(state.atSec);
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    toggle: () => (state.isPlaying ? pause() : play()),
    setPlaying: (isPlaying) => {
      if (isPlaying !== state.isPlaying) isPlaying ? play() : pause();
    },
    seek,
    setSpeed,
    setLooping: (isLooping) => publish({ isLooping }),
    dispose: () => {
      stopFrames();
      for (const [{ media }, type, listener] of heard) media.removeEventListener(type, listener);
      for (const player of both) {
        player.dispose();
        player.pause();
      }
      listeners.clear();
    },
  };
};
