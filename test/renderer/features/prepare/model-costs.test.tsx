// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { Cost } from '#renderer/features/prepare/cost.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { demoModel, falModel, imageSource, steadyScan, videoSource } from '#test/renderer/samples.ts';

const read = { source: 'the model page', asOf: '2026-11-21' } as const;
const bySteps: Price = { kind: 'per-step', stepSec: 3, microsPerStep: 210_000, publishedToSec: 9, ...read };

const runpodModel: ModelSpec = {
  ...falModel,
  id: modelIdSchema.parse('runpod/kling-v2.6-std'),
  provider: 'runpod',
  name: 'Kling v2.6 standard (RunPod)',
  price: bySteps,
};
const unpriced: ModelSpec = {
  ...falModel,
  id: modelIdSchema.parse('novita/kling-v2.6-pro'),
  provider: 'novita',
  name: 'Kling v2.6 pro (Novita)',
  price: { kind: 'unknown', reason: 'No published price.' },
};

const videoOf = (durationSec: number) => ({
  ...videoSource,
  facts: { ...videoSource.facts, durationSec },
});

const drawTable = async (given: Partial<World> = {}) => {
  const bridge = createFakeBridge({
    models: [demoModel, unpriced, falModel, runpodModel],
    sample: { image: imageSource, video: videoOf(6.4) },
    ...given,
  });
  const drawn = await draw(<Cost />, bridge);
  await act(async () => drawn.actions.openSample());
  const open = () => drawn.press('Compare prices');
  const rows = () =>
    [...document.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th button, td')].map((cell) => cell.textContent).join(' | '),
    );
  return { ...drawn, bridge, open, rows };
};

test('lists every model for the same video, cheapest first, unknown prices last', async () => {
  const { open, rows } = await drawTable();
  await open();
  expect(rows()).toEqual([
    'Offline demonstration | Ready | 6.4 s | Free | Free | ',
    'Kling v2.6 standard (RunPod) | Ready | 6.4 s | $0.21 per 3 s (rounded up) | $0.63 | Cheapest known price0.4 s shorter saves $0.21.',
    'Kling v2.6 pro (fal) | Ready | 6.4 s | $0.112/s | $0.717 | ',
    'Kling v2.6 pro (Novita) | Ready | 6.4 s | \u2013 | Unknown | ',
  ]);
});

test('marks the cheapest as such if every price is known', async () => {
  const { open, rows } = await drawTable({ models: [demoModel, falModel, runpodModel] });
  await open();
  expect(rows()[1]).toMatch(/\| Cheapest0\.4 s/);
});

test('marks a derived price and the user\u2019s own price', async () => {
  const own: ModelSpec = {
    ...falModel,
    price: { kind: 'per-second', microsPerSec: 90_000, rounding: 'none', ...read, caveat: 'own-figure' },
  };
  const { open, rows } = await drawTable({
    models: [own, runpodModel],
    sample: { image: imageSource, video: videoOf(9.2) },
  });
  await open();
  expect(rows()).toEqual([
    'Kling v2.6 pro (fal) | Ready | 9.2 s | $0.09/s | $0.828 | Cheapestcustom price',
    'Kling v2.6 standard (RunPod) | Ready | 9.2 s | $0.21 per 3 s (rounded up) | $0.84 | estimated0.2 s shorter would save $0.21.',
  ]);
});

test('lists models that do not fit last, with the reason', async () => {
  const long: ModelSpec = {
    ...runpodModel,
    video: { ...falModel.video, minSec: { ...falModel.video.minSec, value: 8 } },
  };
  const { open, rows } = await drawTable({ models: [long, falModel] });
  await open();
  expect(rows()[1]).toMatch(/^Kling v2\.6 standard \(RunPod\) \| Not supported/);
});

test('prices each model for the part it would be sent', async () => {
  const { bridge, open, rows, actions } = await drawTable({
    models: [falModel],
    sample: { image: imageSource, video: videoOf(20) },
  });
  bridge.answer('media.scan', () => ok(steadyScan(20, { cutsSec: [12.5] })));
  await act(async () => actions.openSample());
  await open();
  expect(rows()).toEqual(['Kling v2.6 pro (fal) | Will be converted | 10.0 s | $0.112/s | $1.12 | Cheapest']);
});

test('sets only the model when a row is selected', async () => {
  const { open, press, store, rows } = await drawTable();
  const before = store.getState().draft;
  await open();
  await press('Kling v2.6 standard (RunPod)');
  expect(store.getState().draft).toEqual({ ...before, modelId: runpodModel.id });
  expect(rows()).toEqual([]);
});

test('marks the model in use, and describes the price source to screen readers', async () => {
  const { open, byRole, actions } = await drawTable();
  await act(async () => actions.change({ modelId: falModel.id }));
  await open();
  const button = byRole('button', 'Kling v2.6 pro (fal)');
  expect([
    button.getAttribute('aria-pressed'),
    document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent,
    document.querySelectorAll('tbody [aria-pressed=true]').length,
  ]).toEqual(['true', 'From the model page, as of Nov 21, 2026.', 1]);
});
