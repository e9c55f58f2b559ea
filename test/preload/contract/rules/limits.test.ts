import { describe, expect, it } from 'vitest';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import { bytesInWords, judgeImage, judgePrompts, judgeVideo } from '#contract/rules/limits.ts';
import { imageFacts, model, videoFacts } from './samples.ts';

const ofImage = (changes: Partial<ImageFacts>) => judgeImage({ ...imageFacts, ...changes }, model.image);
const ofVideo = (changes: Partial<VideoFacts>) => judgeVideo({ ...videoFacts, ...changes }, model.video);
const mended = (subject: 'image' | 'video', code: string, limit: string, actual: string, source: string) => [
  { code, subject, severity: 'mended', limit, actual, source },
];

describe("image against a model's limits", () => {
  it('passes where it fits', () => {
    expect(ofImage({})).toEqual([]);
  });

  it('passes at the exact value of every limit', () => {
    expect(ofImage({ width: 340, height: 850, sizeBytes: 10_000_000 })).toEqual([]);
    expect(ofImage({ width: 3850, height: 1540 })).toEqual([]);
  });

  it.each([
    [{ width: 339, height: 600 }, 'image-side-too-short', '340 px', '339 px', 'image short side'],
    [{ width: 3851, height: 3000 }, 'image-side-too-long', '3850 px', '3851 px', 'image long side'],
    [{ width: 1000, height: 399 }, 'image-aspect', '0.4-2.5', '2.51', 'image shape'],
    [{ width: 399, height: 1000 }, 'image-aspect', '0.4-2.5', '0.4', 'image shape'],
    [{ sizeBytes: 10_000_001 }, 'image-too-large', '10 MB', '10 MB', 'image bytes'],
    [{ container: 'webp' }, 'image-format', 'jpg, png', 'webp', 'image formats'],
    [{ isAnimated: true }, 'image-animated', '', '', 'image formats'],
    [{ rotationDeg: 90 as const }, 'image-rotated', '0\u00b0', '90\u00b0', 'compatibility-rule'],
  ])('reports the limit, the figure and the source: %o', (changes, code, limit, actual, source) => {
    expect(ofImage(changes)).toEqual(mended('image', code, limit, actual, source));
  });

  it('reports every violation', () => {
    const codes = ofImage({
      width: 5000,
      height: 100,
      container: 'gif',
      isAnimated: true,
      sizeBytes: 20_000_000,
    });
    expect(codes.map(({ code }) => code)).toEqual([
      'image-side-too-short',
      'image-side-too-long',
      'image-aspect',
      'image-too-large',
      'image-format',
      'image-animated',
    ]);
  });
});

describe("video against a model's limits", () => {
  it('passes where it fits, in H.264 and HEVC, in MP4 and MOV', () => {
    expect([
      ofVideo({}),
      ofVideo({ videoCodec: 'hevc', container: 'mov' }),
      ofVideo({ pixelFormat: 'yuvj420p' }),
      ofVideo({ audioCodec: null }),
    ]).toEqual([[], [], [], []]);
  });

  it.each([
    [{ width: 320, height: 568 }, 'video-side-too-short', '340 px', '320 px', 'video short side'],
    [{ width: 4096, height: 2160 }, 'video-side-too-long', '3850 px', '4096 px', 'video long side'],
    [{ width: 2560, height: 1000 }, 'video-aspect', '0.4-2.5', '2.56', 'video shape'],
    [{ sizeBytes: 123_456_789 }, 'video-too-large', '100 MB', '123.46 MB', 'video bytes'],
    [{ container: 'webm' }, 'video-format', 'mp4, mov', 'webm', 'video formats'],
    [{ videoCodec: 'vp9' }, 'video-codec', 'h264, hevc', 'vp9', 'video codecs'],
    [{ pixelFormat: 'yuv422p10le' }, 'video-pixel-format', 'yuv420p', 'yuv422p10le', 'compatibility-rule'],
    [{ isHdr: true, pixelFormat: 'yuv420p10le' }, 'video-hdr', 'SDR', 'HDR', 'compatibility-rule'],
    [{ isAnamorphic: true }, 'video-not-square-pixels', '1:1', '', 'compatibility-rule'],
    [{ rotationDeg: 270 as const }, 'video-rotated', '0\u00b0', '270\u00b0', 'compatibility-rule'],
    [{ width: 1081 }, 'video-odd-side', '', '1081 x 1920', 'compatibility-rule'],
    [{ isVariableFps: true }, 'video-variable-fps', 'CFR', 'VFR', 'compatibility-rule'],
  ])('reports the limit, the figure and the source: %o', (changes, code, limit, actual, source) => {
    expect(ofVideo(changes)).toEqual(mended('video', code, limit, actual, source));
  });
});

describe("prompt against a model's limits", () => {
  it('passes up to the last character', () => {
    expect(judgePrompts({ prompt: 'a'.repeat(2500), negativePrompt: 'b'.repeat(2500) }, model)).toEqual([]);
  });

  it('is refused one character later, and never cut', () => {
    expect(judgePrompts({ prompt: 'a'.repeat(2501), negativePrompt: '' }, model)).toEqual([
      {
        code: 'prompt-too-long',
        subject: 'prompt',
        severity: 'blocking',
        limit: '2500',
        actual: '2501',
        source: 'prompt length',
      },
    ]);
  });
});

describe('text that the model does not support', () => {
  const lacking = { ...model, options: { prompt: false, negativePrompt: false, audio: true } };

  it('is refused with its name, because leaving it out would be another run', () => {
    expect(
      judgePrompts({ prompt: 'a dance', negativePrompt: 'rain' }, lacking).map(
        ({ code, severity, source }) => [code, severity, source],
      ),
    ).toEqual([
      ['prompt-unavailable', 'blocking', model.name],
      ['negative-prompt-unavailable', 'blocking', model.name],
    ]);
  });

  it('may be empty', () => {
    expect(judgePrompts({ prompt: '', negativePrompt: '' }, lacking)).toEqual([]);
  });

  it('has a limit of its own where the model supports it', () => {
    expect(judgePrompts({ prompt: '', negativePrompt: 'b'.repeat(2501) }, model)).toMatchObject([
      { code: 'negative-prompt-too-long', limit: '2500', source: 'negative prompt length' },
    ]);
  });
});

describe('number of bytes as text', () => {
  it('is in decimal thousands and millions, as providers count', () => {
    expect([900, 10_000_000, 10_485_760, 999_999].map(bytesInWords)).toEqual([
      '0.9 kB',
      '10 MB',
      '10.49 MB',
      '1000 kB',
    ]);
  });
});
