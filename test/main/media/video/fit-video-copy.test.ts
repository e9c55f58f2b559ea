import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VideoStep } from '#contract/model/plan.ts';
import { wholePartOf } from '#main/media/video/copy-video.ts';
import { createFitVideo } from '#main/media/video/fit-video.ts';
import { builds, ffmpeg, ffmpegWith, makeVideo } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { makeCountedVideo, numbersFrom, rawPackets, shownFrames } from './counted-videos.ts';
import { fittingWith } from './fitting.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-copy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Each encodes a video twice or more: a minute on a loaded machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { factsOf, made } = fittingWith(buildPath, () => folder);
  const tool = ffmpegWith(buildPath);
  const fitVideo = createFitVideo({ ffmpeg: tool });

  /** Executes a cut and a copy independent of the rules; returns whether the video track was copied. */
  const cutByCopy = async (path: string, part: { startSec: number; endSec: number; maxBytes?: number }) => {
    const { startSec, endSec, maxBytes = null } = part;
    const steps: readonly VideoStep[] = [
      { kind: 'cut', startSec, endSec, because: ['video-trimmed'] },
      { kind: 'remux', container: 'mp4', audio: 'copy', maxBytes, because: ['video-trimmed'] },
    ];
    const fitted = await fitVideo({
      ...{ path, facts: await factsOf(path), steps, window: { startSec, endSec } },
      ...{ limits: testModel.video, maxSec: 10 },
      ...{ folder: await mkdtemp(join(folder, 'cut-')), signal: new AbortController().signal },
      onProgress: () => undefined,
    });
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
    const made = await readFile(fitted.value.path);
    return {
      path: fitted.value.path,
      facts: await factsOf(fitted.value.path),
      isCopy: !made.includes('rc_lookahead=20'),
    };
  };
  // A shorter lookahead than the fit's own encoder, which writes its settings into the video.
  const mine = (options: string) => ['-preset', 'ultrafast', '-x264-params', options];

  test.each(
    gateCases<readonly [what: string, options: string, endSec: number, isCopied: boolean]>(
      [
        ['is copied where frames are stored in display order', 'bframes=0', 5.5, true],
        ['is copied where the end is between GOPs', 'bframes=3:b-adapt=0', 5.44, true],
        ['is encoded where the end is inside a GOP', 'bframes=3:b-adapt=0', 5.5, false],
        [
          'is encoded where frames refer back across the keyframe',
          'bframes=3:b-adapt=0:open-gop=1',
          5.44,
          false,
        ],
      ],
      3,
    ),
  )('a cut at a keyframe %s, and is exact', async (_, options, endSec, isCopied) => {
    const videoPath = await makeCountedVideo(at('keys.mp4'), {
      frames: 240,
      hasAudio: true,
      options: mine(`keyint=30:scenecut=0:${options}`),
    });
    const { path, facts, isCopy } = await cutByCopy(videoPath, { startSec: 2, endSec });
    const shown = await shownFrames(path);
    expect([shown[0], isCopy]).toEqual([60, isCopied]);
    expect(shown).toEqual(numbersFrom(60, shown.length));
    expect(Math.abs(shown.length - (endSec - 2) * 30)).toBeLessThanOrEqual(1.01);
    expect(Math.abs(facts.durationSec - (endSec - 2))).toBeLessThan(1.1 / 30);
  });

  test('a cut without a keyframe is encoded instead, and exact', async () => {
    const videoPath = await makeCountedVideo(at('far.mp4'), {
      frames: 200,
      options: mine('keyint=90:scenecut=0'),
    });
    const { path } = await cutByCopy(videoPath, { startSec: 2, endSec: 5.5 });
    expect(await shownFrames(path)).toEqual(numbersFrom(60, 105));
  });

  test('leaves out hidden frames in every case', async () => {
    const whole = await makeCountedVideo(at('whole.mp4'), {
      frames: 240,
      hasAudio: true,
      options: mine('keyint=30'),
    });
    const videoPath = at('hiding.mp4');
    await ffmpeg('-ss', '1.5', '-i', whole, '-c', 'copy', videoPath);
    const part = await made(videoPath, { trim: { startSec: 1, endSec: 4 } });
    const silent = await made(videoPath, { keepAudio: false });
    expect([part.kinds, silent.kinds]).toEqual([['cut', 'encode'], ['encode']]);
    expect(await shownFrames(part.path)).toEqual(numbersFrom(75, 90));
    const all = await shownFrames(silent.path);
    expect(all).toEqual(numbersFrom(45, all.length));
    expect(Math.abs(all.length - 195)).toBeLessThanOrEqual(1);
    expect(await rawPackets(silent.path)).not.toContain('KD');
  });

  test('encodes a copy that exceeds the size limit', async () => {
    const videoPath = await makeVideo(at('heavy.mp4'), {
      seconds: 6,
      isNoisy: true,
      options: mine('keyint=25'),
    });
    const { facts } = await cutByCopy(videoPath, { startSec: 2, endSec: 5, maxBytes: 900_000 });
    expect(facts.sizeBytes).toBeLessThanOrEqual(900_000);
    expect(facts.durationSec).toBeCloseTo(3, 1);
  });
});

describe('copied part', () => {
  const requested = { fps: 25, frames: 4 };
  const packet = (frame: number, flags = '__') => ({ pts_time: frame / 25, flags });
  const keys = [0, 1, 2, 3, 4].map((frame) => packet(frame, 'K_'));
  test.each([
    ['is complete with all its frames', [packet(0, 'K_'), packet(2), packet(1), packet(3)], 4],
    ['drops one frame too many', keys, 4],
    ['accepts one missing frame', keys.slice(0, 3), 3],
    ['refuses a gap', [packet(0, 'K_'), packet(1), packet(3), packet(4)], null],
    ['refuses two missing frames', [packet(0, 'K_'), packet(1)], null],
    ['refuses a start before the keyframe', [packet(2, 'K_'), packet(0), packet(1), packet(3)], null],
    ['refuses a start without a keyframe', [packet(0), packet(1), packet(2), packet(3)], null],
    ['refuses hidden frames', [packet(0, 'KD'), packet(1), packet(2), packet(3)], null],
    ['refuses an empty part', [], null],
  ])('%s', (_, packets, taken) => {
    expect(wholePartOf(packets, requested)).toBe(taken);
  });

  test('is shortened by the frames that are stored too early', () => {
    const stored = [packet(0, 'K_'), packet(2), packet(1), packet(3), packet(6), packet(5)];
    expect(wholePartOf(stored, { fps: 25, frames: 5 })).toBe(4);
    expect(wholePartOf(stored, { fps: 25, frames: 6 })).toBe(null);
  });
});
