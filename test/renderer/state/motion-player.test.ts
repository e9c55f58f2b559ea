// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { createMotionPlayer } from '#renderer/state/motion-player.ts';

/**
 * A video element that plays on request and moves when the test moves it; a seek is pending until the test ends it.
 */
const createFakeVideo = () => {
  const video = document.createElement('video');
  const state = { currentTime: 0, paused: true, seeking: false, isSlow: false };
  Object.defineProperties(video, {
    currentTime: {
      get: () => state.currentTime,
      set: (sec: number) => {
        state.currentTime = sec;
        state.seeking = state.isSlow;
      },
    },
    paused: { get: () => state.paused },
    seeking: { get: () => state.seeking },
    readyState: { get: () => 4 },
    preload: { value: 'none', writable: true },
  });
  video.play = async () => {
    if (!state.paused) return;
    state.paused = false;
    video.dispatchEvent(new Event('play'));
  };
  video.pause = () => {
    if (state.paused) return;
    state.paused = true;
    video.dispatchEvent(new Event('pause'));
  };
  const arrive = () => {
    state.seeking = false;
    video.dispatchEvent(new Event('seeked'));
  };
  return { video, state, arrive };
};

let frames: FrameRequestCallback[] = [];
const drawFrame = (nowMs = 0) => {
  const [next] = frames.splice(0, 1);
  next?.(nowMs);
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
  return () => vi.unstubAllGlobals();
});

/** At 10 frames a second. The player seeks to about the middle of a frame. */
const setUp = () => {
  const player = createMotionPlayer();
  const { video, state, arrive } = createFakeVideo();
  player.attach(video);
  player.setPart({ window: { startSec: 2, endSec: 12 }, fps: 10 });
  const frame = () => Math.floor(state.currentTime * 10 + 1e-6);
  return { player, video, state, arrive, frame };
};

const withSpare = () => {
  const all = setUp();
  const spare = createFakeVideo();
  all.player.attachSpare(spare.video);
  const seen = () => [all.video, spare.video].map((element) => element.hasAttribute('data-front')).join(' ');
  return { ...all, spare, seen };
};

test('a seek shows the frame that begins there, and the playhead has exactly that time', () => {
  const { player, state, frame } = setUp();
  player.seek(5);
  expect([frame(), player.get()]).toEqual([50, { atSec: 5, isPlaying: false }]);
  expect(state.currentTime).toBeGreaterThan(5);
});

test('a start shows its first frame, an end the last frame before it, and both pause playback', () => {
  const { player, state, frame } = setUp();
  player.toggle();
  player.show(2, 'from');
  const first = [frame(), player.get().atSec];
  player.show(12, 'before');
  expect([first, [frame(), player.get().atSec], state.paused]).toEqual([[20, 2], [119, 12], true]);
});

test('a video that this window cannot play has a playhead', () => {
  const player = createMotionPlayer();
  player.seek(3);
  player.toggle();
  expect(player.get()).toEqual({ atSec: 3, isPlaying: false });
});

test('while a seek is pending only the latest target is kept', () => {
  const { player, state, arrive, frame } = setUp();
  state.isSlow = true;
  player.seek(3);
  player.seek(4);
  player.seek(6);
  expect(frame()).toBe(30);
  arrive();
  expect([frame(), player.get().atSec]).toEqual([60, 6]);
});

test('outside the selected part, playback begins at its start', () => {
  const { player, state, frame } = setUp();
  player.seek(0.5);
  player.toggle();
  expect([frame(), state.paused]).toEqual([20, false]);
});

test('inside the selected part, playback begins at the playhead', () => {
  const { player, state, frame } = setUp();
  player.seek(7);
  player.toggle();
  expect([frame(), state.paused]).toEqual([70, false]);
});

test('with one player the selected part loops, and the playhead follows', () => {
  const { player, state, frame } = setUp();
  player.seek(7);
  player.toggle();
  state.currentTime = 9;
  drawFrame();
  expect(player.get()).toEqual({ atSec: 9, isPlaying: true });
  state.currentTime = 11.995;
  drawFrame();
  expect([frame(), player.get().isPlaying]).toEqual([20, true]);
});

