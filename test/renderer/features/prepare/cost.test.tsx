// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { Cost } from '#renderer/features/prepare/cost.tsx';
import { shorterInWords } from '#renderer/messages/price-text.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { falModel, imageSource, settings, videoSource } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const read = { source: 'the model page', asOf: '2026-11-21' } as const;
const bySteps: Price = { kind: 'per-step', stepSec: 3, microsPerStep: 210_000, publishedToSec: 9, ...read };
const unknown: Price = { kind: 'unknown', reason: 'No published price.' };

type Given = {
  readonly durationSec?: number;
  readonly world?: Partial<World>;
  readonly model?: Partial<ModelSpec>;
};

/** The cost of a video at one model with this price. */
const drawCost = async (price: Price, { durationSec = 8, world, model }: Given = {}) => {
  const video = { ...videoSource, facts: { ...videoSource.facts, durationSec } };
  const bridge = createFakeBridge({
    models: [{ ...falModel, price, ...model }],
    sample: { image: imageSource, video },
    ...world,
  });
  const drawn = await draw(<Cost />, bridge);
  await act(async () => drawn.actions.openSample());
  const figure = () => document.querySelector('[data-testid=cost]')?.textContent;
  const field = () => document.querySelector<HTMLInputElement>('form input');
  const type = async (text: string) => {
    const box = field();
    if (box) await typeText(box, text);
  };
  const saved = () => bridge.requests.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  const sentences = () => [...document.querySelectorAll('p')].map((line) => line.textContent);
  return { ...drawn, bridge, figure, field, type, saved, sentences };
};

test('shows no figure and no comparison without a video', async () => {
  const { text } = await draw(<Cost />);
  expect(text()).toBe('Cost\u2013');
});

test('shows how the figure was calculated, and where and when the price was read', async () => {
  const { figure, sentences } = await drawCost({
    kind: 'per-second',
    microsPerSec: 112_000,
    rounding: 'none',
    ...read,
  });
  expect([figure(), ...sentences()]).toEqual([
    '$0.896',
    '8.0 s \u00d7 $0.112/s',
    'From the model page, as of Nov 21, 2026. Estimate. Final price is set by the provider.',
  ]);
});

test('has a sentence for each billing method', async () => {
  const prices: readonly Price[] = [
    { kind: 'per-second', microsPerSec: 117_600, rounding: 'second', ...read },
    bySteps,
    { kind: 'per-run', microsPerRun: 500_000, ...read },
    { kind: 'free', ...read },
    unknown,
  ];
  const shown: unknown[] = [];
  for (const price of prices) {
    const { figure, sentences, erase } = await drawCost(price, { durationSec: 7.9 });
    shown.push([figure(), sentences()[0]]);
    await erase();
  }
  expect(shown).toEqual([
    ['$0.941', '8 s \u00d7 $0.1176/s, rounded up to whole seconds'],
    ['$0.63', '3 \u00d7 $0.21 per 3 s (rounded up)'],
    ['$0.50', 'One price per generation, at any length.'],
    ['Free', 'Runs on this computer.'],
    ['Unknown', 'No published price.'],
  ]);
});

test('marks a figure beyond the published price table as derived', async () => {
  const { text } = await drawCost(bySteps, { durationSec: 9.5, model: { provider: 'runpod' } });
  expect(text()).toContain('Estimated beyond 9 s, where RunPod\u2019s price table ends.');
  expect(text()).toContain('0.5 s shorter would save $0.21.');
});

test('shows the cost of a fraction over a billing step, and removes it with one press', async () => {
  const { text, figure, press, store } = await drawCost(bySteps, { durationSec: 6.4 });
  expect([figure(), text()]).toEqual(['$0.63', expect.stringContaining('0.4 s shorter saves $0.21.')]);
  await press('Shorten the selection by 0.4 s');
  expect([figure(), store.getState().draft.trim]).toEqual(['$0.42', { startSec: 0, endSec: 6 }]);
  expect(text()).not.toContain('shorter saves');
  // The button is removed; the keyboard focus stays beside the figure.
  expect(document.activeElement?.textContent).toContain('$0.42');
});

