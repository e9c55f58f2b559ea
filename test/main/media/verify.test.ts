import { describe, expect, test } from 'vitest';
import type { MadeFault } from '#contract/error-parameters.ts';
import { fail, ok } from '#contract/errors.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import { createVerify, type ExpectedVideo, judgeMadeImage, judgeMadeVideo } from '#main/media/verify.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { testModel } from '#test/fixtures/model.ts';

const inLine = (faults: readonly MadeFault[]): string =>
  faults.map(({ code, actual, expected }) => `${code} ${actual} (${expected})`).join('; ');

const expected: ExpectedVideo = {
  limits: testModel.video,
  maxSec: 10,
  maxBytes: 5_000_000,
  lengthSec: 8,
  toleranceSec: 0.04,
  longestSec: 8,
  fps: 30,
  size: { width: 1080, height: 1920 },
  audio: 'required',
};
const made: SeenVideoFacts = { ...fittingVideo, containerSec: 8, tracksEndSec: 8 };

describe('fitted video', () => {
  test('passes where it is as planned', () => {
    expect(judgeMadeVideo(made, expected)).toEqual([]);
  });

  test.each<[Partial<SeenVideoFacts>, string]>([
    [{ durationSec: 8.1 }, 'length 8.1 s (8 s)'],
    [{ durationSec: 7.9 }, 'length 7.9 s (8 s)'],
    [{ containerSec: 8.019 }, 'read-as-longer 8.019 s (8 s)'],
    [{ tracksEndSec: 8.019 }, 'read-as-longer 8.019 s (8 s)'],
    [{ containerSec: 40, tracksEndSec: 40 }, 'video-tracks-uneven'],
    [{ wrongHeaderSec: 3 }, 'video-duration-header'],
    [{ hasHiddenFrames: true }, 'video-hidden-frames'],
    [{ hasRestarts: true }, 'video-timestamps-restart'],
    [{ firstFrameSec: 0.2 }, 'first-frame-late 0.2 s'],
    [{ keyframesSec: [0.5] }, 'no-key-frame-at-start'],
    [{ sizeBytes: 5_000_001 }, 'too-many-bytes 5000001 bytes (5000000 bytes)'],
    [{ sizeBytes: 100_000_001 }, 'video-too-large'],
    [{ width: 1078 }, 'frame-size 1078 x 1920 (1080 x 1920)'],
    [{ width: 300 }, 'video-side-too-short'],
    [{ fps: 25 }, 'frame-rate 25 (30)'],
    [{ isVariableFps: true }, 'video-variable-fps'],
    [{ videoCodec: 'vp9' }, 'video-codec'],
    [{ container: 'webm' }, 'video-format'],
    [{ pixelFormat: 'yuv444p' }, 'video-pixel-format'],
    [{ rotationDeg: 90 }, 'video-rotated'],
    [{ hasMetadata: true }, 'video-metadata'],
    [{ otherStreams: 1 }, 'video-extra-streams'],
    [{ audioCodec: null }, 'audio-absent'],
    [{ audioCodec: 'opus' }, 'audio-codec'],
    [{ audioCodec: null, undecodableAudio: ['apac'] }, 'audio-undecodable'],
    [{ sizeChanges: [{ atSec: 3, width: 640, height: 360 }] }, 'size-changes'],
  ])('%o is refused with its faults', (change, fault) => {
    expect(inLine(judgeMadeVideo({ ...made, ...change }, expected))).toContain(fault);
  });

  test("is refused over the model's maximum length, whatever the plan", () => {
    const longer = { ...made, durationSec: 10.01, containerSec: 10.01, tracksEndSec: 10.01 };
    const faults = judgeMadeVideo(longer, { ...expected, lengthSec: 10, longestSec: 10.05 });
    expect(inLine(faults)).toBe('read-as-longer 10.01 s (10 s)');
  });

  test('has no audio where none is planned', () => {
    expect(inLine(judgeMadeVideo(made, { ...expected, audio: 'none' }))).toBe('unexpected-audio aac ()');
    expect(judgeMadeVideo({ ...made, audioCodec: null }, { ...expected, audio: 'optional' })).toEqual([]);
  });
});

describe('fitted image', () => {
  const whole = { limits: testModel.image, maxBytes: 1_000_000 };
  test.each<[Partial<SeenImageFacts>, string]>([
    [{}, ''],
    [{ sizeBytes: 1_000_001 }, 'too-many-bytes 1000001 bytes (1000000 bytes)'],
    [{ hasMetadata: true }, 'image-metadata'],
    [{ container: 'webp' }, 'image-format'],
    [{ width: 100 }, 'image-side-too-short'],
    [{ rotationDeg: 90 }, 'image-rotated'],
  ])('%o is judged: %s', (change, fault) => {
    const faults = judgeMadeImage({ ...fittingImage, ...change }, whole);
    expect(inLine(faults)).toContain(fault);
    expect(faults.length > 0).toBe(fault !== '');
  });
});

describe('verification of a fitted file', () => {
  const { signal } = new AbortController();

  test('reports a full disk where the output is unreadable for lack of space, and ffmpeg otherwise', async () => {
    const queried: string[] = [];
    const verifyOn = (isFull: boolean) =>
      createVerify(
        async () => fail('file-not-media'),
        async (folder) => {
          queried.push(folder);
          return isFull;
        },
      ).video('/work/inputs/motion.mp4', expected, signal);
    expect([await verifyOn(true), await verifyOn(false), queried]).toEqual([
      fail('disk-full'),
      fail('tool-failed', { subject: 'ffmpeg', reason: 'made-unreadable' }),
      ['/work/inputs', '/work/inputs'],
    ]);
  });

  test('refuses an image in place of a video, and a video in place of an image', async () => {
    const seeing = (facts: SeenVideoFacts | SeenImageFacts) => createVerify(async () => ok(facts));
    const image = { limits: testModel.image, maxBytes: 1 };
    expect(await seeing(fittingImage).video('/a', expected, signal)).toEqual(
      ok([{ code: 'not-a-video', actual: '', expected: '' }]),
    );
    expect(await seeing(fittingVideo).image('/a', image, signal)).toEqual(
      ok([{ code: 'not-an-image', actual: '', expected: '' }]),
    );
  });
});
