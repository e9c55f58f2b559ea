import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFrames } from '#main/media/preview/frames.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpegWith, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { makeCountedVideo, shownFrames, turnVideo } from '../video/counted-videos.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-frames-'));
  await makeCountedVideo(at('count.mp4'), { frames: 120, hasAudio: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(builds)('with $name', ({ path: buildPath }) => {
  const media = mediaWith(buildPath);
  const { frameAt } = createFrames(ffmpegWith(buildPath));

  /** Width and height of the JPEG. */
  const sizeAt = async (path: string, atSec: number, heightPx: number) => {
    const frame = await frameAt({ path, atSec, heightPx });
    if (!frame.ok) return frame.error.code;
    await writeFile(at('frame.jpg'), frame.value);
    const facts = await media.probe(at('frame.jpg'));
    return facts.ok ? [facts.value.width, facts.value.height] : facts.error.code;
  };

  test('returns the frame at the requested time', async () => {
    const frame = await frameAt({ path: at('count.mp4'), atSec: 2, heightPx: 400 });
    await writeFile(at('two.jpg'), frame.ok ? frame.value : '');
    expect(await shownFrames(at('two.jpg'))).toEqual([60]);
  });

  fullTest('returns the previous keyframe where that is sufficient, also after the last one', async () => {
    await makeCountedVideo(at('keys.mp4'), {
      frames: 100,
      options: ['-g', '25', '-bf', '0', '-sc_threshold', '0'],
    });
    const near = async (atSec: number) => {
      const frame = await frameAt({ path: at('keys.mp4'), atSec, heightPx: 400, isNear: true });
      await writeFile(at('near.jpg'), frame.ok ? frame.value : '');
      return shownFrames(at('near.jpg'));
    };
    expect([await near(0.5), await near(1.6), await near(3.2)]).toEqual([[0], [25], [75]]);
  });

  fullTest('returns the frame at the requested time in a stream without an index', async () => {
    const stream = await makeCountedVideo(at('stream.ts'), {
      frames: 100,
      options: ['-g', '50', '-bf', '0', '-sc_threshold', '0', '-c:v', 'libx264', '-f', 'mpegts'],
    });
    const shownAt = async (atSec: number, isNear: boolean) => {
      const frame = await frameAt({ path: stream, atSec, heightPx: 400, container: 'mpegts', isNear });
      await writeFile(at('stream.jpg'), frame.ok ? frame.value : '');
      return shownFrames(at('stream.jpg'));
    };
    expect([await shownAt(1, false), await shownAt(2.9, false)]).toEqual([[30], [87]]);
    expect([[0], [50]]).toContainEqual(await shownAt(2.9, true));
  });

  test('returns a frame of the requested height, never higher than the video, with even sides', async () => {
    expect([
      await sizeAt(at('count.mp4'), 1, 96),
      await sizeAt(at('count.mp4'), 1, 4000),
      await sizeAt(at('count.mp4'), 1, 95),
    ]).toEqual([
      [192, 96],
      [800, 400],
      [188, 94],
    ]);
  });

  fullTest('returns a frame as players show it: upright, with square pixels', async () => {
    const turned = await turnVideo(await makeCountedVideo(at('turned.mp4'), { frames: 60 }), 90);
    const stretched = await makeVideo(at('stretched.mp4'), {
      seconds: 1,
      width: 360,
      height: 480,
      options: ['-vf', 'setsar=2/1'],
    });
    expect([await sizeAt(turned, 1, 400), await sizeAt(stretched, 0.5, 240)]).toEqual([
      [200, 400],
      [360, 240],
    ]);
  });

  test('returns the last frame for a time after the end, and the first for one before the start', async () => {
    expect(await sizeAt(at('count.mp4'), 4, 96)).toEqual([192, 96]);
    expect(await sizeAt(at('count.mp4'), -3, 96)).toEqual([192, 96]);
  });

  test('makes a poster from a third into the video as a small JPEG', async () => {
    const large = await makeVideo(at('large.mp4'), {
      seconds: 1,
      width: 1080,
      height: 1920,
      options: ['-preset', 'ultrafast'],
    });
    const signal = new AbortController().signal;
    expect(await media.poster({ videoPath: large, to: at('poster.jpg'), signal })).toEqual({
      ok: true,
      value: {},
    });
    expect(await media.probe(at('poster.jpg'))).toMatchObject({
      value: { container: 'jpg', width: 270, height: 480 },
    });
    expect(await media.poster({ videoPath: at('count.mp4'), to: at('poster.jpg'), signal })).toEqual({
      ok: true,
      value: {},
    });
    const [shown] = await shownFrames(at('poster.jpg'));
    expect(Math.abs((shown ?? 0) - 40)).toBeLessThanOrEqual(1);
  });
});

describe('where there is no frame', () => {
  const media = mediaWith();
  test('reports a file that is missing or not a video', async () => {
    await writeFile(at('words.mp4'), 'words');
    const image = await makeImage(at('picture.jpg'));
    const signal = new AbortController().signal;
    const codes = await Promise.all(
      [at('nowhere.mp4'), at('words.mp4'), image].map(async (videoPath) => {
        const poster = await media.poster({ videoPath, to: at('none.jpg'), signal });
        return poster.ok ? 'made' : poster.error.code;
      }),
    );
    expect(codes).toEqual(['file-missing', 'file-not-media', 'file-is-image']);
    expect((await readdir(folder)).includes('none.jpg')).toBe(false);
  });

  test('ends immediately when cancelled', async () => {
    const frame = await media.frame({
      path: at('count.mp4'),
      atSec: 1,
      heightPx: 96,
      signal: AbortSignal.abort(),
    });
    expect(frame).toEqual({ ok: false, error: { code: 'cancelled', charged: 'no' } });
  });
});
