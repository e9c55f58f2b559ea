import { expect, test } from 'vitest';
import { type ClockState, createClock } from '#renderer/features/compare/clock.ts';
import { createFakePlayer } from './fake-player.ts';

const setUp = (
  lengths = { beside: 10, result: 10 },
  heard: 'beside' | 'result' = 'beside',
  from: ClockState | null = null,
) => {
  const beside = createFakePlayer(lengths.beside, heard !== 'beside');
  const result = createFakePlayer(lengths.result, heard !== 'result');
  let nowMs = 0;
  const clock = createClock({
    players: { beside, result },
    lengths,
    nowMs: () => nowMs,
    everyFrame: () => () => {},
    from,
  });
  /** `sec` pass on both, `resultBehind` less of it on the result. */
  const pass = (sec: number, resultBehind = 0) => {
    nowMs += sec * 1000;
    result.advance(sec - resultBehind);
    beside.advance(sec);
    result.report();
    beside.report();
  };
  const arriveBoth = () => {
    beside.arrive();
    result.arrive();
  };
  return { clock, beside, result, pass, arriveBoth };
};

test('playing starts both and pausing stops both at the same moment', () => {
  const { clock, beside, result, pass, arriveBoth } = setUp();
  clock.toggle();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  pass(1, 0.015);
  clock.toggle();
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([true, true]);
  expect(result.currentTime).toBe(beside.currentTime);
  expect(clock.getState()).toEqual({ atSec: 1, isPlaying: false, isLooping: true, speed: 1, driftSec: 0 });
});

test('a result that falls behind is hurried until it is back, then plays at the chosen speed again', () => {
  const { clock, beside, result, pass } = setUp();
  clock.toggle();
  pass(1, 0.02);
  expect(result.playbackRate).toBe(1.1);
  expect(beside.playbackRate).toBe(1);
  pass(1, -0.02);
  expect(result.playbackRate).toBe(1);
});

test('the clip that is heard keeps its speed, and the silent one is slowed or hurried', () => {
  const { clock, beside, result, pass } = setUp({ beside: 10, result: 10 }, 'result');
  clock.toggle();
  pass(1, 0.02);
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.9, 1]);
});

test('a result that is far behind jumps to the clip beside it', () => {
  const { clock, result, pass } = setUp();
  clock.toggle();
  pass(1, 0.5);
  expect(result.seeks).toEqual([1]);
});

test('the present drift is there to be read', () => {
  const { clock, pass } = setUp();
  clock.toggle();
  pass(1, 0.02);
  expect(clock.getState().driftSec).toBeCloseTo(-0.02);
});

test('after a seek neither plays until both have arrived', () => {
  const { clock, beside, result } = setUp();
  clock.toggle();
  clock.seek(4);
  expect([beside.seeks, result.seeks]).toEqual([[4], [4]]);
  beside.arrive();
  expect([beside.paused, result.paused]).toEqual([true, true]);
  result.arrive();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  expect(clock.getState().atSec).toBe(4);
});

test('of many seeks while one is under way only the last is made', () => {
  const { clock, beside, result, arriveBoth } = setUp();
  for (const atSec of [1, 2, 3, 4, 5]) clock.seek(atSec);
  arriveBoth();
  arriveBoth();
  expect([beside.seeks, result.seeks]).toEqual([
    [1, 5],
    [1, 5],
  ]);
});

test('when one has to wait for its pictures the other waits with it', () => {
  const { clock, beside, result } = setUp();
  clock.toggle();
  result.become({ readyState: 2 });
  result.fire('waiting');
  expect([beside.paused, result.paused]).toEqual([true, true]);
  expect(clock.getState().isPlaying).toBe(true);
  result.become({ readyState: 4 });
  result.fire('canplay');
  expect([beside.paused, result.paused]).toEqual([false, false]);
});

test('a shorter result keeps its last frame while the clip beside it plays on', () => {
  const { clock, beside, result, pass } = setUp({ beside: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  expect([beside.paused, result.paused]).toEqual([false, true]);
  expect(result.currentTime).toBe(5);
  expect(result.seeks).toEqual([]);
  expect(Math.abs(clock.getState().driftSec)).toBeLessThan(0.01);
});

test('the clip that goes on alone does so at the chosen speed', () => {
  const { clock, beside, pass } = setUp({ beside: 8, result: 5 }, 'result');
  clock.toggle();
  pass(4.8, 0.02);
  expect(beside.playbackRate).toBe(0.9);
  pass(0.2);
  expect(beside.playbackRate).toBe(1);
});

test('seeking back from past the end of the shorter clip starts both again', () => {
  const { clock, beside, result, pass, arriveBoth } = setUp({ beside: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  clock.seek(2);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  expect([beside.currentTime, result.currentTime]).toEqual([2, 2]);
});

test('a longer result leads, and the clip beside it keeps its last frame', () => {
  const { clock, beside, result, pass } = setUp({ beside: 5, result: 6 });
  clock.toggle();
  pass(5);
  pass(0.5);
  expect([beside.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBeCloseTo(5.5);
});

test('at the end both begin again together while the loop is on', () => {
  const { clock, beside, result, pass, arriveBoth } = setUp();
  clock.toggle();
  pass(10);
  expect([beside.seeks, result.seeks]).toEqual([[0], [0]]);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
});

test('without the loop they stop at the end, and playing again begins at the start', () => {
  const { clock, beside, pass, arriveBoth } = setUp();
  clock.setLooping(false);
  clock.toggle();
  pass(10);
  expect(clock.getState()).toMatchObject({ atSec: 10, isPlaying: false });
  clock.toggle();
  arriveBoth();
  expect(beside.currentTime).toBe(0);
  expect(beside.paused).toBe(false);
});

test('the speed is that of both', () => {
  const { clock, beside, result } = setUp();
  clock.setSpeed(0.5);
  clock.toggle();
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.5, 0.5]);
});

test('a clip that cannot be played does not hold up the other', () => {
  const { clock, beside, result, pass } = setUp();
  beside.become({ readyState: 0, error: 'no decoder' });
  beside.fire('error');
  clock.toggle();
  pass(1);
  expect([beside.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBe(1);
});

const left = { atSec: 4, isPlaying: true, isLooping: false, speed: 0.5, driftSec: 0.02 } as const;

test('with another clip it goes on at the moment, and as fast, as it was', () => {
  const { clock, beside, result, arriveBoth, pass } = setUp(undefined, 'beside', left);
  expect([beside.seeks, result.seeks]).toEqual([[4], [4]]);
  expect([beside.paused, result.paused]).toEqual([true, true]);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.5, 0.5]);
  pass(1);
  expect(clock.getState()).toEqual({ ...left, atSec: 5, driftSec: 0 });
});

test('with a shorter clip it goes on no later than where both have ended', () => {
  const { clock } = setUp({ beside: 3, result: 2 }, 'beside', left);
  expect(clock.getState().atSec).toBe(3);
});

test('once disposed it listens no more', () => {
  const { clock, beside, result } = setUp();
  clock.toggle();
  clock.dispose();
  expect([beside.paused, result.paused]).toEqual([true, true]);
  beside.fire('canplay');
  expect(beside.paused).toBe(true);
});