test('offers no saving for a video that cannot be sent', async () => {
  const short = { ...falModel.video.minSec, value: 7 };
  const { text } = await drawCost(bySteps, {
    durationSec: 6.4,
    model: { video: { ...falModel.video, minSec: short } },
  });
  expect(text()).not.toContain('shorter');
});

test('rounds a saving so that a manual trim reaches it', () => {
  expect([0.4, 0.41, 0.04, 0.031, 1].map((shorterSec) => shorterInWords({ shorterSec }))).toEqual([
    '0.4 s',
    '0.5 s',
    '0.04 s',
    '0.04 s',
    '1.0 s',
  ]);
});

test('asks for the user’s own price when none is published, and marks the estimate as based on it', async () => {
  const { type, press, saved, bridge, figure, text, field } = await drawCost(unknown);
  await type('0,12');
  await press('Save');
  expect(saved()).toEqual([{ ownPrices: { [falModel.id]: 120_000 } }]);
  const own: Price = {
    kind: 'per-second',
    microsPerSec: 120_000,
    rounding: 'none',
    source: 'custom price',
    asOf: '2026-11-21',
    caveat: 'own-figure',
  };
  await act(async () => bridge.announce('models.changed', [{ ...falModel, price: own }]));
  expect([figure(), field()?.value]).toEqual(['$0.96', '0.12']);
  expect(text()).toContain('Custom price.');
  expect(text()).not.toContain('as of');
  await press('Clear custom price');
  expect(saved().at(-1)).toEqual({ ownPrices: {} });
});

test('keeps the user\u2019s own prices of other models', async () => {
  const { type, press, saved } = await drawCost(unknown, {
    world: { settings: settingsSchema.parse({ ...settings, ownPrices: { 'novita/kling': 90_000 } }) },
  });
  await type('0.2');
  await press('Save');
  expect(saved()).toEqual([{ ownPrices: { 'novita/kling': 90_000, [falModel.id]: 200_000 } }]);
});

test('rejects an invalid amount, and its field shows what it accepts', async () => {
  const { type, press, saved, text, field } = await drawCost(unknown);
  await type('seven');
  await press('Save');
  expect([saved(), field()?.getAttribute('aria-invalid')]).toEqual([[], 'true']);
  expect(text()).toContain('Enter an amount in dollars, such as 0.112.');
  await type('0.07');
  expect(text()).not.toContain('Enter an amount in dollars');
});

test('reports a price that cannot be saved and keeps it in its field', async () => {
  const { bridge, type, press, text, field } = await drawCost(unknown);
  bridge.answer('settings.set', () => fail('disk-full'));
  await type('0.2');
  await press('Save');
  expect(text()).toContain('The disk is full.');
  expect(field()?.value).toBe('0.2');
});

test('offers to fetch a price that the provider offers over the network', async () => {
  const { bridge, press, text, figure } = await drawCost(unknown, { model: { livePrice: 'without-key' } });
  bridge.answer('prices.refresh', () => fail('provider-unreachable', { subject: 'fal' }));
  await press('Refresh prices');
  expect(text()).toContain('fal cannot be reached.');
  bridge.answer('prices.refresh', () => ok([{ provider: 'fal', count: 0, error: null }]));
  await press('Refresh prices');
  expect(text()).toContain('fal returned no price for these models.');
  const fetchedPrice: Price = { kind: 'per-second', microsPerSec: 100_000, rounding: 'none', ...read };
  bridge.answer('prices.refresh', () => {
    bridge.announce('models.changed', [{ ...falModel, price: fetchedPrice }]);
    return ok([{ provider: 'fal', count: 1, error: null }]);
  });
  await press('Refresh prices');
  expect([figure(), text().includes('Refresh prices')]).toEqual(['$0.80', false]);
  // The button is removed; the keyboard focus stays beside the figure.
  expect(document.activeElement?.textContent).toContain('$0.80');
});

test('does not offer to fetch a price that no provider offers', async () => {
  const { text } = await drawCost(unknown, { model: { livePrice: 'none' } });
  expect(text()).not.toContain('Refresh prices');
});
