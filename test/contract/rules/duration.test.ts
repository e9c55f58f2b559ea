import { describe, expect, test } from 'vitest';
import { defaultFraming } from '#contract/model/choices.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { judgeDuration } from '#contract/rules/duration.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { testModel } from '#test/fixtures/model.ts';

const planOf = (facts: Partial<SeenVideoFacts>, trim: { startSec: number; endSec: number } | null = null) => {
  const plan = planFit({
    image: fittingImage,
    video: { ...fittingVideo, ...facts },
    model: testModel,
    choices: {
      ...{ orientation: 'image', trim, prompt: '', negativePrompt: '', keepAudio: true },
      framing: defaultFraming,
    },
  });
  return {
    verdict: plan.verdict,
    codes: plan.reasons.map(({ code }) => code),
    steps: plan.video.steps.map(({ kind }) => kind),
    window: plan.window,
    outputSec: plan.expected.outputSec,
  };
};

describe('a clip of 8 s', () => {
  test.each<[string, Partial<SeenVideoFacts>, readonly string[], readonly string[]]>([
    ['whose tracks all last as long is kept', { containerSec: 8, tracksEndSec: 8 }, [], ['keep']],
    ['whose audio outlasts it by a packet is kept', { containerSec: 8.04, tracksEndSec: 8.04 }, [], ['keep']],
    [
      'whose audio outlasts it is copied without the rest',
      { containerSec: 40, tracksEndSec: 40 },
      ['video-tracks-uneven'],
      ['remux'],
    ],
    [
      'whose other tracks are unknown is copied where its header says more',
      { containerSec: 12, tracksEndSec: null },
      ['video-tracks-uneven'],
      ['remux'],
    ],
    [
      'whose header says less than it lasts is copied',
      { containerSec: 3, tracksEndSec: 8, wrongHeaderSec: 3 },
      ['video-duration-header'],
      ['remux'],
    ],
    [
      'whose header says more than any track lasts is copied, for one reason',
      { containerSec: 90, tracksEndSec: 8, wrongHeaderSec: 90 },
      ['video-duration-header'],
      ['remux'],
    ],
    [
      'that hides frames is encoded, so that they are not sent',
      { hasHiddenFrames: true },
      ['video-hidden-frames'],
      ['encode'],
    ],
    [
      'that begins late is cut to its first frame',
      { firstFrameSec: 3, keyframesSec: [3] },
      ['video-starts-late'],
      ['cut', 'remux'],
    ],
    ['that begins a frame late is kept', { firstFrameSec: 0.04 }, [], ['keep']],
    [
      'of a container whose clock ffmpeg puts right is encoded',
      { hasRestarts: true, container: 'mpegts' },
      ['video-timestamps-restart', 'video-format'],
      ['encode'],
    ],
  ])('%s', (_, facts, codes, steps) => {
    const plan = planOf(facts);
    expect([plan.codes, plan.steps]).toEqual([codes, steps]);
  });

  test('is priced without the time before its first frame', () => {
    expect(planOf({ firstFrameSec: 3 })).toMatchObject({ window: { startSec: 3, endSec: 8 }, outputSec: 5 });
  });

  test('is too short where its frames are, whatever else it holds', () => {
    expect(planOf({ firstFrameSec: 6, containerSec: 8 })).toMatchObject({
      verdict: 'impossible',
      codes: ['video-starts-late', 'video-too-short'],
    });
  });

  test.each(['mp4', 'mkv', 'flv'])(
    'of joined files is refused in %s, of which only the first is read',
    (container) => {
      expect(planOf({ hasRestarts: true, container }).verdict).toBe('impossible');
    },
  );

  test('is not called uneven where a part of it is chosen anyway', () => {
    const plan = planOf({ containerSec: 40, tracksEndSec: 40 }, { startSec: 0, endSec: 4 });
    expect(plan.codes).toEqual(['video-trimmed']);
  });
});

test('a clip as long as the model takes is copied where its header says a little more', () => {
  const facts = { ...fittingVideo, durationSec: 10, containerSec: 10.02, tracksEndSec: 10.02 };
  const codes = (maxSec: number) =>
    judgeDuration(facts, { isTrimmed: false, maxSec }).map(({ code }) => code);
  expect([codes(10), codes(30)]).toEqual([['video-tracks-uneven'], []]);
});
