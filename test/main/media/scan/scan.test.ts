import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scan } from '#contract/model/scan.ts';
import { scanSchema } from '#contract/model/scan.ts';
import { bestWindows, scanFindings } from '#contract/rules/best-windows.ts';
import { createScan } from '#main/media/scan/scan.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';
import { builds, ffmpeg, ffmpegWith } from '#test/fixtures/media.ts';
import {
  cutVideos,
  darkVideo,
  dissolves,
  fpsOf,
  frozenVideo,
  inLong,
  inParts,
  liveliness,
  longVideos,
  type Rate,
  uncutVideos,
  type Video,
} from './scan-videos.ts';
import { height, shoot, width } from './scenes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Drawn and encoded once, scanned with each build. */
const shootAll = async (videos: readonly Video[]): Promise<void> => {
  for (const { name, rate = '25', ...more } of videos)
    await shoot({ path: join(folder, `${name}.mp4`), rate, fps: fpsOf(rate), ...more });
};

const scanWith = async (
  buildPath: string | undefined,
  video: Pick<Video, 'name' | 'rate' | 'frames'>,
  facts: Partial<typeof fittingVideo> = {},
): Promise<Scan> => {
  const fps = fpsOf(video.rate ?? '25');
  const scan = createScan({ ffmpeg: ffmpegWith(buildPath) });
  const scanned = await scan({
    path: join(folder, `${video.name}.mp4`),
    facts: {
      ...fittingVideo,
      keyframesSec: null,
      width,
      height,
      fps,
      durationSec: video.frames / fps,
      ...facts,
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!scanned.ok) throw new Error(JSON.stringify(scanned.error));
  return scanned.value;
};

/** Cuts as frame indices. */
const cutFrames = (scan: Scan, rate: Rate = '25'): readonly number[] =>
  scan.cutsSec.map((sec) => Math.round(sec * fpsOf(rate)));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const part = (scan: Scan, values: readonly number[], fromSec: number, toSec: number) =>
  values.slice(Math.ceil(fromSec / scan.stepSec), Math.floor(toSec / scan.stepSec));

beforeAll(() =>
  shootAll([...cutVideos, ...uncutVideos, ...dissolves, ...longVideos, frozenVideo, darkVideo, liveliness]),
);

/** The same number, each within a tolerance in frames. */
const expectNear = (found: readonly number[], expected: readonly number[], frames: number) => {
  expect(found.length, `found ${found.join(', ')}`).toBe(expected.length);
  for (const [index, frame] of expected.entries())
    expect(Math.abs((found[index] ?? 0) - frame), `found ${found.join(', ')}`).toBeLessThanOrEqual(frames);
};

describe.each(builds)('with $name', ({ path: build }) => {
  test.each(cutVideos)('$name: every cut is found on its frame', async (video) => {
    const scan = await scanWith(build, video);
    expect(scanSchema.safeParse(scan).success).toBe(true);
    expect(cutFrames(scan, video.rate)).toEqual(video.cuts);
  });

  test.each(uncutVideos)('$name has no cut', async (video) => {
    const scan = await scanWith(build, video);
    expect(scan.cutsSec).toEqual([]);
    expect(scan.frozenSec).toEqual([]);
  });

  test.each(dissolves)('a $name is one cut, near its middle', async (video) => {
    expectNear(cutFrames(await scanWith(build, video)), [video.middle], 4);
  });

  test.each(longVideos)(
    'in a $name video every cut is within two frames, and no window crosses one',
    async (video) => {
      const scan = await scanWith(build, video);
      expectNear(cutFrames(scan, '30'), inLong, 2);
      const windows = bestWindows(scan, { minSec: 3, maxSec: 10 });
      expect(windows.length).toBeGreaterThan(1);
      for (const { startSec, endSec } of windows)
        for (const frame of inLong) expect(startSec * 30 >= frame || endSec * 30 <= frame).toBe(true);
    },
  );

  test('finds a frozen stretch to the frame, at a low bit rate as well, and no window contains it', async () => {
    const scan = await scanWith(build, frozenVideo);
    expect(scan.cutsSec).toEqual([]);
    expect(scan.frozenSec).toEqual([{ startSec: 2, endSec: 3.2 }]);
    expect(bestWindows(scan, { minSec: 1.5, maxSec: 10 }).map(({ endSec }) => endSec <= 2)).toEqual([
      true,
      false,
    ]);
  });

  test('finds a black stretch, with a cut at each of its ends', async () => {
    const scan = await scanWith(build, darkVideo);
    expect(scan.blackSec).toEqual([{ startSec: 2, endSec: 2.8 }]);
    expect(scan.frozenSec).toEqual([]);
    expect(cutFrames(scan)).toEqual([50, 70]);
  });

  test('distinguishes the camera from a body: all of a pan, almost nothing of a dance', async () => {
    const [pan, zoom, deliver] = await Promise.all(
      ['a pan', 'a zoom', 'a hand-held camera'].map((name) => scanWith(build, { name, frames: 75 })),
    );
    const whole = { startSec: 0, endSec: 3 };
    expect(mean(pan?.camera ?? [])).toBeGreaterThan(0.9);
    expect(mean(zoom?.camera ?? [])).toBeGreaterThan(0.8);
    expect(mean(deliver?.camera ?? [])).toBeLessThan(0.3);
    expect([pan, zoom, deliver].map((scan) => scan && scanFindings(scan, whole))).toEqual([
      [{ kind: 'camera' }],
      [{ kind: 'camera' }],
      [],
    ]);
  });

  test('the motion curve is zero without motion, and rises with the dance', async () => {
    const scan = await scanWith(build, liveliness);
    expect(scan.motion).toHaveLength(Math.ceil(8 / scan.stepSec));
    expect(mean(part(scan, scan.motion, 0, 3.5))).toBeLessThan(0.02);
    expect(mean(part(scan, scan.motion, 4.5, 8))).toBeGreaterThan(0.2);
    expect(mean(part(scan, scan.camera, 4.5, 8))).toBeLessThan(0.2);
  });
});

test('audio that begins before the video shifts every time by its lead', async () => {
  const path = join(folder, 'late.mkv');
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'sine=440:d=7', '-itsoffset', '0.8', '-i', join(folder, 'cuts at 25.mp4')],
    ...['-map', '1:v', '-map', '0:a', '-c:v', 'copy', '-c:a', 'aac', path],
  );
  const scan = createScan({ ffmpeg: ffmpegWith() });
  const scanned = await scan({
    path,
    facts: { ...fittingVideo, container: 'mkv', width, height, fps: 25, durationSec: 6.8 },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(scanned).toMatchObject({ ok: true });
  if (!scanned.ok) return;
  expectNear(
    cutFrames(scanned.value),
    inParts.map((frame) => frame + 20),
    1,
  );
});

test('cuts of a video with a variable frame rate are at their displayed times', async () => {
  const path = join(folder, 'varying.mkv');
  await ffmpeg(
    ...['-i', join(folder, 'cuts at 25.mp4'), '-vf', "select='gt(mod(n+4,7),2)+eq(n,37)+eq(n,78)+eq(n,107)'"],
    ...['-c:v', 'libx264', path],
  );
  const scan = createScan({ ffmpeg: ffmpegWith() });
  const scanned = await scan({
    path,
    facts: { ...fittingVideo, width, height, fps: 16, isVariableFps: true, durationSec: 6 },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!scanned.ok) throw new Error(JSON.stringify(scanned.error));
  expectNear(cutFrames(scanned.value), inParts, 1);
});

test('progress only increases and ends at 1; a stopped scan is cancelled, and one of another file fails', async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const scan = createScan({ ffmpeg: ffmpegWith() });
  const request = {
    path: join(folder, 'long.mp4'),
    facts: { ...fittingVideo, width, height, fps: 30, durationSec: 24 },
    signal: stop.signal,
    onProgress: (fraction: number) => seen.push(fraction),
  };
  expect((await scan(request)).ok).toBe(true);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  const stopped = scan({ ...request, onProgress: () => stop.abort() });
  expect(await stopped).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  const none = await scan({
    ...request,
    path: join(folder, 'none.mp4'),
    signal: new AbortController().signal,
  });
  expect(none).toMatchObject({ ok: false, error: { code: 'tool-failed' } });
});
