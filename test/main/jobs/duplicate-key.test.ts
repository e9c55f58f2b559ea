import { expect, test } from 'vitest';
import { type Choices, defaultFraming, type Framing } from '#contract/model/choices.ts';
import type { ImageFacts } from '#contract/model/facts.ts';
import { planFit } from '#contract/rules/plan.ts';
import { inputKeyOf, inputKeyOfRecord, runKeyOf } from '#main/jobs/duplicate-key.ts';
import { newJob } from '#main/jobs/submit.ts';
import { createdAt, freeModel, imageFacts, itemOf, jobRecord, model, videoFacts } from './samples.ts';

const { choices } = jobRecord('j1');
const longVideo = { ...videoFacts, durationSec: 25 };
const wide: ImageFacts = { ...imageFacts, width: 3000, height: 500 };

const keyOf = (
  more: Partial<Choices> = {},
  files: { readonly image?: ImageFacts; readonly video?: typeof videoFacts } = {},
) => {
  const { image = imageFacts, video = longVideo } = files;
  const chosen = { ...choices, ...more };
  return runKeyOf({
    imageSha256: image.sha256,
    videoSha256: video.sha256,
    choices: chosen,
    plan: planFit({ image, video, model, choices: chosen }),
  });
};
const framed = (image: Framing) => ({ framing: { ...defaultFraming, image } });

test.each<[string, Partial<Choices>]>([
  ['cut by hand just where it is cut anyhow', { trim: { startSec: 0, endSec: 10 } }],
  ['cut less than half a millisecond elsewhere', { trim: { startSec: 0.0004, endSec: 10.0004 } }],
  ['with blanks around the prompt', { prompt: `  ${choices.prompt}\n` }],
  ['with another framing that nothing here needs', framed({ kind: 'crop', x: 0, y: 0 })],
])('a run %s is the same run', (_title, more) => {
  expect(keyOf(more)).toBe(keyOf());
});

test.each<[string, Partial<Choices>]>([
  ['another selection of the video', { trim: { startSec: 0.002, endSec: 10 } }],
  ['another prompt', { prompt: 'another dance' }],
  ['a negative prompt', { negativePrompt: 'blur' }],
  ['no audio', { keepAudio: false }],
  ['the other orientation', { orientation: 'video' }],
  ['another model', { modelId: freeModel.id }],
])('a run with %s is another run', (_title, more) => {
  expect(keyOf(more)).not.toBe(keyOf());
});

test('another image or another video makes another key', () => {
  const other = 'f'.repeat(64);
  const keys = [
    keyOf(),
    keyOf({}, { image: { ...imageFacts, sha256: other } }),
    keyOf({}, { video: { ...longVideo, sha256: other } }),
  ];
  expect(new Set(keys).size).toBe(3);
});

test('where an image needs framing, each framing has its own key', () => {
  const deliveryMethods: Framing[] = [
    { kind: 'pad', edge: 'blur' },
    { kind: 'pad', edge: 'plain' },
    { kind: 'crop', x: 0, y: 0.5 },
    { kind: 'crop', x: 1, y: 0.5 },
  ];
  expect(new Set(deliveryMethods.map((way) => keyOf(framed(way), { image: wide }))).size).toBe(4);
});

test('an item has the key of its run', () => {
  const record = jobRecord('j1');
  const inputs = { imageSha256: imageFacts.sha256, videoSha256: videoFacts.sha256 };
  expect(inputKeyOf(itemOf(record, { inputs }))).toBe(inputKeyOfRecord(record));
  expect(inputKeyOfRecord(record)).toMatch(/^[0-9a-f]{64}$/);
});

test('free runs and items without input hashes have no key', () => {
  const inputs = { imageSha256: imageFacts.sha256, videoSha256: videoFacts.sha256 };
  const demo = itemOf(jobRecord('j1', { model: freeModel }), { isDemo: true, inputs });
  const keys = [
    inputKeyOfRecord(jobRecord('j1', { model: freeModel })),
    inputKeyOf(demo),
    inputKeyOf(itemOf(jobRecord('j1'))),
  ];
  expect(keys).toEqual([null, null, null]);
});

test('a prompt that the model does not accept is not sent and does not change the key', () => {
  const { image, video, links } = jobRecord('j1');
  const keyWith = (negativePrompt: string) => {
    const job = newJob({
      ...{ id: 'j1', now: new Date(createdAt), image, video, links, parentId: null },
      model: { ...model, options: { ...model.options, negativePrompt: false } },
      choices: { ...choices, negativePrompt },
    });
    return job.ok ? inputKeyOfRecord(job.value) : job.error.code;
  };
  expect(keyWith('blur')).toBe(keyWith(''));
});
