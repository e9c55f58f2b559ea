import { describe, expect, test } from 'vitest';
import { type ClockState, createClock } from '#renderer/features/compare/clock.ts';
import { createFakePlayer } from './fake-player.ts';

const setUp = (
  lengths = { beside: 10, result: 10 },
  heard: 'beside' | 'result' = 'beside',
  from: ClockState | null = null,
  /** Lengths of the files if they differ from the recorded ones. */
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
  /** Both play for `sec` seconds, the result for `resultBehind` less. */
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
  /** Until no player has pending events. */
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

test('starts both on play, and pauses both at the same time', () => {
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

test('speeds up a result that is behind, then restores the chosen speed', () => {
  const { clock, beside, result, pass } = setUp();
  clock.toggle();
  pass(1, 0.02);
  expect(result.playbackRate).toBe(1.1);
  expect(beside.playbackRate).toBe(1);
  pass(1, -0.02);
  expect(result.playbackRate).toBe(1);
});

test('keeps the rate of the audible video and changes that of the muted one', () => {
  const { clock, beside, result, pass } = setUp({ beside: 10, result: 10 }, 'result');
  clock.toggle();
  pass(1, 0.02);
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.9, 1]);
});

test('seeks a result that is far behind to the position of the other video', () => {
  const { clock, result, pass } = setUp();
  clock.toggle();
  pass(1, 0.5);
  expect(result.seeks).toEqual([1]);
});

test('exposes the current drift', () => {
  const { clock, pass } = setUp();
  clock.toggle();
  pass(1, 0.02);
  expect(clock.getState().driftSec).toBeCloseTo(-0.02);
});

test('plays neither after a seek until both have completed it', () => {
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

test('performs only the last of many seeks during a seek', () => {
  const { clock, beside, result, arriveBoth } = setUp();
  for (const atSec of [1, 2, 3, 4, 5]) clock.seek(atSec);
  arriveBoth();
  arriveBoth();
  expect([beside.seeks, result.seeks]).toEqual([
    [1, 5],
    [1, 5],
  ]);
});

test('pauses both while one is buffering', () => {
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

test('keeps the last frame of a shorter result while the other video continues', () => {
  const { clock, beside, result, pass } = setUp({ beside: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  expect([beside.paused, result.paused]).toEqual([false, true]);
  expect(result.currentTime).toBe(5);
  expect(result.seeks).toEqual([]);
  expect(Math.abs(clock.getState().driftSec)).toBeLessThan(0.01);
});

test('plays the longer video at the chosen speed after the other has ended', () => {
  const { clock, beside, pass } = setUp({ beside: 8, result: 5 }, 'result');
  clock.toggle();
  pass(4.8, 0.02);
  expect(beside.playbackRate).toBe(0.9);
  pass(0.2);
  expect(beside.playbackRate).toBe(1);
});

test('restarts both when seeking back from past the end of the shorter video', () => {
  const { clock, beside, result, pass, arriveBoth } = setUp({ beside: 8, result: 5 });
  clock.toggle();
  pass(5);
  pass(1);
  clock.seek(2);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  expect([beside.currentTime, result.currentTime]).toEqual([2, 2]);
});

test('lets a longer result lead, and the other video keeps its last frame', () => {
  const { clock, beside, result, pass } = setUp({ beside: 5, result: 6 });
  clock.toggle();
  pass(5);
  pass(0.5);
  expect([beside.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBeCloseTo(5.5);
});

test('restarts both at the end while looping', () => {
  const { clock, beside, result, pass, arriveBoth } = setUp();
  clock.toggle();
  pass(10);
  expect([beside.seeks, result.seeks]).toEqual([[0], [0]]);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
});

test('stops at the end without looping, and playing again starts from 0', () => {
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

test('applies the speed to both', () => {
  const { clock, beside, result } = setUp();
  clock.setSpeed(0.5);
  clock.toggle();
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.5, 0.5]);
});

test('plays on when the other video cannot be played', () => {
  const { clock, beside, result, pass } = setUp();
  beside.become({ readyState: 0, error: 'no decoder' });
  beside.fire('error');
  clock.toggle();
  pass(1);
  expect([beside.paused, result.paused]).toEqual([true, false]);
  expect(clock.getState().atSec).toBe(1);
});

const left = { atSec: 4, isPlaying: true, isLooping: false, speed: 0.5, driftSec: 0.02 } as const;

test('continues at the same time and speed with another video', () => {
  const { clock, beside, result, arriveBoth, pass } = setUp(undefined, 'beside', left);
  expect([beside.seeks, result.seeks]).toEqual([[4], [4]]);
  expect([beside.paused, result.paused]).toEqual([true, true]);
  arriveBoth();
  expect([beside.paused, result.paused]).toEqual([false, false]);
  expect([beside.playbackRate, result.playbackRate]).toEqual([0.5, 0.5]);
  pass(1);
  expect(clock.getState()).toEqual({ ...left, atSec: 5, driftSec: 0 });
});

test('continues no later than the end of both with a shorter video', () => {
  const { clock } = setUp({ beside: 3, result: 2 }, 'beside', left);
  expect(clock.getState().atSec).toBe(3);
});

test('ignores events after it is disposed', () => {
  const { clock, beside, result } = setUp();
  clock.toggle();
  clock.dispose();
  expect([beside.paused, result.paused]).toEqual([true, true]);
  beside.fire('canplay');
  expect(beside.paused).toBe(true);
});

describe.each(sides)('external changes to the %s video', (side) => {
  const playing = (...more: Parameters<typeof setUp>) => {
    const all = setUp(...more);
    all.clock.toggle();
    all.rest();
    all.pass(2);
    return { ...all, mine: all[side], other: all[otherOf[side]] };
  };

  test('pauses both on an external pause, and one press resumes both', () => {
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

  test('treats an external pause as such even if the clock pauses both before its event arrives', () => {
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

  test('starts both on an external start', () => {
    const { clock, mine, other, rest } = playing();
    clock.toggle();
    rest();
    void mine.play();
    rest();
    expect([mine.paused, other.paused, clock.getState().isPlaying]).toEqual([false, false, true]);
  });

  test('restarts both from 0 on an external start after the end', () => {
    const { clock, mine, other, pass, rest } = playing();
    clock.setLooping(false);
    pass(8);
    rest();
    void mine.play();
    rest();
    expect([mine.currentTime, other.currentTime, clock.getState().isPlaying]).toEqual([0, 0, true]);
    expect([mine.paused, other.paused]).toEqual([false, false]);
  });

  test.each([true, false])('seeks both on an external seek (playing: %s)', (isPlaying) => {
    const { clock, mine, other, rest } = playing();
    if (!isPlaying) clock.toggle();
    rest();
    mine.currentTime = 7;
    rest();
    expect([mine.currentTime, other.currentTime, clock.getState().atSec]).toEqual([7, 7, 7]);
    expect([mine.paused, other.paused]).toEqual([!isPlaying, !isPlaying]);
  });

  test('applies an external rate to both if it is offered, and resets any other', () => {
    const { clock, mine, other, pass, rest } = playing();
    mine.playbackRate = 1.5;
    pass(0.06);
    rest();
    expect([mine.playbackRate, other.playbackRate, clock.getState().speed]).toEqual([1.5, 1.5, 1.5]);
    mine.playbackRate = 3.25;
    rest();
    expect([mine.playbackRate, other.playbackRate, clock.getState().speed]).toEqual([1.5, 1.5, 1.5]);
  });

  test('starts neither on an external start while both buffer', () => {
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

  test('does not treat the removal of a video from the page as an external pause', () => {
    const { clock, mine } = playing();
    mine.become({ isConnected: false });
    mine.pause();
    mine.deliver();
    expect(clock.getState().isPlaying).toBe(true);
  });
});

test('does not treat its own actions as external changes', () => {
  const { clock, rest, pass } = setUp();
  const states = [];
  for (const isPlaying of [true, false, true, true, false, true]) {
    if (clock.getState().isPlaying === isPlaying) clock.seek(3);
    else clock.toggle();
    // All actions before the first event arrives.
    clock.setSpeed(isPlaying ? 2 : 0.5);
    pass(0.1, 0.03);
    states.push(clock.getState().isPlaying === isPlaying);
  }
  rest();
  expect(states).toEqual([true, true, true, true, true, true]);
  expect(clock.getState()).toMatchObject({ isPlaying: true, speed: 2 });
});

test('keeps the last frame of a file that ends before its recorded length, without restarting it', () => {
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

test('restarts both when a short video is started externally past its end', () => {
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

test('does nothing on play while playing and on pause while paused', () => {
  const { clock, beside, result } = setUp();
  clock.setPlaying(false);
  expect([beside.paused, result.paused]).toEqual([true, true]);
  clock.setPlaying(true);
  clock.setPlaying(true);
  expect([beside.paused, result.paused]).toEqual([false, false]);
  clock.setPlaying(false);
  expect([beside.paused, result.paused]).toEqual([true, true]);
});
