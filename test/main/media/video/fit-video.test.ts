import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFitVideo } from '#main/media/video/fit-video.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpegWith, makeVideo } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { makePoorFfmpeg } from '../ffmpeg/poor-ffmpeg.ts';
import {
  colourAt,
  makeCountedVideo,
  numbersFrom,
  rawFacts,
  shownFrames,
  turnVideo,
} from './counted-videos.ts';
import { fittingWith } from './fitting.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-video-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const audioSec = async (path: string): Promise<number> => {
  const audio = (await rawFacts(path))
    .split('[STREAM]')
    .find((stream) => stream.includes('codec_type=audio'));
  return Number(/^duration=([\d.]+)$/m.exec(audio ?? '')?.[1]);
};

// Each encodes a video twice or more: a minute on a loaded machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { fit, made } = fittingWith(buildPath, () => folder);

  test.each(
    gateCases<readonly [name: string, options: readonly string[]]>(
      [
        ['far-key-frames.mp4', ['-g', '300', '-bf', '3']],
        ['clip.mkv', ['-g', '300']],
        ['clip.mov', ['-c:v', 'prores']],
        ['no-index.ts', ['-g', '120', '-bf', '3']],
        ['clip.avi', ['-c:v', 'mpeg4', '-g', '100']],
        ['no-index.flv', ['-g', '120']],
        ['clip.webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-g', '300']],
        ['no-index.mpg', ['-c:v', 'mpeg2video', '-g', '30']],
      ],
      3,
    ),
  )('a part of %s starts and ends on its selected frames, with its audio', async (name, options) => {
    const videoPath = await makeCountedVideo(at(name), { frames: 200, hasAudio: true, options });
    const { path, kinds } = await made(videoPath, { trim: { startSec: 2.5, endSec: 5.9 } });
    const shown = await shownFrames(path);
    expect(kinds).toContain('cut');
    expect([74, 75, 76]).toContain(shown[0]);
    expect(shown).toEqual(numbersFrom(shown[0] ?? 0, 102));
    expect(await audioSec(path)).toBeCloseTo(3.4, 1);
  });

  fullTest(
    'a part of a television video has the selected length, at the maximum and at the minimum',
    async () => {
      const videoPath = await makeCountedVideo(at('ntsc.mp4'), {
        frames: 380,
        fps: '30000/1001',
        hasAudio: true,
      });
      const ten = await made(videoPath, { trim: { startSec: 1, endSec: 11 } });
      const three = await made(videoPath, { trim: { startSec: 1, endSec: 4 } });
      expect((await shownFrames(ten.path)).length).toBe(299);
      expect(ten.facts.durationSec).toBeLessThanOrEqual(10);
      expect(three.facts.durationSec).toBeGreaterThanOrEqual(3);
      expect(three.facts.durationSec).toBeLessThan(3 + 1.1 / 29.97);
      expect(ten.facts.fps).toBeCloseTo(29.97, 2);
    },
  );

  fullTest('converts a variable frame rate to a constant one with the same duration', async () => {
    const videoPath = await makeCountedVideo(at('varying.mkv'), {
      frames: 150,
      filter: "select='lt(n,60)+not(mod(n,7))'",
      options: ['-vsync', 'vfr'],
    });
    const { facts, plan } = await made(videoPath);
    expect(plan.reasons.map(({ code }) => code)).toContain('video-variable-fps');
    expect(facts.isVariableFps).toBe(false);
    expect(Math.abs(facts.durationSec - plan.expected.outputSec)).toBeLessThanOrEqual(1.01 / facts.fps);
  });

  fullTest('keeps the duration of a video whose last frame is held', async () => {
    const videoPath = await makeCountedVideo(at('held.mp4'), {
      frames: 120,
      filter: "select='lt(n,100)+eq(n,119)'",
      options: ['-vsync', 'vfr'],
    });
    const { facts, plan } = await made(videoPath);
    expect(Math.abs(facts.durationSec - plan.expected.outputSec)).toBeLessThanOrEqual(1.01 / facts.fps);
  });

  test('a video with a rotation is fitted upright', async () => {
    // The bar is on the left; rotated clockwise, it is on top.
    const videoPath = await turnVideo(
      await makeCountedVideo(at('turned.mp4'), { frames: 100, options: ['-g', '100'] }),
      90,
    );
    const { path, facts } = await made(videoPath);
    expect([facts.width, facts.height, facts.rotationDeg]).toEqual([400, 800, 0]);
    const top = await colourAt(path, 0.5, 0.005);
    const left = await colourAt(path, 0.005, 0.5);
    expect(top[0]).toBeGreaterThan(150);
    expect(left[0]).toBeLessThan(60);
  });

  test('non-square pixels become square, odd sides even', async () => {
    const videoPath = await makeVideo(at('stretched.mkv'), {
      width: 361,
      height: 481,
      options: ['-vf', 'scale=361:481,setsar=4/3', '-pix_fmt', 'yuv444p'],
    });
    const { facts } = await made(videoPath);
    expect([facts.width, facts.height, facts.isAnamorphic, facts.pixelFormat]).toEqual([
      482,
      482,
      false,
      'yuv420p',
    ]);
  });

  test('the place, time and author of a recording are not sent', async () => {
    const secrets = [
      '-metadata',
      'location=+48.8577+002.295/',
      '-metadata',
      'title=Private',
      '-metadata',
      'creation_time=2020-05-05T05:05:05Z',
    ];
    const videoPath = await makeVideo(at('tagged.mov'), {
      hasAudio: true,
      options: [...secrets, '-movflags', 'use_metadata_tags'],
    });
    expect(await rawFacts(videoPath)).toMatch(/Private/);
    const encoded = await made(videoPath, { trim: { startSec: 0.5, endSec: 3.5 } });
    const copied = await made(videoPath, { keepAudio: false });
    expect([encoded.kinds.at(-1), copied.kinds.at(-1)]).toEqual(['encode', 'remux']);
    for (const { path } of [encoded, copied])
      expect(await rawFacts(path)).not.toMatch(/Private|48\.8577|2020-05/);
  });

  test('only remuxes a Matroska video whose content fits', async () => {
    const videoPath = await makeCountedVideo(at('fine.mkv'), {
      frames: 100,
      hasAudio: true,
      // Without B-frames: the 2018 build spaces the first ones of a Matroska file irregularly.
      options: ['-c:a', 'aac', '-bf', '0'],
    });
    const { kinds, facts, path } = await made(videoPath);
    expect(kinds).toEqual(['remux']);
    expect([facts.container, facts.videoCodec, facts.audioCodec]).toEqual(['mp4', 'h264', 'aac']);
    expect(await shownFrames(path)).toEqual(numbersFrom(0, 100));
    // The index comes first, so that a provider can read it as a stream.
    const bytes = await readFile(path);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  test('refuses a truncated video and leaves no file', async () => {
    const videoPath = await makeVideo(at('broken.mkv'), {
      seconds: 6,
      isNoisy: true,
      options: ['-c:v', 'mpeg4'],
    });
    await truncate(videoPath, Math.round((await stat(videoPath)).size / 2));
    const { fitted, folder: target } = await fit(videoPath);
    expect(fitted).toMatchObject({
      ok: false,
      error: { code: 'tool-failed', subject: 'ffmpeg', charged: 'no' },
    });
    expect(JSON.stringify(fitted)).not.toContain(folder);
    expect(await readdir(target)).toEqual([]);
  });
});

