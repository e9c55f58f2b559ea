/** From both files to both files. Every type of change to either is tested in image/ and video/. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultFraming } from '#contract/model/choices.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fitLimits } from '#main/artifacts.ts';
import { builds, everyBuild, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { factsOf, fit, made } from './fit-files.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-'));
  await makeImage(at('small.jpg'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(everyBuild)('with $name', ({ path }) => {
  test('fits an image and a video that exceed the limits, with progress up to 1', async () => {
    const media = mediaWith(path);
    const imageFile = await makeImage(at('wide.bmp'), { width: 1100, height: 360 });
    const videoFile = await makeVideo(at('old.avi'), {
      ...{ seconds: 4, width: 360, height: 400, fps: 10, hasAudio: true },
      options: ['-c:v', 'mpeg4'],
    });
    const progress: (number | null)[] = [];
    const outcome = await fit({
      ...{ media, within: folder, imagePath: imageFile, videoPath: videoFile },
      choices: { trim: { startSec: 0.5, endSec: 3.7 } },
      onProgress: (fraction) => progress.push(fraction),
    });
    const { image, video } = await made(media, outcome);
    expect(image.facts).toMatchObject({ container: 'jpg', width: 1100, height: 440 });
    expect(video.facts).toMatchObject({
      ...{ container: 'mp4', videoCodec: 'h264', pixelFormat: 'yuv420p', audioCodec: 'aac' },
      ...{ width: 360, height: 400, fps: 10, durationSec: 3.2 },
    });
    expect(progress.at(-1)).toBe(1);
    expect((await readdir(outcome.folder)).sort()).toEqual(['character.jpg', 'motion.mp4']);
  });
});

describe.each(builds)('with $name', ({ path }) => {
  const media = mediaWith(path);

  test('sends fitting files byte for byte', async () => {
    const videoFile = await makeVideo(at('fits.mp4'), { hasAudio: true });
    const outcome = await fit({ media, within: folder, imagePath: at('small.jpg'), videoPath: videoFile });
    const { image, video } = await made(media, outcome);
    expect(outcome.plan.verdict).toBe('ready');
    expect((await readFile(image.path)).equals(await readFile(at('small.jpg')))).toBe(true);
    expect((await readFile(video.path)).equals(await readFile(videoFile))).toBe(true);
    expect([image.contentType, video.contentType]).toEqual(['image/jpeg', 'video/mp4']);
    expect((await readdir(outcome.folder)).sort()).toEqual(['character.jpg', 'motion.mp4']);
  });

  test('leaves no files when cancelled while running', async () => {
    const videoFile = await makeVideo(at('cancelled.mp4'), {
      seconds: 12,
      width: 1280,
      height: 720,
      isNoisy: true,
      options: ['-preset', 'ultrafast'],
    });
    const stop = new AbortController();
    const outcome = await fit({
      media,
      within: folder,
      imagePath: at('small.jpg'),
      videoPath: videoFile,
      signal: stop.signal,
      onProgress: (fraction) => {
        if ((fraction ?? 0) > 0) stop.abort();
      },
    });
    expect(outcome.fitted).toMatchObject({ ok: false, error: { code: 'cancelled', charged: 'no' } });
    expect(await readdir(outcome.folder)).toEqual([]);
  });
});

test('reports a missing ffmpeg and writes no file', async () => {
  const videoFile = await makeVideo(at('lonely.mp4'), { options: ['-c:v', 'mpeg4'] });
  const good = mediaWith();
  const image = { path: at('small.jpg'), facts: await factsOf(good, at('small.jpg'), 'image') };
  const video = { path: videoFile, facts: await factsOf(good, videoFile, 'video') };
  const plan = planFit({
    image: image.facts,
    video: video.facts,
    model: testModel,
    choices: {
      orientation: 'image',
      trim: null,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    },
  });
  const target = at('without');
  const fitted = await mediaWith('/nowhere/ffmpeg').fit({
    image,
    video,
    plan,
    limits: fitLimits(testModel, { orientation: 'image' }),
    folder: target,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(fitted).toMatchObject({
    ok: false,
    error: { code: 'tool-missing', subject: 'ffmpeg', charged: 'no' },
  });
  expect(await readdir(target)).toEqual([]);
});
