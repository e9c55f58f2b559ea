// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { Prices } from '#renderer/features/settings/prices.tsx';
import { settings as messages } from '#renderer/messages/en/settings.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { demoModel, falModel, settings } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const aimlapiModel: ModelSpec = {
  ...falModel,
  id: modelIdSchema.parse('aimlapi/kling-v2.6-pro'),
  provider: 'aimlapi',
  name: 'Kling v2.6 pro (AIMLAPI)',
  price: { kind: 'unknown', reason: 'AIMLAPI publishes its prices through its API. Refresh prices.' },
  livePrice: 'without-key',
  remoteName: 'klingai/video-v2-6-pro-motion-control',
  isRemoteNameEditable: true,
};

const drawPrices = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ models: [demoModel, falModel, aimlapiModel], ...world });
  const drawn = await draw(<Prices messages={messages.models} figures={createFigures('en')} />, bridge);
  const fields = () =>
    [...document.querySelectorAll('label')].map(({ textContent, control }) => [
      textContent,
      control instanceof HTMLInputElement ? control.value : null,
    ]);
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field called ${label}`);
    return found.control;
  };
  const statuses = () =>
    [...document.querySelectorAll('[role=status] p')].map(({ textContent }) => textContent ?? '');
  const saved = () => bridge.requests.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  return { ...drawn, bridge, fields, field, statuses, saved };
};

const ownOf = (model: ModelSpec) => `Custom price for ${model.name}, in dollars per second`;
const nameOf = (model: ModelSpec) => `Model ID of ${model.name} at the provider`;

test('accepts an own price for each paid model, and a new name for AIMLAPI\u2019s', async () => {
  const { fields } = await drawPrices({
    settings: settingsSchema.parse({ ...settings, ownPrices: { [falModel.id]: 117_600 } }),
  });
  expect(fields()).toEqual([
    [ownOf(falModel), '0.1176'],
    [ownOf(aimlapiModel), ''],
    [nameOf(aimlapiModel), 'klingai/video-v2-6-pro-motion-control'],
  ]);
});

test('saves and clears one own price without changing the others', async () => {
  const { field, press, saved } = await drawPrices({
    settings: settingsSchema.parse({ ...settings, ownPrices: { [falModel.id]: 100_000 } }),
  });
  await typeText(field(ownOf(aimlapiModel)), '$0.12');
  await press(`Save custom price for ${aimlapiModel.name}`);
  await press(`Clear custom price for ${falModel.name}`);
  expect(saved()).toEqual([
    { ownPrices: { [falModel.id]: 100_000, [aimlapiModel.id]: 120_000 } },
    { ownPrices: { [aimlapiModel.id]: 120_000 } },
  ]);
});

test('rejects an invalid amount', async () => {
  const { field, press, saved, text } = await drawPrices();
  await typeText(field(ownOf(falModel)), '0');
  await press(`Save custom price for ${falModel.name}`);
  expect(saved()).toEqual([]);
  expect(text()).toContain('Enter an amount in dollars, such as 0.112.');
});

test('names the providers that offer prices over the network before a refresh', async () => {
  const { statuses } = await drawPrices();
  expect(statuses()).toEqual([
    'Prices can be refreshed at fal and AIMLAPI; not available from other providers.',
  ]);
});

test('shows the outcome of a refresh for each provider', async () => {
  const { bridge, press, statuses } = await drawPrices();
  bridge.answer('prices.refresh', () =>
    ok([
      { provider: 'fal', count: 0, error: fail('key-missing', { subject: 'fal' }).error },
      { provider: 'aimlapi', count: 4, error: null },
    ]),
  );
  await press('Refresh prices');
  expect(statuses()).toEqual([
    'fal needs an API key to return prices.',
    'AIMLAPI: prices of 4 models updated.',
  ]);
  bridge.answer('prices.refresh', () =>
    ok([
      { provider: 'fal', count: 0, error: null },
      { provider: 'aimlapi', count: 4, error: fail('provider-unreachable', { subject: 'AIMLAPI' }).error },
    ]),
  );
  await press('Refresh prices');
  expect(statuses()).toEqual([
    'fal returned no price for these models.',
    expect.stringMatching(/^AIMLAPI: .*\. The last 4 known prices are still used\.$/),
  ]);
});

test('updates the table with refreshed prices', async () => {
  const { bridge, press, text } = await drawPrices();
  bridge.answer('prices.refresh', () => {
    const price = {
      kind: 'per-run',
      microsPerRun: 700_000,
      source: 'the price list',
      asOf: '2026-11-21',
    } as const;
    bridge.announce('models.changed', [{ ...aimlapiModel, price }]);
    return ok([{ provider: 'aimlapi', count: 1, error: null }]);
  });
  await press('Refresh prices');
  expect(text()).toContain('$0.70 per generation');
  expect(text()).toContain('The price list, as of Nov 21, 2026');
});

test('ignores a second press during a refresh', async () => {
  const { bridge, press, statuses } = await drawPrices();
  bridge.answer('prices.refresh', () => new Promise(() => undefined));
  await press('Refresh prices');
  await press('Refresh prices');
  expect([statuses(), bridge.requests.filter(({ name }) => name === 'prices.refresh').length]).toEqual([
    ['Refreshing prices'],
    1,
  ]);
});

test('reports a refresh that fails completely', async () => {
  const { bridge, press, text } = await drawPrices();
  bridge.answer('prices.refresh', () => fail('internal'));
  await press('Refresh prices');
  expect(document.querySelector('[role=status] [role=alert]')?.textContent).toBeTruthy();
  expect(text()).not.toContain('Refreshing prices');
});

test('offers no refresh without providers that offer prices', async () => {
  const { text } = await drawPrices({ models: [demoModel, { ...falModel, livePrice: 'none' }] });
  expect(text()).not.toContain('Refresh prices');
});

test('saves a new model name, and can restore the default', async () => {
  const { field, press, saved, bridge } = await drawPrices();
  await typeText(field(nameOf(aimlapiModel)), ' klingai/video-v2-6-motion-control ');
  await press(`Save the model ID of ${aimlapiModel.name}`);
  await act(async () =>
    bridge.announce('models.changed', [{ ...aimlapiModel, remoteName: 'klingai/video-v2-6-motion-control' }]),
  );
  expect(field(nameOf(aimlapiModel)).value).toBe('klingai/video-v2-6-motion-control');
  await press(`Reset the model ID of ${aimlapiModel.name}`);
  expect(saved()).toEqual([
    { remoteNames: { [aimlapiModel.id]: 'klingai/video-v2-6-motion-control' } },
    { remoteNames: {} },
  ]);
});

test('rejects an empty name', async () => {
  const { field, press, saved } = await drawPrices();
  await typeText(field(nameOf(aimlapiModel)), '  ');
  await press(`Save the model ID of ${aimlapiModel.name}`);
  expect(saved()).toEqual([]);
});
