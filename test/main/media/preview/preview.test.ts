import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { createPreview } from '#main/media/preview/preview.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpegWith, makeVideo, mediaWith, toolsWith } from '#test/fixtures/media.ts';
import { makeCountedVideo, shownFrames } from '../video/counted-videos.ts';

const run = promisify(execFile);
let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-preview-'));
  await makeCountedVideo(at('old.avi'), { frames: 50, options: ['-c:v', 'mpeg4', '-q:v', '3'] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const probeVideo = async (path: string): Promise<SeenVideoFacts> => {
  const facts = await mediaWith().probeFacts(path);
  if (!facts.ok || facts.value.kind !== 'video') throw new Error(JSON.stringify(facts));
  return facts.value;
};

/** Times of the frames, in thousandths, and which of them are keyframes. */
const frames = async (path: string) => {
  const tool = await toolsWith().ffprobe();
  if (!tool.ok) throw new Error('no ffprobe');
  const entries = ['-select_streams', 'v', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
  const { stdout } = await run(tool.value.path, ['-v', 'error', ...entries, `file:${path}`]);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .map(([sec, flags]) => ({ ms: Math.round(Number(sec) * 1000), isKey: flags?.includes('K') ?? false }))
    .sort((a, b) => a.ms - b.ms);
  return { ms: rows.map(({ ms }) => ms), keys: rows.flatMap(({ isKey }, index) => (isKey ? [index] : [])) };
};

const makeWith = async (build: string, path: string, outPath: string, signal?: AbortSignal) => {
  const progress: number[] = [];
  const made = await createPreview({ ffmpeg: ffmpegWith(build) })({
    path,
    facts: await probeVideo(path),
    outPath,
    signal: signal ?? new AbortController().signal,
    onProgress: (fraction) => progress.push(fraction),
  });
  return { made, progress };
};

describe.each(builds)('with $name', ({ path: build }) => {
  test('converts an old video to one that every browser plays, frame by frame', async () => {
    const { made } = await makeWith(build, at('old.avi'), at('copy.mp4'));
    expect(made).toEqual({ ok: true, value: {} });
    expect(await probeVideo(at('copy.mp4'))).toMatchObject({
      container: 'mp4',
      videoCodec: 'h264',
      pixelFormat: 'yuv420p',
      audioCodec: null,
    });
    expect(await shownFrames(at('copy.mp4'))).toEqual(await shownFrames(at('old.avi')));
    expect((await frames(at('copy.mp4'))).keys).toEqual([0, 15, 30, 45]);
  });

  fullTest('keeps irregular frame times, and adds no frames', async () => {
    await makeCountedVideo(at('uneven.mkv'), {
      frames: 40,
      filter: "select='not(between(mod(n,8),3,6))'",
      options: ['-vsync', 'passthrough', '-c:v', 'mpeg4'],
    });
    await makeWith(build, at('uneven.mkv'), at('uneven.mp4'));
    const [before, after] = await Promise.all([frames(at('uneven.mkv')), frames(at('uneven.mp4'))]);
    expect(after.ms).toEqual(before.ms);
    expect(after.ms.length).toBe(20);
  });

  test('scales a large video down, without delaying its frames for audio', async () => {
    const large = await makeVideo(at('large.mp4'), {
      seconds: 1,
      width: 1280,
      height: 720,
      hasAudio: true,
      options: ['-preset', 'ultrafast'],
    });
    const { progress } = await makeWith(build, large, at('small.mp4'));
    const facts = await probeVideo(at('small.mp4'));
    expect([facts.width, facts.height, facts.audioCodec]).toEqual([852, 480, 'aac']);
    expect((await frames(at('small.mp4'))).ms.slice(0, 3)).toEqual([0, 40, 80]);
    expect(progress.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });
});

describe('failed preview copy', () => {
  test('leaves no file when it is cancelled or the video is unreadable', async () => {
    await mkdir(at('empty'));
    const [build] = builds;
    const stopped = await makeWith(build?.path ?? '', at('old.avi'), at('empty/a.mp4'), AbortSignal.abort());
    const missing = await createPreview({ ffmpeg: ffmpegWith() })({
      path: at('nowhere.avi'),
      facts: await probeVideo(at('old.avi')),
      outPath: at('empty/b.mp4'),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect([stopped.made, missing].map((made) => made.ok || made.error.code)).toEqual([
      'cancelled',
      'tool-failed',
    ]);
    expect(await readdir(at('empty'))).toEqual([]);
  });
});
