import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VideoStep } from '#contract/model/plan.ts';
import { wholePartOf } from '#main/media/video/copied-tracks.ts';
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

// Each encodes a clip twice or more: a minute on a busy machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { factsOf, made } = fittingWith(buildPath, () => folder);
  const tool = ffmpegWith(buildPath);
  const fitVideo = createFitVideo({ ffmpeg: tool });

  /** Follows a cut and a copy whatever the rules would plan; tells whether the pictures were copied. */
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
  // Looks ahead less far than the fit's own encoder, which writes into the pictures how they were made.
  const mine = (options: string) => ['-preset', 'ultrafast', '-x264-params', options];

  test.each(
    gateCases<readonly [what: string, options: string, endSec: number, isCopied: boolean]>(
      [
        ['is copied where frames are stored as they are shown', 'bframes=0', 5.5, true],
        ['is copied where the end falls between groups of frames', 'bframes=3:b-adapt=0', 5.44, true],
        ['is encoded where the end falls into a group of frames', 'bframes=3:b-adapt=0', 5.5, false],
        [
          'is encoded where frames reach back across the key frame',
          'bframes=3:b-adapt=0:open-gop=1',
          5.44,
          false,
        ],
      ],
      3,
    ),
  )('a cut at a key frame %s, and is exact', async (_, options, endSec, isCopied) => {
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

  test('a cut that no key frame stands at is encoded instead, and still exact', async () => {
    const videoPath = await makeCountedVideo(at('far.mp4'), {
      frames: 200,
      options: mine('keyint=90:scenecut=0'),
    });
    const { path } = await cutByCopy(videoPath, { startSec: 2, endSec: 5.5 });
    expect(await shownFrames(path)).toEqual(numbersFrom(60, 105));
  });

  test('frames that a clip itself hides are left out, whatever else is done', async () => {
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

  test('a copy that comes out over the cap is encoded instead', async () => {
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

describe('a copied part', () => {
  const asked = { fps: 25, frames: 4 };
  const packet = (frame: number, flags = '__') => ({ pts_time: frame / 25, flags });
  const keys = [0, 1, 2, 3, 4].map((frame) => packet(frame, 'K_'));
  test.each([
    ['a whole part is taken whole', [packet(0, 'K_'), packet(2), packet(1), packet(3)], 4],
    ['one frame too many is left out', keys, 4],
    ['one frame too few will do', keys.slice(0, 3), 3],
    ['a gap will not do', [packet(0, 'K_'), packet(1), packet(3), packet(4)], null],
    ['two frames short will not do', [packet(0, 'K_'), packet(1)], null],
    ['a start before the key frame will not do', [packet(2, 'K_'), packet(0), packet(1), packet(3)], null],
    ['a start without a key frame will not do', [packet(0), packet(1), packet(2), packet(3)], null],
    ['hidden frames will not do', [packet(0, 'KD'), packet(1), packet(2), packet(3)], null],
    ['nothing will not do', [], null],
  ])('%s', (_, packets, taken) => {
    expect(wholePartOf(packets, asked)).toBe(taken);
  });

  test('is shortened by what is stored too early', () => {
    const stored = [packet(0, 'K_'), packet(2), packet(1), packet(3), packet(6), packet(5)];
    expect(wholePartOf(stored, { fps: 25, frames: 5 })).toBe(4);
    expect(wholePartOf(stored, { fps: 25, frames: 6 })).toBe(null);
  });
});
