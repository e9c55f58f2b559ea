import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoRequest, demoSize } from '#main/media/demo-video.ts';
import { builds, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { colourAt, makeCorner } from './video/counted-videos.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-demo-'));
  await makeCorner(at('character.png'), {
    width: 1000,
    height: 1500,
    filter: 'drawbox=w=iw:h=ih:color=red:t=2000',
  });
  await makeVideo(at('motion.mp4'), {
    seconds: 11,
    width: 640,
    height: 360,
    fps: 60,
    hasAudio: true,
    options: ['-preset', 'ultrafast'],
  });
  await makeVideo(at('silent.mp4'), { seconds: 3, fps: 5 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('size of the demo video', () => {
  test.each([
    [
      { width: 1000, height: 1500 },
      { width: 640, height: 960 },
    ],
    [
      { width: 400, height: 400 },
      { width: 400, height: 400 },
    ],
    [
      { width: 3849, height: 2165 },
      { width: 960, height: 540 },
    ],
    [
      { width: 341, height: 341 },
      { width: 342, height: 342 },
    ],
  ])('%o becomes %o', (shape, size) => {
    expect(demoSize(shape)).toEqual(size);
  });
});

describe.each(builds)('with $name', ({ path }) => {
  const media = mediaWith(path);
  const compose = async (changes: Partial<DemoRequest>) => {
    const outPath = at('out.mp4');
    const progress: number[] = [];
    const composed = await media.composeDemo({
      imagePath: at('character.png'),
      videoPath: at('motion.mp4'),
      orientation: 'image',
      keepAudio: true,
      lengthSec: 10,
      outPath,
      onProgress: (fraction) => progress.push(fraction),
      signal: new AbortController().signal,
      ...changes,
    });
    return { composed, facts: await media.probe(outPath), outPath, progress };
  };

  test('has the shape of the image, exactly the requested length, and the audio of the video', async () => {
    const { composed, facts, progress, outPath } = await compose({ lengthSec: 4 });
    expect(composed).toEqual({ ok: true, value: {} });
    expect(facts).toMatchObject({
      value: {
        ...{ container: 'mp4', videoCodec: 'h264', pixelFormat: 'yuv420p', audioCodec: 'aac' },
        ...{ width: 640, height: 960, durationSec: 4, fps: 30 },
      },
    });
    expect(progress.at(-1)).toBeGreaterThan(0.9);
    // The image, which is all red, is in the middle.
    const [red = 0, green = 0] = await colourAt(outPath, 0.5, 0.5);
    expect([red > 200, green < 60]).toEqual([true, true]);
  });

  test('has the shape and frame rate of the video, and no audio, where that is requested', async () => {
    const { facts } = await compose({ videoPath: at('silent.mp4'), orientation: 'video', lengthSec: 3 });
    expect(facts).toMatchObject({
      value: { width: 480, height: 640, fps: 10, durationSec: 3, audioCodec: null },
    });
    const muted = await compose({ keepAudio: false, lengthSec: 3.5 });
    expect(muted.facts).toMatchObject({ value: { durationSec: 3.5, audioCodec: null } });
  });

  test('can be cancelled', async () => {
    const stop = new AbortController();
    const { composed } = await compose({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(composed).toEqual({ ok: false, error: { code: 'cancelled', charged: 'no' } });
  });

  test('names the input that is missing or of the wrong type', async () => {
    const codes = [
      await compose({ imagePath: at('nowhere.png') }),
      await compose({ imagePath: at('motion.mp4') }),
      await compose({ videoPath: at('character.png') }),
    ].map(({ composed }) => (composed.ok ? 'made' : [composed.error.code, composed.error.subject]));
    expect(codes).toEqual([
      ['file-missing', 'nowhere.png'],
      ['file-is-video', 'motion.mp4'],
      ['file-is-image', 'character.png'],
    ]);
  });
});
