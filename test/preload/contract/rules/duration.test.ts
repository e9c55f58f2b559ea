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

describe('a video of 8 s', () => {
  test.each<[string, Partial<SeenVideoFacts>, readonly string[], readonly string[]]>([
    ['whose tracks all have the same duration is kept', { containerSec: 8, tracksEndSec: 8 }, [], ['keep']],
    ['whose audio is longer by a packet is kept', { containerSec: 8.04, tracksEndSec: 8.04 }, [], ['keep']],
    [
      'whose audio is longer is copied without the rest',
      { containerSec: 40, tracksEndSec: 40 },
      ['video-tracks-uneven'],
      ['remux'],
    ],
    [
      'whose other tracks are unknown is copied where its header states more',
      { containerSec: 12, tracksEndSec: null },
      ['video-tracks-uneven'],
      ['remux'],
    ],
    [
      'whose header states less than its duration is copied',
      { containerSec: 3, tracksEndSec: 8, wrongHeaderSec: 3 },
      ['video-duration-header'],
      ['remux'],
    ],
    [
      'whose header states more than the duration of any track is copied, for one reason',
      { containerSec: 90, tracksEndSec: 8, wrongHeaderSec: 90 },
      ['video-duration-header'],
      ['remux'],
    ],
    [
      'with hidden frames is encoded, so that they are not sent',
      { hasHiddenFrames: true },
      ['video-hidden-frames'],
      ['encode'],
    ],
    [
      'whose first frame is late is cut to it',
      { firstFrameSec: 3, keyframesSec: [3] },
      ['video-starts-late'],
      ['cut', 'remux'],
    ],
    ['whose first frame is late by one frame is kept', { firstFrameSec: 0.04 }, [], ['keep']],
    [
      'of a container whose timestamps ffmpeg corrects is encoded',
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

  test('is too short where its frames are, whatever its other tracks last', () => {
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

  test('is not reported as uneven where a part of it is selected anyway', () => {
    const plan = planOf({ containerSec: 40, tracksEndSec: 40 }, { startSec: 0, endSec: 4 });
    expect(plan.codes).toEqual(['video-trimmed']);
  });
});

test('a video as long as the maximum is copied where its header states a little more', () => {
  const facts = { ...fittingVideo, durationSec: 10, containerSec: 10.02, tracksEndSec: 10.02 };
  const codes = (maxSec: number) =>
    judgeDuration(facts, { isTrimmed: false, maxSec }).map(({ code }) => code);
  expect([codes(10), codes(30)]).toEqual([['video-tracks-uneven'], []]);
});
