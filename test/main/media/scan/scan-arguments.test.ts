import { expect, test } from 'vitest';
import { inputOptions, samplingOf } from '#main/media/scan/scan-arguments.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';

const facts = { ...fittingVideo, durationSec: 8 };

test('a video is scanned in a small size, with its aspect ratio and a constant rate', () => {
  expect(samplingOf({ ...facts, fps: 30_000 / 1001 })).toEqual({
    width: 54,
    height: 96,
    rate: '30000/1001',
    fps: 30_000 / 1001,
    stream: 0,
    stepFrames: 3,
    isExact: true,
  });
  expect(samplingOf({ ...facts, width: 4000, height: 100 })).toMatchObject({ width: 96, height: 16 });
});

test('limits very fast videos to sixty frames per second, and uses at least thirty for variable ones', () => {
  expect(samplingOf({ ...facts, fps: 240 })).toMatchObject({ fps: 60, stepFrames: 6 });
  expect(samplingOf({ ...facts, fps: 12, isVariableFps: true })).toMatchObject({ fps: 30 });
  expect(samplingOf({ ...facts, fps: 5 })).toMatchObject({ fps: 5, stepFrames: 1 });
});

test('skips frames of a long video only, and never with a variable rate', () => {
  const leavesOut = (more: Partial<typeof facts>) =>
    inputOptions(samplingOf({ ...facts, ...more })).includes('-skip_frame');
  expect(leavesOut({ durationSec: 8 })).toBe(false);
  expect(leavesOut({ durationSec: 600 })).toBe(true);
  expect(leavesOut({ durationSec: 600, isVariableFps: true })).toBe(false);
});
