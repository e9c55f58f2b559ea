import { describe, expect, it } from 'vitest';
import { type Choices, defaultFraming } from '#contract/model/choices.ts';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import { type Plan, planSchema } from '#contract/model/plan.ts';
import { planFit } from '#contract/rules/plan.ts';
import { choices, imageFacts, limitOf, model, modelWith, videoFacts } from './samples.ts';

type Changes = {
  readonly image?: Partial<ImageFacts>;
  readonly video?: Partial<VideoFacts>;
  readonly choices?: Partial<Choices>;
  readonly model?: typeof model;
};
const planOf = (changes: Changes = {}): Plan =>
  planFit({
    image: { ...imageFacts, ...changes.image },
    video: { ...videoFacts, ...changes.video },
    model: changes.model ?? model,
    choices: { ...choices, ...changes.choices },
  });
const kindsOf = (steps: readonly { readonly kind: string }[]) => steps.map(({ kind }) => kind);

describe('plan for files that fit', () => {
  it('keeps both unchanged', () => {
    expect(planOf()).toEqual({
      verdict: 'ready',
      reasons: [],
      image: { steps: [{ kind: 'keep' }] },
      video: { steps: [{ kind: 'keep' }] },
      window: { startSec: 0, endSec: 8 },
      expected: { imageBytes: 500_000, videoBytes: 4_000_000, outputSec: 8 },
    });
  });

  it('keeps a video without audio whether audio is on or off', () => {
    const off = planOf({ video: { audioCodec: null }, choices: { keepAudio: false } });
    expect([off.verdict, off.video.steps]).toEqual(['ready', [{ kind: 'keep' }]]);
  });
});

describe('plan for an image', () => {
  it('scales down and encodes one that has too many pixels', () => {
    expect(planOf({ image: { width: 5000, height: 4000 } }).image.steps).toEqual([
      { kind: 'scale', width: 3850, height: 3080, because: ['image-side-too-long'] },
      { kind: 'encode', container: 'jpg', maxBytes: 10_000_000, because: ['image-side-too-long'] },
    ]);
  });

  it('pads one whose aspect ratio is not accepted', () => {
    expect(planOf({ image: { width: 500, height: 2000 } }).image.steps).toEqual([
      { kind: 'pad', edge: 'blur', width: 800, height: 2000, because: ['image-aspect'] },
      { kind: 'encode', container: 'jpg', maxBytes: 10_000_000, because: ['image-aspect'] },
    ]);
  });

  it('rotates one that is stored lying on its side, at its own size', () => {
    expect(planOf({ image: { rotationDeg: 90 } }).image.steps).toEqual([
      { kind: 'turn', rotationDeg: 90, isMirrored: false, because: ['image-rotated'] },
      { kind: 'encode', container: 'jpg', maxBytes: 10_000_000, because: ['image-rotated'] },
    ]);
  });

  it('only removes metadata from one that fits otherwise, where it is separate from the image data', () => {
    const stepsOf = (container: string) =>
      planOf({ image: { container, hasMetadata: true } }).image.steps.map(({ kind }) => kind);
    expect([stepsOf('jpg'), stepsOf('png'), stepsOf('webp')]).toEqual([['strip'], ['strip'], ['encode']]);
  });

  it('crops one whose aspect ratio is not accepted where the user chose that', () => {
    const framing = { ...defaultFraming, image: { kind: 'crop', x: 0.5, y: 0.25 } as const };
    expect(planOf({ image: { width: 500, height: 2000 }, choices: { framing } }).image.steps).toEqual([
      { kind: 'crop', x: 0, y: 187, width: 500, height: 1250, because: ['image-aspect'] },
      { kind: 'encode', container: 'jpg', maxBytes: 10_000_000, because: ['image-aspect'] },
    ]);
  });

  it('pads a transparent image with transparency', () => {
    const plan = planOf({ image: { width: 500, height: 2000, hasAlpha: true, container: 'png' } });
    expect(plan.image.steps[0]).toMatchObject({ kind: 'pad', edge: 'plain' });
  });

  it('encodes CMYK and deep-colour images again', () => {
    const reasonsOf = (image: Partial<ImageFacts>) =>
      planOf({ image }).reasons.map(({ code, actual }) => [code, actual]);
    expect([reasonsOf({ isCmyk: true }), reasonsOf({ bitDepth: 16 })]).toEqual([
      [['image-colours', 'CMYK']],
      [['image-colours', '16 bpc']],
    ]);
  });

  it('encodes transparency as PNG and everything else as before or as JPEG', () => {
    const containerOf = (image: Partial<ImageFacts>) =>
      planOf({ image: { ...image, isAnimated: true } }).image.steps.find((step) => step.kind === 'encode')
        ?.container;
    expect([
      containerOf({ container: 'webp' }),
      containerOf({ container: 'webp', hasAlpha: true }),
      containerOf({ container: 'png' }),
      containerOf({ container: 'jpg' }),
    ]).toEqual(['jpg', 'png', 'png', 'jpg']);
  });
});

