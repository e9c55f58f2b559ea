// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { Prices } from '#renderer/features/settings/prices.tsx';
import { createFigures } from '#renderer/messages/figures.ts';
import { settingsMessages } from '#renderer/messages/settings.ts';
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
  const drawn = await draw(
    <Prices messages={settingsMessages.en.models} figures={createFigures('en')} />,
    bridge,
  );
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
  const said = () =>
    [...document.querySelectorAll('[role=status] p')].map(({ textContent }) => textContent ?? '');
  const saved = () => bridge.requests.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  return { ...drawn, bridge, fields, field, said, saved };
};

const ownOf = (model: ModelSpec) => `Custom price for ${model.name}, in dollars per second`;
const nameOf = (model: ModelSpec) => `Model ID of ${model.name} at the provider`;

test('each model that costs something takes a figure of one\u2019s own, and AIMLAPI\u2019s a new name', async () => {
  const { fields } = await drawPrices({
    settings: settingsSchema.parse({ ...settings, ownPrices: { [falModel.id]: 117_600 } }),
  });
  expect(fields()).toEqual([
    [ownOf(falModel), '0.1176'],
    [ownOf(aimlapiModel), ''],
    [nameOf(aimlapiModel), 'klingai/video-v2-6-pro-motion-control'],
  ]);
});

test('a figure of one\u2019s own is saved beside the others, and cleared again', async () => {
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

test('what is no amount is not saved', async () => {
  const { field, press, saved, text } = await drawPrices();
  await typeText(field(ownOf(falModel)), '0');
  await press(`Save custom price for ${falModel.name}`);
  expect(saved()).toEqual([]);
  expect(text()).toContain('Enter an amount in dollars, such as 0.112.');
});

test('before anybody asks, it is said who tells prices over the network', async () => {
  const { said } = await drawPrices();
  expect(said()).toEqual(['Prices can be refreshed at fal and AIMLAPI; not available from other providers.']);
});

test('a refresh says what came of it at each provider', async () => {
  const { bridge, press, said } = await drawPrices();
  bridge.answer('prices.refresh', () =>
    ok([
      { provider: 'fal', count: 0, error: fail('key-missing', { subject: 'fal' }).error },
      { provider: 'aimlapi', count: 4, error: null },
    ]),
  );
  await press('Refresh prices');
  expect(said()).toEqual(['fal needs an API key to return prices.', 'AIMLAPI: prices of 4 models updated.']);
  bridge.answer('prices.refresh', () =>
    ok([
      { provider: 'fal', count: 0, error: null },
      { provider: 'aimlapi', count: 4, error: fail('provider-unreachable', { subject: 'AIMLAPI' }).error },
    ]),
  );
  await press('Refresh prices');
  expect(said()).toEqual([
    'fal returned no price for these models.',
    expect.stringMatching(/^AIMLAPI: .*\. The last 4 known prices are still used\.$/),
  ]);
});

test('the prices that come by a refresh stand in the table at once', async () => {
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

test('while providers are being asked, a second press asks nobody', async () => {
  const { bridge, press, said } = await drawPrices();
  bridge.answer('prices.refresh', () => new Promise(() => undefined));
  await press('Refresh prices');
  await press('Refresh prices');
  expect([said(), bridge.requests.filter(({ name }) => name === 'prices.refresh').length]).toEqual([
    ['Refreshing prices'],
    1,
  ]);
});

test('a refresh that fails as a whole says why', async () => {
  const { bridge, press, text } = await drawPrices();
  bridge.answer('prices.refresh', () => fail('internal'));
  await press('Refresh prices');
  expect(document.querySelector('[role=status] [role=alert]')?.textContent).toBeTruthy();
  expect(text()).not.toContain('Refreshing prices');
});

test('where no provider tells its prices there is nothing to refresh', async () => {
  const { text } = await drawPrices({ models: [demoModel, { ...falModel, livePrice: 'none' }] });
  expect(text()).not.toContain('Refresh prices');
});

test('a new name of a model is saved, and the usual one can be put back', async () => {
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

test('an empty name is not saved', async () => {
  const { field, press, saved } = await drawPrices();
  await typeText(field(nameOf(aimlapiModel)), '  ');
  await press(`Save the model ID of ${aimlapiModel.name}`);
  expect(saved()).toEqual([]);
});
