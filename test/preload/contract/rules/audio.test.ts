import { describe, expect, test } from 'vitest';
import type { VideoFacts } from '#contract/model/facts.ts';
import { keepsAudio } from '#contract/rules/audio.ts';
import { planFit } from '#contract/rules/plan.ts';
import { choices, imageFacts, model, videoFacts } from './samples.ts';

const planOf = (
  video: Partial<VideoFacts>,
  part: readonly [startSec: number, endSec: number] | null = null,
  keepAudio = true,
) =>
  planFit({
    ...{ image: imageFacts, video: { ...videoFacts, ...video }, model },
    choices: { ...choices, keepAudio, trim: part && { startSec: part[0], endSec: part[1] } },
  });
const audioOf = ({ video }: ReturnType<typeof planOf>) =>
  video.steps.flatMap((step) => ('audio' in step ? [step.audio] : []));
const absent = 'audio-absent-in-selection';

describe('a selection of 12 s of video', () => {
  const videoPath = (startSec: number, endSec: number): Partial<VideoFacts> => ({
    durationSec: 12,
    keyframesSec: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    audioSec: { startSec, endSec },
  });
  test.each([
    ['after the audio has ended', videoPath(0, 4), [5, 10], '0-4 s'],
    ['that begins within the last rounding of the audio', videoPath(0, 4.03), [4, 9], '0-4.03 s'],
    ['before the audio begins', videoPath(9, 12), [0, 5], '9-12 s'],
    ['beside a track that is empty', videoPath(0, 0), [1, 6], '0-0 s'],
  ] as const)('%s has no audio, with a reason, and is sent without it', (_, facts, part, actual) => {
    const plan = planOf(facts, part);
    expect(plan.reasons).toContainEqual(
      expect.objectContaining({ code: absent, severity: 'notice', actual, source: 'video-itself' }),
    );
    expect([audioOf(plan), keepsAudio({ keepAudio: true }, plan)]).toEqual([['none'], false]);
  });

  test.each([
    ['that the audio covers in part', videoPath(0, 4), [3, 8]],
    ['of a video whose audio times are unknown', { ...videoPath(0, 4), audioSec: null }, [5, 10]],
  ] as const)('%s keeps its audio', (_, facts, part) => {
    const plan = planOf(facts, part);
    expect(plan.reasons.map(({ code }) => code)).not.toContain(absent);
    expect([audioOf(plan), keepsAudio({ keepAudio: true }, plan)]).toEqual([['copy'], true]);
  });

  test('without audio by choice has only that reason', () => {
    const plan = planOf(videoPath(0, 4), [5, 10], false);
    expect(plan.reasons.map(({ code }) => code)).toContain('audio-off');
    expect(plan.reasons.map(({ code }) => code)).not.toContain(absent);
  });
});

test('a whole video whose audio track is empty is sent without that track', () => {
  const plan = planOf({ audioSec: { startSec: 0, endSec: 0 } });
  expect([plan.video.steps.map(({ kind }) => kind), audioOf(plan)]).toEqual([['remux'], ['none']]);
});

test('audio that cannot be decoded leaves the choice recorded as off', () => {
  const plan = planOf({ audioCodec: null, undecodableAudio: ['apac'] });
  expect(plan.reasons).toContainEqual(expect.objectContaining({ code: 'audio-undecodable', actual: 'apac' }));
  expect([audioOf(plan), keepsAudio({ keepAudio: true }, plan)]).toEqual([['none'], false]);
});
