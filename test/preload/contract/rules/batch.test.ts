import { expect, it } from 'vitest';
import { modelIdSchema, type Trim } from '#contract/model/choices.ts';
import type { BestWindow } from '#contract/model/scan.ts';
import { type BatchVideo, batchTotal, isPossible, needsPart, planBatch } from '#contract/rules/batch.ts';
import { choices, imageFacts, model, videoFacts } from './samples.ts';

const unpriced = {
  ...model,
  id: modelIdSchema.parse('novita/kling-v3-std'),
  provider: 'novita',
  price: { kind: 'unknown', reason: 'not published' },
} as const;

const video = (durationSec: number, best: BatchVideo['best'] = null): BatchVideo => ({
  facts: { ...videoFacts, durationSec },
  best,
});
const bestAt =
  (startSec: number) =>
  ({ maxSec }: { readonly maxSec: number }): readonly BestWindow[] => [
    { startSec, endSec: startSec + maxSec, score: 1 },
  ];

const plan = (videos: readonly BatchVideo[], more: Partial<Parameters<typeof planBatch>[0]> = {}) =>
  planBatch({ images: [imageFacts], videos, models: [model], choices, ...more });

it('judges every image with every video at every model: models first, then images, then videos', () => {
  const small = { ...imageFacts, width: 100, height: 100 };
  const cells = plan([video(8), video(2)], { images: [imageFacts, small], models: [model, unpriced] });
  expect(
    cells.map((cell) => [
      cell.model.id,
      cell.imageAt,
      cell.videoAt,
      cell.plan.verdict,
      'micros' in cell.estimate ? cell.estimate.micros : cell.estimate.unknown,
    ]),
  ).toEqual([
    ['fal/kling-v2.6-pro', 0, 0, 'ready', 896_000],
    ['fal/kling-v2.6-pro', 0, 1, 'impossible', 224_000],
    ['fal/kling-v2.6-pro', 1, 0, 'fixable', 896_000],
    ['fal/kling-v2.6-pro', 1, 1, 'impossible', 224_000],
    ['novita/kling-v3-std', 0, 0, 'ready', 'not published'],
    ['novita/kling-v3-std', 0, 1, 'impossible', 'not published'],
    ['novita/kling-v3-std', 1, 0, 'fixable', 'not published'],
    ['novita/kling-v3-std', 1, 1, 'impossible', 'not published'],
  ]);
});

it('selects the best part of a video that is too long, its start before a scan, and all of any other', () => {
  const trims = plan([video(14, bestAt(3)), video(14), video(8, bestAt(3))]).map(
    ({ choices: { trim } }) => trim,
  );
  expect(trims).toEqual<readonly (Trim | null)[]>([
    { startSec: 3, endSec: 13 },
    { startSec: 0, endSec: 10 },
    null,
  ]);
});

it('creates choices with the model and its part, and without texts that the model does not support', () => {
  const mute = { ...model, options: { prompt: false, negativePrompt: false, audio: true } };
  const [cell] = plan([video(8)], {
    models: [mute],
    choices: { ...choices, prompt: 'rain', keepAudio: false },
  });
  expect(cell?.choices).toEqual({ ...choices, trim: null, prompt: '', keepAudio: false });
});

it('needs a part of a video only where the orientation accepts less than all of it', () => {
  expect([
    needsPart({ durationSec: 14 }, model, 'image'),
    needsPart({ durationSec: 14 }, model, 'video'),
  ]).toEqual([true, false]);
  expect(needsPart({ durationSec: 10.0005 }, model, 'image')).toBe(false);
});

it('sums known costs and counts unknown ones, in total and per provider', () => {
  const cells = plan([video(8), video(10), video(2)], { models: [model, unpriced] }).filter(isPossible);
  expect(batchTotal(cells)).toEqual({
    runs: 4,
    knownMicros: 2_016_000,
    unknownRuns: 2,
    byProvider: [
      { provider: 'fal', runs: 2, knownMicros: 2_016_000, unknownRuns: 0 },
      { provider: 'novita', runs: 2, knownMicros: 0, unknownRuns: 2 },
    ],
  });
});

it('has a total of nothing without runs', () => {
  expect([plan([]), batchTotal([])]).toEqual([
    [],
    { runs: 0, knownMicros: 0, unknownRuns: 0, byProvider: [] },
  ]);
});
