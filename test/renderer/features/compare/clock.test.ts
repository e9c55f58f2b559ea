import { describe, expect, test } from 'vitest';
import { type ClockState, createClock } from '#renderer/features/compare/clock.ts';
import { createFakePlayer } from './fake-player.ts';

const setUp = (
  lengths = { beside: 10, result: 10 },
  heard: 'beside' | 'result' = 'beside',
  from: ClockState | null = null,
  /** Of the files, where these differ from what was written down. */
  files = lengths,
) => {
  const beside = createFakePlayer(files.beside, heard !== 'beside');
  const result = createFakePlayer(files.result, heard !== 'result');
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
  const deliverBoth = () => {
    beside.deliver();
    result.deliver();
  };
  /** Until neither has anything to say any more. */
  const rest = () => {
    for (let turn = 0; turn < 5; turn += 1) {
      deliverBoth();
      arriveBoth();
    }
  };
  return { clock, beside, result, pass, arriveBoth, rest };
};

const sides = ['beside', 'result'] as const;
const otherOf = { beside: 'result', result: 'beside' } as const;

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

describe.each(sides)('what something else does to the %s clip', (side) => {
  const playing = (...more: Parameters<typeof setUp>) => {
    const all = setUp(...more);
    all.clock.toggle();
    all.rest();
    all.pass(2);
    return { ...all, mine: all[side], other: all[otherOf[side]] };
  };

  test('a pause from outside pauses both at the same moment, and one press plays both again', () => {
    const { clock, mine, other, pass, rest } = playing();
    mine.pause();
    // Longer than the clock waits before it corrects, and before the event of the pause arrives.
    pass(0.06);
    rest();
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([true, true, false]);
    expect(other.currentTime).toBe(mine.currentTime);
    clock.toggle();
    rest();
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([false, false, true]);
  });

  test('a pause from outside counts also where the clock stops both before its event arrives', () => {
    const { clock, mine, other, rest } = playing();
    mine.pause();
    other.become({ readyState: 2 });
    other.fire('waiting');
    other.become({ readyState: 4 });
    rest();
    other.fire('canplay');
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([true, true, false]);
    clock.toggle();
    rest();
    clock.toggle();
    rest();
    clock.toggle();
    rest();
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([false, false, true]);
  });

  test('a start from outside starts both', () => {
    const { clock, mine, other, rest } = playing();
    clock.toggle();
    rest();
    void mine.play();
    rest();
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([false, false, true]);
  });

  test('a start from outside after the end begins both again', () => {
    const { clock, mine, other, pass, rest } = playing();
    clock.setLooping(false);
    pass(8);
    rest();
    void mine.play();
    rest();
    expect([mine.currentTime, other.currentTime, clock.getState().isPlaying]).toEqual([0, 0, true]);
    expect([mine.paused, other.paused]).toEqual([false, false]);
  });

  test.each([true, false])('a seek from outside moves both (playing: %s)', (isPlaying) => {
    const { clock, mine, other, rest } = playing();
    if (!isPlaying) clock.toggle();
    rest();
    mine.currentTime = 7;
    rest();
    expect([mine.currentTime, other.currentTime, clock.getState().atSec]).toEqual([7, 7, 7]);
    expect([mine.paused, other.paused]).toEqual([!isPlaying, !isPlaying]);
  });

  test('a speed from outside that is offered becomes that of both, another is put back', () => {
    const { clock, mine, other, pass, rest } = playing();
    mine.playbackRate = 1.5;
    pass(0.06);
    rest();
    expect([mine.playbackRate, other.playbackRate, clock.getState().speed]).toEqual([1.5, 1.5, 1.5]);
    mine.playbackRate = 3.25;
    rest();
    expect([mine.playbackRate, other.playbackRate, clock.getState().speed]).toEqual([1.5, 1.5, 1.5]);
  });

  test('a start from outside while both wait for pictures starts neither before both can', () => {
    const { mine, other, rest } = playing();
    other.become({ readyState: 2 });
    other.fire('waiting');
    void mine.play();
    rest();
    expect([mine.paused, other.paused]).toEqual([true, true]);
    other.become({ readyState: 4 });
    other.fire('canplay');
    expect([mine.paused, other.paused]).toEqual([false, false]);
  });

  test('a clip that is taken out of the page is not paused by anybody', () => {
    const { clock, mine } = playing();
    mine.become({ isConnected: false });
    mine.pause();
    mine.deliver();
    expect(clock.getState().isPlaying).toBe(true);
  });
});

test('nothing that the clock does itself is taken for a change from outside', () => {
  const { clock, rest, pass } = setUp();
  const states = [];
  for (const isPlaying of [true, false, true, true, false, true]) {
    if (clock.getState().isPlaying === isPlaying) clock.seek(3);
    else clock.toggle();
    // All of it before a single event arrives.
    clock.setSpeed(isPlaying ? 2 : 0.5);
    pass(0.1, 0.03);
    states.push(clock.getState().isPlaying === isPlaying);
  }
  rest();
  expect(states).toEqual([true, true, true, true, true, true]);
  expect(clock.getState()).toMatchObject({ isPlaying: true, speed: 2 });
});

test('a file that ends before its written length keeps its last frame and is not started again', () => {
  const { beside, result, clock, pass, rest } = setUp({ beside: 10, result: 9 }, 'beside', null, {
    beside: 10,
    result: 5,
  });
  clock.toggle();
  rest();
  for (let second = 0; second < 7; second += 1) {
    pass(1);
    rest();
  }
  expect([beside.paused, result.paused, result.currentTime]).toEqual([false, true, 5]);
  expect(Math.abs(clock.getState().driftSec)).toBeLessThan(0.01);
});

test('a short clip that is started from outside past its end takes both back to its start', () => {
  const { beside, result, clock, pass, rest } = setUp({ beside: 8, result: 5 });
  clock.toggle();
  rest();
  pass(5);
  pass(1);
  void result.play();
  rest();
  expect([beside.currentTime, result.currentTime]).toEqual([0, 0]);
  expect([beside.paused, result.paused]).toEqual([false, false]);
});

test('playing and pausing by name change nothing where it is so already', () => {
  const { clock, beside, result } = setUp();
  clock.setPlaying(false);
  expect([beside.paused, result.paused]).toEqual([true, true]);
  clock.setPlaying(true);
  clock.setPlaying(true);
  expect([beside.paused, result.paused]).toEqual([false, false]);
  clock.setPlaying(false);
  expect([beside.paused, result.paused]).toEqual([true, true]);
});