describe('plan for a video', () => {
  it('only remuxes a Matroska video whose content fits', () => {
    expect(planOf({ video: { container: 'mkv' } }).video.steps).toEqual([
      { kind: 'remux', container: 'mp4', audio: 'copy', maxBytes: 100_000_000, because: ['video-format'] },
    ]);
  });

  it('only removes the audio where nothing else is needed', () => {
    expect(planOf({ choices: { keepAudio: false } }).video.steps).toEqual([
      { kind: 'remux', container: 'mp4', audio: 'none', maxBytes: 100_000_000, because: ['audio-off'] },
    ]);
  });

  it('copies the video track and transcodes audio that MP4 players do not support, unless audio is off', () => {
    const video = { container: 'mkv', audioCodec: 'pcm_s16le' };
    expect(planOf({ video }).video.steps).toMatchObject([{ kind: 'remux', audio: 'aac' }]);
    expect(kindsOf(planOf({ video, choices: { keepAudio: false } }).video.steps)).toEqual(['remux']);
  });

  it('encodes an AVI video, whose frames have no timestamps', () => {
    expect(planOf({ video: { container: 'avi', audioCodec: null } }).video.steps).toEqual([
      {
        kind: 'encode',
        videoCodec: 'h264',
        fps: 30,
        audio: 'none',
        maxBytes: 100_000_000,
        because: ['video-format'],
      },
    ]);
  });

  it('cuts at a keyframe without encoding, unless the part may be too large', () => {
    const kindsFor = (video: Partial<VideoFacts>, startSec: number) =>
      kindsOf(planOf({ video, choices: { trim: { startSec, endSec: startSec + 5 } } }).video.steps);
    const keyframesSec = [0, 2, 4];
    expect([
      kindsFor({ keyframesSec }, 2),
      kindsFor({ keyframesSec }, 2.01),
      kindsFor({ keyframesSec }, 2.5),
      kindsFor({ keyframesSec: null }, 0),
      kindsFor({ keyframesSec, sizeBytes: 140_000_000 }, 2),
      kindsFor({ keyframesSec, container: 'mkv' }, 2),
      kindsFor({ keyframesSec, isVariableFps: true }, 2),
    ]).toEqual([
      ['cut', 'remux'],
      ['cut', 'remux'],
      ['cut', 'encode'],
      ['cut', 'encode'],
      ['cut', 'encode'],
      ['cut', 'encode'],
      ['cut', 'encode'],
    ]);
  });

  it('only remuxes one with metadata or further tracks', () => {
    const kindsFor = (video: Partial<VideoFacts>) => kindsOf(planOf({ video }).video.steps);
    expect([kindsFor({ hasMetadata: true }), kindsFor({ otherStreams: 2 })]).toEqual([['remux'], ['remux']]);
  });

  it('deinterlaces, and limits the rate to 60 frames per second', () => {
    const plan = planOf({ video: { isInterlaced: true, fps: 119.88 } });
    expect(plan.video.steps).toMatchObject([{ kind: 'deinterlace' }, { kind: 'encode', fps: 59.94 }]);
  });

  it('scales a video down where its bit rate is too low for all its pixels', () => {
    const tight = modelWith({ video: { maxBytes: limitOf(10_000_000, 'ten') } });
    const stepsFor = (width: number, height: number) =>
      planOf({
        model: tight,
        video: { width, height, durationSec: 30, sizeBytes: 90_000_000 },
        choices: { orientation: 'video' },
      }).video.steps;
    expect(stepsFor(1920, 1080)).toMatchObject([{ kind: 'encode' }]);
    expect(stepsFor(3840, 2160)).toMatchObject([
      { kind: 'scale', width: 2294, height: 1290, because: ['video-too-large'] },
      { kind: 'encode' },
    ]);
  });

  it('cuts a long video and encodes it, so that it starts and ends on the chosen frames', () => {
    expect(planOf({ video: { durationSec: 60, sizeBytes: 120_000_000, keyframesSec: null } })).toMatchObject({
      verdict: 'fixable',
      window: { startSec: 0, endSec: 10 },
      video: {
        steps: [
          { kind: 'cut', startSec: 0, endSec: 10, because: ['video-too-long'] },
          { kind: 'encode', fps: 30, audio: 'aac', because: ['video-too-long'] },
        ],
      },
      expected: { outputSec: 10 },
    });
  });

  it('does not report a video as too large of which only a small part is sent', () => {
    const codes = (durationSec: number) =>
      planOf({ video: { durationSec, sizeBytes: 120_000_000 } }).reasons.map(({ code }) => code);
    expect(codes(60)).toEqual(['video-too-long']);
    expect(codes(8)).toEqual(['video-too-large']);
    expect(codes(10.5)).toEqual(['video-too-long', 'video-too-large']);
  });

  it('converts HDR to standard range', () => {
    expect(kindsOf(planOf({ video: { isHdr: true, pixelFormat: 'yuv420p10le' } }).video.steps)).toEqual([
      'tone-map',
      'encode',
    ]);
  });

  it('does everything in one encoding, in the order in which it is done', () => {
    const plan = planOf({
      video: {
        container: 'webm',
        videoCodec: 'vp9',
        audioCodec: 'opus',
        isHdr: true,
        durationSec: 40,
        width: 7000,
        height: 1401,
        isVariableFps: true,
      },
      choices: { trim: { startSec: 3, endSec: 9 }, keepAudio: false },
    });
    expect(kindsOf(plan.video.steps)).toEqual(['cut', 'tone-map', 'scale', 'pad', 'encode']);
    expect(plan.video.steps.at(-1)).toMatchObject({ audio: 'none' });
  });
});