test('with two players the second waits at the start, and takes over before a frame after the end is shown', () => {
  const { player, state, spare, seen } = withSpare();
  player.toggle();
  expect([seen(), Math.floor(spare.state.currentTime * 10), spare.state.paused]).toEqual([
    'true false',
    20,
    true,
  ]);
  state.currentTime = 11.995;
  drawFrame();
  expect([seen(), state.paused, spare.state.paused]).toEqual(['false true', true, false]);
  expect(Math.floor(state.currentTime * 10)).toBe(20);
  spare.state.currentTime = 11.995;
  drawFrame();
  expect([seen(), player.get().isPlaying]).toEqual(['true false', true]);
});

test('a second player that is not attached yet is not waited for', () => {
  const { player, state, spare, seen, frame } = withSpare();
  spare.state.isSlow = true;
  player.toggle();
  state.currentTime = 11.995;
  drawFrame();
  expect([seen(), frame(), state.paused]).toEqual(['true false', 20, false]);
});

test('on a slow machine the part ends early rather than late', () => {
  const { player, state, seen } = withSpare();
  player.toggle();
  drawFrame(1000);
  state.currentTime = 11.7;
  drawFrame(1020);
  expect(seen()).toBe('true false');
  drawFrame(1420);
  expect(seen()).toBe('false true');
});

test('playback restarts where the part moves away from its position', () => {
  const { player, state, frame } = setUp();
  player.seek(3);
  player.toggle();
  player.setPart({ window: { startSec: 6, endSec: 12 }, fps: 10 });
  state.currentTime = 3.1;
  drawFrame();
  expect(frame()).toBe(60);
});

test('a part that reaches the end of the video loops as well', () => {
  const { player, video, state, frame } = setUp();
  player.setPart({ window: { startSec: 4, endSec: 14 }, fps: 10 });
  player.seek(7);
  player.toggle();
  Object.assign(state, { currentTime: 14, paused: true });
  video.dispatchEvent(new Event('ended'));
  expect([frame(), state.paused]).toEqual([40, false]);
});

test('a second press pauses, and the playhead is at the start of the shown frame', () => {
  const { player, state } = setUp();
  player.toggle();
  state.currentTime = 4.27;
  player.toggle();
  expect([state.paused, player.get().isPlaying, player.get().atSec.toFixed(3)]).toEqual([
    true,
    false,
    '4.200',
  ]);
});

test('another file of the same video keeps the playhead, another video begins at 0', () => {
  const { player, video, state, frame } = setUp();
  player.seek(7);
  state.currentTime = 0;
  video.dispatchEvent(new Event('loadedmetadata'));
  expect([frame(), player.get().atSec]).toEqual([70, 7]);
  player.attach(null);
  expect(player.get()).toEqual({ atSec: 0, isPlaying: false });
});

test('a pause and a start from outside are reported immediately, and one press reverses each', () => {
  const { player, video, state } = setUp();
  player.toggle();
  video.pause();
  expect(player.get().isPlaying).toBe(false);
  player.toggle();
  expect(state.paused).toBe(false);
  player.toggle();
  void video.play();
  drawFrame();
  expect(player.get().isPlaying).toBe(true);
});

test('a seek from outside while paused moves the playhead', () => {
  const { player, video, state, arrive } = setUp();
  player.seek(5);
  arrive();
  expect(player.get().atSec).toBe(5);
  Object.assign(state, { currentTime: 8, seeking: true });
  video.dispatchEvent(new Event('seeking'));
  arrive();
  expect(player.get().atSec).toBe(8);
});

test('where the waiting element is started from outside, the shown one plays instead', () => {
  const { player, state, spare, seen } = withSpare();
  void spare.video.play();
  expect([seen(), state.paused, spare.state.paused, player.get().isPlaying]).toEqual([
    'true false',
    false,
    true,
    false,
  ]);
  drawFrame();
  expect(player.get().isPlaying).toBe(true);
});

test('a playback rate from outside applies to both players', () => {
  const { video, spare } = withSpare();
  video.playbackRate = 2;
  video.dispatchEvent(new Event('ratechange'));
  expect(spare.video.playbackRate).toBe(2);
});

test('stop pauses at the start of the part, and play changes nothing during playback', () => {
  const { player, state, frame } = setUp();
  player.seek(7);
  player.setPlaying(true);
  player.setPlaying(true);
  expect([state.paused, frame()]).toEqual([false, 70]);
  player.stop();
  expect([state.paused, frame(), player.get()]).toEqual([true, 20, { atSec: 2, isPlaying: false }]);
});
