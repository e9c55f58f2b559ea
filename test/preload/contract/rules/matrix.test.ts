import { expect, it } from 'vitest';
import { modelIdSchema } from '#contract/model/choices.ts';
import { planMatrix } from '#contract/rules/matrix.ts';
import { choices, imageFacts, limitOf, model, modelWith, videoFacts } from './samples.ts';

it('judges the same two files for every model and both orientations, with the cost of each', () => {
  const tight = {
    ...modelWith({ video: { maxBytes: limitOf(10_000_000, 'ten') } }),
    id: modelIdSchema.parse('other/tight'),
    price: { kind: 'unknown', reason: 'not published' } as const,
  };
  const cells = planMatrix({
    image: imageFacts,
    video: { ...videoFacts, durationSec: 20, sizeBytes: 30_000_000 },
    models: [model, tight],
    choices,
  });
  expect(
    cells.map(({ model: { id }, orientation, plan, estimate }) => [
      id,
      orientation,
      plan.verdict,
      plan.video.steps.map(({ kind }) => kind),
      plan.expected.outputSec,
      'unknown' in estimate ? estimate.unknown : estimate.micros,
    ]),
  ).toEqual([
    ['fal/kling-v2.6-pro', 'image', 'fixable', ['cut', 'remux'], 10, 1_120_000],
    ['fal/kling-v2.6-pro', 'video', 'ready', ['keep'], 20, 2_240_000],
    ['other/tight', 'image', 'fixable', ['cut', 'encode'], 10, 'not published'],
    ['other/tight', 'video', 'fixable', ['encode'], 20, 'not published'],
  ]);
});

it('does not check a prompt that would not be sent to the model', () => {
  const mute = { ...model, options: { prompt: false, negativePrompt: false, audio: true } };
  const cells = planMatrix({
    image: imageFacts,
    video: videoFacts,
    models: [model, mute],
    choices: { ...choices, prompt: 'x'.repeat(3000), negativePrompt: 'rain' },
  });
  expect(cells.map(({ plan }) => plan.verdict)).toEqual(['impossible', 'impossible', 'ready', 'ready']);
});
