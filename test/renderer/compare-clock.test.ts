import { expect, test } from 'vitest';
import { createClock } from '#renderer/features/compare/clock.ts';
import { createFakePlayer } from './fake-player.ts';

const setUp = (lengths = { reference: 10, result: 10 }, heard: 'reference' | 'result' = 'reference') => {
  const reference = createFakePlayer(lengths.reference, heard !== 'reference');
  const result = createFakePlayer(lengths.result, heard !== 'result');
  let nowMs = 0;
  const clock = createClock({
    players: { reference, result },
    lengths,
    nowMs: () => nowMs,
    everyFrame: () => () => {},
  });
  /** `sec` pass on both, `resultBehind` less of it on the result. */
  const pass = (sec: number, resultBehind = 0) => {
    nowMs += sec * 1000;
    result.advance(sec - resultBehind);
    reference.advance(sec);
    result.report();
    reference.report();
  };
  const arriveBoth = () => {
    reference.arrive();
    result.arrive();
  };
  return { clock, reference, result, pass, arriveBoth };
};

test('playing starts both and pausing stops both at the same moment', () => {
  const { clock, reference, result, pass, arriveBoth } = setUp();
  clock.toggle();
  expect([reference.paused, result.paused]).toEqual([false, false]);
  pass(1, 0.015);
  clock.toggle();
  arriveBoth();
  expect([reference.paused, result.paused]).toEqual([true, true]);
  expect(result.currentTime).toBe(reference.currentTime);
  expect(clock.getState()).toEqual({ atSec: 1, isPlaying: false, isLooping: true, speed: 1, driftSec: 0 });
});

test('a result that falls behind is hurried until it is back, then plays at the chosen speed again', () => {
  const { clock, reference, result, pass } = setUp();
  clock.toggle();
  pass(1, 0.02);
  expect(result.playbackRate).toBe(1.1);
  expect(reference.playbackRate).toBe(1);
  pass(1, -0.02);
  expect(result.playbackRate).toBe(1);
});

test('the clip that is heard keeps its speed, and the silent one is slowed or hurried', () => {
  const { clock, reference, result, pass } = setUp({ reference: 10, result: 10 }, 'result');
  clock.toggle();
  pass(1, 0.02);
  expect([reference.playbackRate, result.playbackRate]).toEqual([0.9, 1]);
});

test('a result that is far behind jumps to the reference', () => {
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
  const { clock, reference, result } = setUp();
  clock.toggle();
  clock.seek(4);
  expect([reference.seeks, result.seeks]).toEqual([[4], [4]]);
  reference.arrive();
  expect([reference.paused, result.paused]).toEqual([true, true]);
  result.arrive();
  expect([reference.paused, result.paused]).toEqual([false, false]);
  expect(clock.getState().atSec).toBe(4);
});

test('of many seeks while one is under way only the last is made', () => {
  const { clock, reference, result, arriveBoth } = setUp();
  for (const atSec of [1, 2, 3, 4, 5]) clock.seek(atSec);
  arriveBoth();
  arriveBoth();
  expect([reference.seeks, result.seeks]).toEqual([
    [1, 5],
    [1, 5],
  ]);
});

test('when one has to wait for its pictures the other waits with it', () => {
  const { clock, reference, result } = setUp();
  clock.toggle();
  result.become({ readyState: 2 });
  result.fire('waiting');
  expect([reference.paused, result.paused]).toEqual([true, true]);
  expect(clock.getState().isPlaying).toBe(true);
  result.become({ readyState: 4 });
  result.fire('canplay');
  expect([reference.paused, result.paused]).toEqual([false, false]);
});

test('a shorter result keeps its last frame while the reference plays on', () => {
  const { clock, reference, result, pass } = setUp({ reference: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  expect([reference.paused, result.paused]).toEqual([false, true]);
  expect(result.currentTime).toBe(5);
  expect(result.seeks).toEqual([]);
  expect(Math.abs(clock.getState().driftSec)).toBeLessThan(0.01);
});

test('the clip that goes on alone does so at the chosen speed', () => {
  const { clock, reference, pass } = setUp({ reference: 8, result: 5 }, 'result');
  clock.toggle();
  pass(4.8, 0.02);
  expect(reference.playbackRate).toBe(0.9);
  pass(0.2);
  expect(reference.playbackRate).toBe(1);
});

test('seeking back from past the end of the shorter clip starts both again', () => {
  const { clock, reference, result, pass, arriveBoth } = setUp({ reference: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  clock.seek(2);
  arriveBoth();
  expect([reference.paused, result.paused]).toEqual([false, false]);
  expect([reference.currentTime, result.currentTime]).toEqual([2, 2]);
});

test('a longer result leads, and the reference keeps its last frame', () => {
  const { clock, reference, result, pass } = setUp({ reference: 5, result: 6 });
  clock.toggle();
  pass(5);
  pass(0.5);
  expect([reference.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBeCloseTo(5.5);
});

test('at the end both begin again together while the loop is on', () => {
  const { clock, reference, result, pass, arriveBoth } = setUp();
  clock.toggle();
  pass(10);
  expect([reference.seeks, result.seeks]).toEqual([[0], [0]]);
  arriveBoth();
  expect([reference.paused, result.paused]).toEqual([false, false]);
});

test('without the loop they stop at the end, and playing again begins at the start', () => {
  const { clock, reference, pass, arriveBoth } = setUp();
  clock.setLooping(false);
  clock.toggle();
  pass(10);
  expect(clock.getState()).toMatchObject({ atSec: 10, isPlaying: false });
  clock.toggle();
  arriveBoth();
  expect(reference.currentTime).toBe(0);
  expect(reference.paused).toBe(false);
});

test('the speed is that of both', () => {
  const { clock, reference, result } = setUp();
  clock.setSpeed(0.5);
  clock.toggle();
  expect([reference.playbackRate, result.playbackRate]).toEqual([0.5, 0.5]);
});

test('a clip that cannot be played does not hold up the other', () => {
  const { clock, reference, result, pass } = setUp();
  reference.become({ readyState: 0, error: 'no decoder' });
  reference.fire('error');
  clock.toggle();
  pass(1);
  expect([reference.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBe(1);
});

test('once disposed it listens no more', () => {
  const { clock, reference, result } = setUp();
  clock.toggle();
  clock.dispose();
  expect([reference.paused, result.paused]).toEqual([true, true]);
  reference.fire('canplay');
  expect(reference.paused).toBe(true);
});