describe('plan that cannot be executed', () => {
  it.each([
    ['a video that is too short', { video: { durationSec: 2 } }, 'video-too-short'],
    ['a part that is too short', { choices: { trim: { startSec: 1, endSec: 2 } } }, 'trim-too-short'],
    ['a prompt that is too long', { choices: { prompt: 'x'.repeat(2501) } }, 'prompt-too-long'],
  ] as const)('is blocked: %s', (_, changes, code) => {
    const plan = planOf(changes);
    expect([plan.verdict, plan.reasons.at(-1)?.code, plan.reasons.at(-1)?.severity]).toEqual([
      'impossible',
      code,
      'blocking',
    ]);
  });
});

describe('every plan', () => {
  const shapes = [
    [100, 100],
    [339, 340],
    [340, 850],
    [641, 361],
    [720, 1280],
    [1015, 406],
    [1080, 1920],
    [3850, 1540],
    [5000, 200],
    [200, 5000],
    [7680, 4320],
  ] as const;
  const plans = shapes.flatMap(([width, height]) =>
    [2, 3, 8, 10, 10.01, 29.97, 31, 600].flatMap((durationSec) =>
      (['image', 'video'] as const).flatMap((orientation) =>
        [true, false].flatMap((keepAudio) =>
          ['mp4', 'webm', 'avi'].map((container) => ({
            changes: {
              image: { width, height, container: container === 'webm' ? 'webp' : 'jpg' },
              video: { width: height, height: width, durationSec, container },
              choices: { orientation, keepAudio },
            },
          })),
        ),
      ),
    ),
  );

  it('conforms to its schema', () => {
    const wrong = plans.filter(({ changes }) => !planSchema.safeParse(planOf(changes)).success);
    expect(wrong).toEqual([]);
  });

  it('has a reason for each step, and a step for each reason that it fixes', () => {
    const found = plans.filter(({ changes }) => {
      const plan = planOf(changes);
      const steps = [...plan.image.steps, ...plan.video.steps];
      const given = steps.flatMap((step) => ('because' in step ? [step.because] : []));
      const mended = plan.reasons.filter(({ severity }) => severity === 'mended').map(({ code }) => code);
      return (
        given.some((because) => because.length === 0) ||
        mended.some((code) => !given.flat().includes(code)) ||
        (plan.verdict === 'ready') !== steps.every(({ kind }) => kind === 'keep')
      );
    });
    expect(found.slice(0, 3)).toEqual([]);
  });

  it('leads to files that fit the model unchanged', () => {
    const found = plans.filter(({ changes }) => {
      const plan = planOf(changes);
      if (plan.verdict === 'impossible') return false;
      const sizeAfter = (steps: readonly { kind: string }[], before: { width: number; height: number }) =>
        steps.reduce(
          (size, step) =>
            'width' in step && 'height' in step
              ? { width: Number(step.width), height: Number(step.height) }
              : size,
          before,
        );
      const { width: imageWidth, height: imageHeight } = changes.image;
      const { width, height } = changes.video;
      const again = planFit({
        image: {
          ...imageFacts,
          ...sizeAfter(plan.image.steps, { width: imageWidth, height: imageHeight }),
          sizeBytes: Math.min(plan.expected.imageBytes, 10_000_000),
        },
        video: {
          ...videoFacts,
          ...sizeAfter(plan.video.steps, { width, height }),
          durationSec: plan.expected.outputSec,
          audioCodec: changes.choices.keepAudio ? 'aac' : null,
          sizeBytes: Math.min(plan.expected.videoBytes, 100_000_000),
        },
        model,
        choices: { ...choices, ...changes.choices },
      });
      return again.verdict !== 'ready';
    });
    expect(found.slice(0, 3)).toEqual([]);
  });

  it('follows the figures of the model, not fixed ones', () => {
    const strict = modelWith({
      image: { maxBytes: limitOf(100_000, 'strict') },
      video: { containers: limitOf(['mov'], 'strict'), maxBytes: limitOf(1_000_000, 'strict') },
    });
    const plan = planOf({ model: strict });
    expect(plan.reasons.map(({ code, limit, source }) => [code, limit, source])).toEqual([
      ['image-too-large', '100 kB', 'strict'],
      ['video-too-large', '1 MB', 'strict'],
      ['video-format', 'mov', 'strict'],
    ]);
    expect(plan.expected).toEqual({ imageBytes: 100_000, videoBytes: 1_000_000, outputSec: 8 });
  });
});