describe('with any build', () => {
  const { fit, factsOf } = fittingWith(undefined, () => folder);

  test('does not send another file that has replaced the selected one', async () => {
    const videoPath = await makeVideo(at('mine.mp4'), { seconds: 3 });
    const facts = await factsOf(videoPath);
    const bytes = await readFile(videoPath);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(videoPath, bytes);
    const sameSize = await fit(videoPath, {}, facts);
    await writeFile(videoPath, Buffer.concat([bytes, bytes]));
    const otherSize = await fit(videoPath, {}, facts);
    await rm(videoPath);
    const gone = await fit(videoPath, {}, facts);
    const codes = [sameSize, otherSize, gone].map(({ fitted }) => (fitted.ok ? 'sent' : fitted.error));
    const error = { charged: 'no', subject: basename(videoPath) };
    expect(codes).toEqual([
      { ...error, code: 'source-gone' },
      { ...error, code: 'source-gone' },
      { ...error, code: 'file-missing', detail: 'ENOENT' },
    ]);
    expect(await readdir(sameSize.folder)).toEqual([]);
  });

  test('an encoding that ran out of disk space is repeated once, and then fails', async () => {
    const videoPath = await makeVideo(at('cut-off.mp4'), { seconds: 3 });
    const facts = await factsOf(videoPath);
    const fitWith = async (cutOff: number) => {
      const tool = ffmpegWith();
      let encodings = 0;
      const fitVideo = createFitVideo({
        ffmpeg: {
          ...tool,
          encode: async (request) => {
            const encoded = await tool.encode(request);
            encodings += 1;
            if (encodings <= cutOff) await truncate(request.outPath, 500);
            return encoded;
          },
        },
      });
      const folder = at(`cut-off-${cutOff}`);
      const fitted = await fitVideo({
        ...{ path: videoPath, facts, window: { startSec: 0, endSec: 3 }, folder },
        ...{ limits: testModel.video, maxSec: 10 },
        steps: [
          { kind: 'encode', videoCodec: 'h264', fps: 25, audio: 'none', maxBytes: 1_000_000, because: [] },
        ],
        ...{ signal: new AbortController().signal, onProgress: () => undefined },
      });
      return [fitted.ok ? 'made' : fitted.error.code, encodings, (await readdir(folder)).length];
    };
    expect(await fitWith(1)).toEqual(['made', 2, 1]);
    expect(await fitWith(2)).toEqual(['tool-failed', 2, 0]);
  });

  test('names the missing filter when ffmpeg cannot convert HDR to standard range', async () => {
    const videoPath = await makeVideo(at('plain.mp4'), { seconds: 3 });
    const facts = { ...(await factsOf(videoPath)), isHdr: true };
    const fitVideo = createFitVideo({
      ffmpeg: ffmpegWith(await makePoorFfmpeg(at('without-zscale'), / zscale /)),
    });
    const fitted = await fitVideo({
      ...{ path: videoPath, facts, window: { startSec: 0, endSec: 3 }, folder: at('no-zscale') },
      ...{ limits: testModel.video, maxSec: 10 },
      steps: [
        { kind: 'tone-map', because: ['video-hdr'] },
        {
          kind: 'encode',
          videoCodec: 'h264',
          fps: 25,
          audio: 'none',
          maxBytes: 1_000_000,
          because: ['video-hdr'],
        },
      ],
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    });
    expect(fitted).toMatchObject({ ok: false, error: { code: 'tool-missing', subject: 'zscale' } });
    expect(await readdir(at('no-zscale'))).toEqual([]);
  });

  test('reports a file in place of the folder', async () => {
    const videoPath = await makeVideo(at('plain2.mp4'), { seconds: 3 });
    await writeFile(at('in-the-way'), '');
    const facts = await factsOf(videoPath);
    const tool = ffmpegWith();
    const fitted = await createFitVideo({ ffmpeg: tool })({
      ...{
        path: videoPath,
        facts,
        window: { startSec: 0, endSec: 3 },
        folder: at('in-the-way'),
        steps: [{ kind: 'keep' }],
        ...{ limits: testModel.video, maxSec: 10 },
      },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    });
    expect(fitted).toEqual({
      ok: false,
      error: { code: 'folder-unwritable', subject: 'in-the-way', charged: 'no' },
    });
  });
});
