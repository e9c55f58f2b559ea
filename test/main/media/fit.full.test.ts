/** Each type of change from both files to both files; the parts are tested in image/ and video/. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { builds, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { factsOf, fit, made } from './fit-files.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-'));
  await makeImage(at('small.jpg'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withLimit = (maxBytes: number): ModelSpec => ({
  ...testModel,
  video: { ...testModel.video, maxBytes: { ...testModel.video.maxBytes, value: maxBytes } },
});

describe.each(builds)('with $name', ({ path }) => {
  const media = mediaWith(path);

  test('cuts a selected part exactly to the frame', async () => {
    const videoFile = await makeVideo(at('long.mp4'), {
      seconds: 18,
      fps: 30,
      hasAudio: true,
      options: ['-g', '300'],
    });
    const progress: (number | null)[] = [];
    const outcome = await fit({
      media,
      within: folder,
      imagePath: at('small.jpg'),
      videoPath: videoFile,
      choices: { trim: { startSec: 5, endSec: 15 } },
      onProgress: (fraction) => progress.push(fraction),
    });
    const { video } = await made(media, outcome);
    expect(video.facts).toMatchObject({
      videoCodec: 'h264',
      pixelFormat: 'yuv420p',
      audioCodec: 'aac',
      fps: 30,
      width: 480,
      height: 640,
    });
    expect(Math.abs(video.facts.durationSec - 10)).toBeLessThanOrEqual(1 / 30);
    expect(progress.at(-1)).toBe(1);
  });

  test('sends no audio when audio is off', async () => {
    const videoFile = await makeVideo(at('loud.mp4'), { hasAudio: true });
    const outcome = await fit({
      media,
      within: folder,
      imagePath: at('small.jpg'),
      videoPath: videoFile,
      choices: { keepAudio: false },
    });
    expect(outcome.plan.video.steps.map((step) => step.kind)).toEqual(['remux']);
    expect((await made(media, outcome)).video.facts).toMatchObject({ audioCodec: null, durationSec: 4 });
  });

  test('converts a video of another format to H.264 in MP4', async () => {
    const videoFile = await makeVideo(at('old.avi'), { options: ['-c:v', 'mpeg4'] });
    const { video } = await made(
      media,
      await fit({ media, within: folder, imagePath: at('small.jpg'), videoPath: videoFile }),
    );
    expect(video.facts).toMatchObject({ container: 'mp4', videoCodec: 'h264', pixelFormat: 'yuv420p' });
  });

  test('never exceeds the size limit, for any content', async () => {
    const videoFile = await makeVideo(at('noise.mp4'), {
      seconds: 5,
      isNoisy: true,
      options: ['-preset', 'ultrafast', '-qp', '10'],
    });
    const limit = 700_000;
    const { video } = await made(
      media,
      await fit({
        media,
        within: folder,
        imagePath: at('small.jpg'),
        videoPath: videoFile,
        model: withLimit(limit),
      }),
    );
    expect(video.sizeBytes).toBeLessThanOrEqual(limit);
    expect(video.facts.durationSec).toBeCloseTo(5, 1);
  });

  test('enlarges, pads and rotates a small video with an unaccepted aspect ratio', async () => {
    const videoFile = await makeVideo(at('ribbon.mp4'), { width: 120, height: 600 });
    const { video } = await made(
      media,
      await fit({ media, within: folder, imagePath: at('small.jpg'), videoPath: videoFile }),
    );
    const { width, height } = video.facts;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(340);
    expect(width / height).toBeGreaterThanOrEqual(0.4);
    expect([width % 2, height % 2]).toEqual([0, 0]);
  });

  test('converts a large transparent image of another format to one within the limits', async () => {
    const imageFile = await makeImage(at('huge.tiff'), {
      width: 5000,
      height: 1000,
      // An opaque alpha channel counts as none.
      options: ['-vf', 'format=rgba,colorchannelmixer=aa=0.5', '-pix_fmt', 'rgba'],
    });
    const videoFile = await makeVideo(at('plain.mp4'));
    const { image } = await made(
      media,
      await fit({ media, within: folder, imagePath: imageFile, videoPath: videoFile }),
    );
    expect(image.facts).toMatchObject({ container: 'png', width: 3850 });
    expect(image.facts.width / image.facts.height).toBeLessThanOrEqual(2.5);
    expect(image.sizeBytes).toBeLessThanOrEqual(10_000_000);
  });

  test('converts an image that exceeds the size limit as PNG to a JPEG below it', async () => {
    const imageFile = await makeImage(at('grain.png'), {
      width: 900,
      height: 900,
      options: ['-vf', 'noise=alls=100:allf=u', '-pix_fmt', 'rgba'],
    });
    const videoFile = await makeVideo(at('plain2.mp4'));
    const model = {
      ...testModel,
      image: { ...testModel.image, maxBytes: { ...testModel.image.maxBytes, value: 400_000 } },
    };
    const { image } = await made(
      media,
      await fit({ media, within: folder, imagePath: imageFile, videoPath: videoFile, model }),
    );
    expect(image.contentType).toBe('image/jpeg');
    expect(image.sizeBytes).toBeLessThanOrEqual(400_000);
  });

  test('the demo video has the length of the motion and shows the character', async () => {
    const videoFile = await makeVideo(at('dance.mp4'), { hasAudio: true, fps: 24 });
    const outPath = at('demo.mp4');
    const composed = await media.composeDemo({
      imagePath: at('small.jpg'),
      videoPath: videoFile,
      orientation: 'image',
      keepAudio: true,
      lengthSec: 4,
      outPath,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(composed).toEqual({ ok: true, value: {} });
    expect(await factsOf(media, outPath, 'video')).toMatchObject({
      durationSec: 4,
      fps: 24,
      videoCodec: 'h264',
      audioCodec: 'aac',
      width: 600,
      height: 800,
    });
    await rm(outPath);
  });

  test('every moment of a video has a frame, including the last', async () => {
    const videoFile = await makeVideo(at('frames.mp4'));
    for (const atSec of [0, 2, 3.999, 60]) {
      const frame = await media.frame({ path: videoFile, atSec, heightPx: 96 });
      expect(frame.ok && [...frame.value.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    }
  });
});
