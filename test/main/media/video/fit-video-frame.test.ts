import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReasonCode, VideoStep } from '#contract/model/plan.ts';
import { createFitVideo } from '#main/media/video/fit-video.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpeg, ffmpegWith, makeVideo } from '#test/fixtures/media.ts';
import { wideLimits } from '#test/fixtures/model.ts';
import { colourAt, makeCountedVideo, numbersFrom, shownFrames, turnVideo } from './counted-videos.ts';
import { fittingWith } from './fitting.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-frame-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const because: ReasonCode[] = [];
const encode = (fps: number): VideoStep => ({
  ...{ kind: 'encode', videoCodec: 'h264', fps, audio: 'none', maxBytes: 50_000_000, because },
});

/** Red on the left half, blue on the right, 640 x 480 as stored. */
const halves = async (path: string, options: readonly string[] = []): Promise<string> => {
  const image = 'color=c=red:size=320x480:rate=25[l];color=c=blue:size=320x480:rate=25[r];[l][r]hstack';
  await ffmpeg('-f', 'lavfi', '-i', image, '-t', '3', '-pix_fmt', 'yuv420p', ...options, path);
  return path;
};

const isRed = ([red = 0, , blue = 0]: readonly number[]): boolean => red > 150 && blue < 90;
const isBlue = ([red = 0, , blue = 0]: readonly number[]): boolean => blue > 150 && red < 90;

// Each encodes a video twice or more: a minute on a loaded machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { factsOf, made } = fittingWith(buildPath, () => folder);
  const tool = ffmpegWith(buildPath);
  const fitVideo = createFitVideo({ ffmpeg: tool });

  const follow = async (path: string, steps: readonly VideoStep[]) => {
    const facts = await factsOf(path);
    const fitted = await fitVideo({
      ...{ path, facts, steps, window: { startSec: 0, endSec: facts.durationSec } },
      ...{ limits: wideLimits.video, maxSec: 30 },
      ...{ folder: await mkdtemp(join(folder, 'made-')), signal: new AbortController().signal },
      onProgress: () => undefined,
    });
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
    return { path: fitted.value.path, facts: await factsOf(fitted.value.path) };
  };

  test('a crop keeps the selected part of the upright frame', async () => {
    // Rotated by a quarter, red is on top.
    const videoPath = await turnVideo(await halves(at('lying.mp4')), 90);
    const bottom = { kind: 'crop', x: 0, y: 400, width: 480, height: 200, because } as const;
    const { path, facts } = await follow(videoPath, [bottom, encode(25)]);
    expect([facts.width, facts.height, facts.rotationDeg]).toEqual([480, 200, 0]);
    expect(isBlue(await colourAt(path, 0.5, 0.5))).toBe(true);
  });

  fullTest('a crop counts displayed pixels where the stored ones are not square', async () => {
    const videoPath = await halves(at('stretched.mp4'), ['-vf', 'scale=320:480,setsar=2/1']);
    const right = { kind: 'crop', x: 340, y: 0, width: 300, height: 480, because } as const;
    const { path, facts } = await follow(videoPath, [right, encode(25)]);
    expect([facts.width, facts.height, facts.isAnamorphic]).toEqual([300, 480, false]);
    expect(isBlue(await colourAt(path, 0.05, 0.5))).toBe(true);
  });

  fullTest('a blurred edge has the colours of the frame beside it, a plain one is black', async () => {
    const videoPath = await halves(at('wide.mp4'));
    const scale = { kind: 'scale', width: 400, height: 300, because } as const;
    const pad = (edge: 'blur' | 'plain'): VideoStep => ({
      ...{ kind: 'pad', edge, width: 400, height: 800, because },
    });
    const blurred = await follow(videoPath, [scale, pad('blur'), encode(25)]);
    const plain = await follow(videoPath, [scale, pad('plain'), encode(25)]);
    expect([blurred.facts.width, blurred.facts.height]).toEqual([400, 800]);
    expect([
      isRed(await colourAt(blurred.path, 0.05, 0.05)),
      isBlue(await colourAt(blurred.path, 0.95, 0.95)),
    ]).toEqual([true, true]);
    expect(isRed(await colourAt(blurred.path, 0.2, 0.5))).toBe(true);
    expect(Math.max(...(await colourAt(plain.path, 0.05, 0.05)).slice(0, 3))).toBeLessThan(20);
  });

  fullTest('deinterlaces frame by frame', async () => {
    const videoPath = await makeCountedVideo(at('fields.mkv'), {
      frames: 90,
      filter: 'setfield=tff',
      options: ['-c:v', 'mpeg2video', '-q:v', '2', '-flags', '+ildct+ilme'],
    });
    const { path, facts } = await follow(videoPath, [{ kind: 'deinterlace', because }, encode(30)]);
    expect(await shownFrames(path)).toEqual(numbersFrom(0, 90));
    expect(facts.isInterlaced).toBe(false);
  });

  test('keeps every second frame of a video with too many frames per second', async () => {
    const videoPath = await makeCountedVideo(at('fast.mp4'), { frames: 360, fps: 120 });
    const { path, facts } = await follow(videoPath, [encode(60)]);
    expect(facts.fps).toBe(60);
    const shown = await shownFrames(path);
    expect(shown.length).toBe(180);
    expect(new Set(shown.slice(1).map((frame, index) => frame - (shown[index] ?? 0)))).toEqual(new Set([2]));
  });

  test('converts ten bits, odd sides and transparency to what every player supports', async () => {
    const tenBits = await makeVideo(at('ten.mkv'), {
      ...{ seconds: 3, width: 481, height: 361 },
      options: ['-c:v', 'ffv1', '-pix_fmt', 'yuv444p10le'],
    });
    const clear = at('clear.mov');
    await ffmpeg(
      ...['-f', 'lavfi', '-i', 'color=c=red@0.5:size=400x400:rate=25,format=rgba', '-t', '3'],
      ...['-c:v', 'qtrle', clear],
    );
    for (const videoPath of [tenBits, clear]) {
      const { facts } = await made(videoPath);
      expect([facts.pixelFormat, facts.width % 2, facts.height % 2, facts.hasAlpha]).toEqual([
        'yuv420p',
        0,
        0,
        false,
      ]);
    }
  });

  test('no byte of the output contains the location, device or title', async () => {
    const videoPath = at('notes.mov');
    await ffmpeg(
      ...['-f', 'lavfi', '-i', 'testsrc2=size=400x400:rate=25', '-f', 'lavfi', '-i', 'sine', '-t', '4'],
      ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', 'use_metadata_tags'],
      ...['-metadata', 'com.apple.quicktime.location.ISO6709=+48.8577+002.295/'],
      ...['-metadata', 'make=SecretCam', '-metadata', 'title=SecretTitle'],
      ...['-metadata:s:v', 'handler_name=SecretHandler', '-metadata:s:a', 'title=SecretSound', videoPath],
    );
    expect((await readFile(videoPath)).includes('Secret')).toBe(true);
    const copied = await made(videoPath);
    const encoded = await made(videoPath, { trim: { startSec: 0.5, endSec: 3.5 } });
    expect([copied.kinds, encoded.kinds]).toEqual([['remux'], ['cut', 'encode']]);
    for (const { path } of [copied, encoded]) {
      const bytes = await readFile(path);
      expect(['Secret', '48.8577', 'ISO6709'].filter((word) => bytes.includes(word))).toEqual([]);
    }
  });
});
