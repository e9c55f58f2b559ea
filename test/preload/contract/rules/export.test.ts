import { expect, test } from 'vitest';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ExportChoices } from '#contract/model/export.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import {
  defaultAudio,
  exportAudioSources,
  exportFileName,
  exportObstacle,
  exportSec,
  modelNames,
  pairOf,
  videoKbps,
} from '#contract/rules/export.ts';
import { exportFrame } from '#contract/rules/export-frame.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';
import { itemOf, jobRecord } from '#test/main/jobs/samples.ts';

const kept = (reference: Partial<VideoFacts> = {}, result: Partial<VideoFacts> = {}) =>
  itemOf(jobRecord('j1'), {
    video: {
      file: 'motion.mp4',
      name: 'squats.mp4',
      facts: { ...fittingVideo, audioCodec: 'aac', ...reference },
    },
    result: { file: 'result.mp4', facts: { ...fittingVideo, audioCodec: 'aac', ...result } },
  });
/** The videos of a result beside its reference. */
const videos = (beside: Partial<VideoFacts> = {}, result: Partial<VideoFacts> = {}) =>
  pairOf(kept(beside, result), null);
const choices = (more: Partial<ExportChoices> = {}): ExportChoices => ({
  layout: 'side-by-side',
  audio: 'result',
  hasLabels: true,
  labels: { reference: 'Reference', result: 'Result' },
  maxBytes: null,
  ...more,
});
const silent = { audioCodec: null };

test('a comparison is as long as the longer video, the result alone as long as itself', () => {
  const pair = videos({ durationSec: 10 }, { durationSec: 8 });
  expect([exportSec(pair, 'wipe'), exportSec(pair, 'result')]).toEqual([10, 8]);
});

test('only audio that exists is offered, that of the result first', () => {
  expect(exportAudioSources(videos())).toEqual(['result', 'beside', 'none']);
  expect(defaultAudio(videos({}, silent))).toBe('beside');
  expect(defaultAudio(videos(silent, silent))).toBe('none');
});

test('missing audio is an obstacle', () => {
  expect(exportObstacle(videos(silent), choices({ audio: 'beside' }))).toBe('beside-silent');
  expect(exportObstacle(videos({}, silent), choices())).toBe('result-silent');
  expect(exportObstacle(videos(silent, silent), choices({ audio: 'none' }))).toBe(null);
});

test('a size limit too low for a recognisable video is an obstacle, and a lower one is possible without audio', () => {
  const pair = videos({ durationSec: 10 }, { durationSec: 10 });
  expect(exportObstacle(pair, choices({ maxBytes: 250_000 }))).toBe('limit-too-small');
  expect(exportObstacle(pair, choices({ maxBytes: 250_000, audio: 'none' }))).toBe(null);
  expect(exportObstacle(pair, choices({ maxBytes: 8_000_000 }))).toBe(null);
});

test('video and audio together stay under the limit', () => {
  const request = { maxBytes: 1_000_000, lengthSec: 8, hasAudio: true };
  expect(((videoKbps(request) + 128) * 8 * 1000) / 8).toBeLessThan(1_000_000);
});

test('the file name holds image, video, model and layout', () => {
  expect(exportFileName(kept(), null, 'side-by-side')).toBe('anna-squats-kling-v2.6-pro-side-by-side.mp4');
  expect(exportFileName(kept(), null, 'result')).toBe('anna-squats-kling-v2.6-pro-audio.mp4');
});

test('the file name holds the model of another result as well, unless only one is shown', () => {
  const other = { choices: { ...kept().choices, modelId: modelIdSchema.parse('novita/kling-v3-pro') } };
  expect(exportFileName(kept(), other, 'wipe')).toBe(
    'anna-squats-kling-v2.6-pro-and-novita-kling-v3-pro-wipe.mp4',
  );
  expect(exportFileName(kept(), other, 'result')).toBe('anna-squats-kling-v2.6-pro-audio.mp4');
});

test('another result takes the place of the reference', () => {
  const other = kept({}, { durationSec: 7 });
  const pair = pairOf(kept({ durationSec: 30 }, { durationSec: 5 }), other);
  expect(pair).toEqual({ beside: other.result.facts, result: { ...other.result.facts, durationSec: 5 } });
  expect([exportSec(pair, 'wipe'), exportSec(pair, 'result')]).toEqual([7, 5]);
});

test('two results are labelled with their models, and with a number where one model made both', () => {
  const [fal, novita] = [{ modelName: 'Kling (fal)' }, { modelName: 'Kling (Novita)' }];
  expect(modelNames(fal, novita)).toEqual({ beside: 'Kling (Novita)', result: 'Kling (fal)' });
  expect(modelNames(fal, { ...fal })).toEqual({ beside: 'Kling (fal) 1', result: 'Kling (fal) 2' });
});

const wide = { width: 1920, height: 1080 };
const tall = { width: 720, height: 1280 };

test('side by side both have the larger height, and the longest side is 1920', () => {
  expect(exportFrame({ layout: 'side-by-side', beside: tall, result: tall })).toEqual({
    width: 1440,
    height: 1280,
    beside: { x: 0, y: 0, width: 720, height: 1280 },
    result: { x: 720, y: 0, width: 720, height: 1280 },
  });
  expect(exportFrame({ layout: 'side-by-side', beside: wide, result: wide })).toMatchObject({
    width: 1920,
    height: 540,
  });
});

test('stacked both have the larger width', () => {
  expect(exportFrame({ layout: 'stacked', beside: wide, result: { width: 960, height: 540 } })).toMatchObject(
    {
      width: 1706,
      height: 1920,
      beside: { x: 0, y: 0 },
      result: { x: 0, y: 960 },
    },
  );
});

test('in a wipe the reference is in the middle of the frame of the result', () => {
  const { width, height, beside } = exportFrame({ layout: 'wipe', beside: tall, result: wide });
  expect({ width, height }).toEqual(wide);
  expect(beside).toEqual({ x: 656, y: 0, width: 608, height: 1080 });
});

test('every side is even, nothing exceeds the frame and no aspect ratio changes, for any sizes', () => {
  const sizes = [
    wide,
    tall,
    { width: 341, height: 853 },
    { width: 3850, height: 1541 },
    { width: 500, height: 499 },
  ];
  for (const beside of sizes)
    for (const result of sizes)
      for (const layout of ['side-by-side', 'stacked', 'wipe', 'result'] as const) {
        const frame = exportFrame({ layout, beside, result, maxPixels: 900_000 });
        expect(frame.width * frame.height).toBeLessThanOrEqual(900_000);
        expect(Math.max(frame.width, frame.height)).toBeLessThanOrEqual(1920);
        for (const [name, size] of [
          ['beside', beside],
          ['result', result],
        ] as const) {
          const { x, y, width, height } = frame[name];
          expect([x, y, width, height].filter((side) => side % 2 !== 0)).toEqual([]);
          expect(x + width <= frame.width && y + height <= frame.height).toBe(true);
          if (layout === 'result') continue;
          const bent = (width / height) * (size.height / size.width);
          expect(Math.abs(bent - 1)).toBeLessThan(2.5 / Math.min(width, height));
        }
      }
});
