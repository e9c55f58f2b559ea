import { expect, test } from 'vitest';
import { tabulate } from '#renderer/features/settings/price-table.ts';
import { costs } from '#renderer/messages/en/costs.ts';
import { settings } from '#renderer/messages/en/settings.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { demoModel, falModel, novitaModel } from '#test/renderer/samples.ts';

const table = (...models: Parameters<typeof tabulate>[0]) =>
  tabulate(models, { settings, costs, figures: createFigures('en') });

test('numbers the source of each figure, and lists each source once', () => {
  expect(table(falModel, demoModel)).toEqual({
    rows: [
      {
        modelId: 'fal/kling-v2.6-pro',
        name: 'Kling v2.6 pro (fal)',
        cells: {
          price: [{ text: '$0.112/s', source: 1 }],
          length: [
            { text: 'up to 10 s (Match image)', source: 1 },
            { text: 'up to 30 s (Match video)', source: 1 },
            { text: 'at least 3 s', source: 1 },
          ],
          image: [
            { text: 'JPG, PNG', source: 1 },
            { text: 'up to 10 MB', source: 1 },
            { text: 'sides 341 to 3850 px', source: 1 },
            { text: 'aspect ratio 0.4 to 2.5', source: 1 },
          ],
          video: [
            { text: 'MP4, MOV', source: 1 },
            { text: 'up to 100 MB', source: 1 },
            { text: 'sides 341 to 3850 px', source: 1 },
            { text: 'aspect ratio 0.4 to 2.5', source: 1 },
            { text: 'H.264, HEVC', source: 1 },
          ],
          prompt: [{ text: 'up to 2500 characters', source: 1 }],
        },
      },
      expect.objectContaining({
        cells: expect.objectContaining({
          price: [{ text: 'Free', source: 2 }],
          prompt: [{ text: 'Not supported', source: null }],
        }),
      }),
    ],
    sources: [
      { source: 'the model page', asOf: '2026-11-21' },
      { source: 'Understudy', asOf: '2026-11-21' },
    ],
  });
});

test('describes each billing method in a few words', () => {
  const read = { source: 'the model page', asOf: '2026-11-21' } as const;
  const perSecond = { kind: 'per-second', microsPerSec: 70_000, rounding: 'second', ...read } as const;
  const perStep = {
    kind: 'per-step',
    stepSec: 5,
    microsPerStep: 210_000,
    publishedToSec: 10,
    ...read,
  } as const;
  const perRun = { kind: 'per-run', microsPerRun: 500_000, ...read } as const;
  const { rows } = table(...[perSecond, perStep, perRun].map((price) => ({ ...falModel, price })));
  expect(rows.map(({ cells }) => cells.price)).toEqual([
    [{ text: '$0.07/s (rounded up)', source: 1 }],
    [{ text: '$0.21 per 5 s (rounded up)', source: 1 }],
    [{ text: '$0.50 per generation', source: 1 }],
  ]);
});

test('shows the maximum length of a supported negative prompt', () => {
  expect(table(novitaModel).rows[0]?.cells.prompt).toEqual([
    { text: 'up to 2500 characters', source: 1 },
    { text: 'negative prompt: up to 2500 characters', source: 1 },
  ]);
});

test('shows an unpublished price as unknown, with the reason and no source', () => {
  const { rows } = table({ ...falModel, price: { kind: 'unknown', reason: 'not published' } });
  expect(rows[0]?.cells.price).toEqual([{ text: 'Price unknown: not published', source: null }]);
});

test('shows the two ends of a range with different sources in two lines', () => {
  const { rows } = table({
    ...falModel,
    image: {
      ...falModel.image,
      minSidePx: { value: 300, source: 'elsewhere', asOf: '2026-10-01' },
    },
  });
  expect(rows[0]?.cells.image.slice(2, 4)).toEqual([
    { text: 'sides from 300 px', source: 2 },
    { text: 'sides up to 3850 px', source: 1 },
  ]);
});

test('lists the same page read on another day as another source', () => {
  const { sources } = table({
    ...falModel,
    promptMaxChars: { ...falModel.promptMaxChars, asOf: '2026-10-01' },
  });
  expect(sources.map(({ asOf }) => asOf)).toEqual(['2026-11-21', '2026-10-01']);
});
