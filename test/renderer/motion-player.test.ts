// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { createMotionPlayer } from '#renderer/state/motion-player.ts';

/** A video element that plays when told to and moves when the test moves it. */
const createFakeVideo = () => {
  const video = document.createElement('video');
  const state = { currentTime: 0, paused: true };
  Object.defineProperties(video, {
    currentTime: {
      get: () => state.currentTime,
      set: (sec: number) => {
        state.currentTime = sec;
      },
    },
    paused: { get: () => state.paused },
  });
  video.play = async () => {
    state.paused = false;
    video.dispatchEvent(new Event('play'));
  };
  video.pause = () => {
    state.paused = true;
    video.dispatchEvent(new Event('pause'));
  };
  return { video, state };
};

let frames: FrameRequestCallback[] = [];
const drawFrame = () => {
  const [next] = frames.splice(0, 1);
  next?.(0);
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
  return () => vi.unstubAllGlobals();
});

const setUp = () => {
  const player = createMotionPlayer();
  const { video, state } = createFakeVideo();
  player.attach(video);
  player.setWindow({ startSec: 2, endSec: 12 });
  return { player, video, state };
};

test('a seek moves the clip and the playhead', () => {
  const { player, state } = setUp();
  player.seek(5);
  expect([state.currentTime, player.get()]).toEqual([5, { atSec: 5, isPlaying: false }]);
});

test('a clip that this window cannot play still has a playhead', () => {
  const player = createMotionPlayer();
  player.seek(3);
  player.toggle();
  expect(player.get()).toEqual({ atSec: 3, isPlaying: false });
});

test('outside the chosen part, playing begins at its start', () => {
  const { player, state } = setUp();
  player.seek(0.5);
  player.toggle();
  expect(state).toEqual({ currentTime: 2, paused: false });
});

test('inside the chosen part, playing begins at the playhead', () => {
  const { player, state } = setUp();
  player.seek(7);
  player.toggle();
  expect(state).toEqual({ currentTime: 7, paused: false });
});

test('the chosen part plays again and again, and the playhead follows', () => {
  const { player, state } = setUp();
  player.seek(7);
  player.toggle();
  state.currentTime = 9;
  drawFrame();
  expect(player.get()).toEqual({ atSec: 9, isPlaying: true });
  state.currentTime = 12.02;
  drawFrame();
  expect(player.get()).toEqual({ atSec: 2, isPlaying: true });
});

test('a part that reaches the end of the clip plays again too', () => {
  const { player, video, state } = setUp();
  player.setWindow({ startSec: 4, endSec: 14 });
  player.seek(7);
  player.toggle();
  Object.assign(state, { currentTime: 14, paused: true });
  video.dispatchEvent(new Event('ended'));
  expect(state).toEqual({ currentTime: 4, paused: false });
});

test('a second press pauses', () => {
  const { player, state } = setUp();
  player.toggle();
  player.toggle();
  expect([state.paused, player.get().isPlaying]).toEqual([true, false]);
});

test('another clip begins at nought', () => {
  const { player } = setUp();
  player.seek(7);
  player.attach(null);
  expect(player.get()).toEqual({ atSec: 0, isPlaying: false });
});
