/** One clock for two players: the longer clip tells the time, and small changes of speed keep both together. */
import { assertNever } from '#contract/assert-never.ts';
import type { Side } from '#contract/rules/pair.ts';
import { correct } from './drift.ts';
import { type OutsideChange, type Player, type SteeredPlayer, steerPlayer } from './steered-player.ts';
import { type Lengths, leadingSide, placeIn, type Speed, speeds, timelineSec } from './timeline.ts';

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
  const isLost = ({ media }: SteeredPlayer) => media.error !== null;
  /** A file may end before the length that was written down for it. */
  const endOf = (side: Side): number => {
    const { duration } = sides[side].media;
    return Number.isFinite(duration) ? Math.min(lengths[side], duration) : lengths[side];
  };
  const roles = () => {
    const isSwapped = isLost(sides[leaderSide]) && !isLost(sides[followerSide]);
    const leads = isSwapped ? followerSide : leaderSide;
    const follows = isSwapped ? leaderSide : followerSide;
    return {
      leader: sides[leads],
      leaderEndSec: isSwapped ? lengths[leads] : endSec,
      follower: isLost(sides[follows]) ? null : sides[follows],
      followerEndSec: endOf(follows),
    };
  };

  const isSettled = (side: Side): boolean => {
    const { media } = sides[side];
    if (isLost(sides[side])) return true;
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
    // At rest both show the same moment exactly, and nothing is left of a nudge.
    const { leader, follower, followerEndSec } = roles();
    if (follower && !follower.media.seeking) follower.seek(placeIn(followerEndSec, leader.media.currentTime));
    publish({ atSec: Math.min(leader.media.currentTime, endSec), driftSec: driftNow() });
  };

  /** Brings the players to what the person asked for, as soon as both can. */
  const settle = () => {
    if (both.some((player) => player.media.seeking && !isLost(player))) return;
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
    // While one seek is under way only the latest wish is kept: a dragged handle asks for dozens a second.
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
      // From here the leader goes on alone, and nothing is left of a nudge.
      leader.setRate(state.speed);
      return;
    }
    lastCorrectionMs = deps.nowMs();
    // Who is heard keeps the pace: a change of speed is heard long before it is seen.
    const [mended, paced] = follower.media.muted ? [follower, leader] : [leader, follower];
    const driftSec = mended.media.currentTime - paced.media.currentTime;
    const correction = correct({ driftSec, rate: state.speed });
    if (correction.kind === 'seek') mended.seek(placeIn(followerEndSec, paced.media.currentTime));
    mended.setRate(correction.kind === 'nudge' ? correction.rate : state.speed);
    paced.setRate(state.speed);
    follower.play();
  };

  /** What happens to one side from outside happens to both, so that they stay together. */
  const onOutside = (player: SteeredPlayer, change: OutsideChange) => {
    switch (change.kind) {
      case 'paused':
        return pause();
      case 'started':
        // One of two that wait for each other, or a short one past its end, is put back to where it belongs.
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
    // A page out of sight is not drawn, but its clips may go on.
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
