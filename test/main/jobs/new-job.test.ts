import { expect, test } from 'vitest';
import type { VideoFacts } from '#contract/model/facts.ts';
import { newJob } from '#main/jobs/submit.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { testModel } from '#test/fixtures/model.ts';
import { choices } from '../../preload/contract/rules/samples.ts';

const recorded = (facts: Partial<VideoFacts>, keepAudio = true): boolean => {
  const job = newJob({
    ...{
      id: 'job-1',
      now: new Date(0),
      model: testModel,
      links: { image: null, video: null },
      parentId: null,
    },
    image: { path: '/hero.png', name: 'hero.png', facts: fittingImage },
    video: { path: '/squats.mp4', name: 'squats.mp4', facts: { ...fittingVideo, ...facts } },
    choices: { ...choices, modelId: testModel.id, keepAudio, trim: { startSec: 4, endSec: 8 } },
  });
  if (!job.ok) throw new Error(job.error.code);
  return job.value.choices.keepAudio;
};

test.each([
  ['is requested and present', {}, true, true],
  ['is not requested', {}, false, false],
  ['has ended before the selection', { audioSec: { startSec: 0, endSec: 3 } }, true, false],
  ['cannot be decoded', { audioCodec: null, undecodableAudio: ['apac'] }, true, false],
  ['is only in a part of the selection', { audioSec: { startSec: 0, endSec: 5 } }, true, true],
] as const)('where audio %s, the job records what is sent', (_, facts, requested, sent) => {
  expect(
    recorded(
      { ...facts, undecodableAudio: [...('undecodableAudio' in facts ? facts.undecodableAudio : [])] },
      requested,
    ),
  ).toBe(sent);
});
