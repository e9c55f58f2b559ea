import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import { demoModel } from '#main/providers/demo.ts';
import type { Provider } from '#main/providers/spec.ts';
import { createPriceFile, createPrices, type PriceFile } from '#main/settings/prices.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const call = { signal: new AbortController().signal };
const builtIn: Price = {
  kind: 'per-second',
  microsPerSec: 112_000,
  rounding: 'none',
  source: 'the model page',
  asOf: '2026-11-01',
};
const livePrice: Price = {
  ...builtIn,
  microsPerSec: 120_000,
  source: 'the price service',
  asOf: '2026-11-21',
};
const ownFigure: Price = {
  kind: 'per-second',
  microsPerSec: 90_000,
  rounding: 'none',
  source: 'your own figure',
  asOf: '2026-11-21',
  caveat: 'own-figure',
};
const unknown: Price = { kind: 'unknown', reason: 'not published' };

const modelOf = (provider: ProviderId, name: string, more: Partial<ModelSpec> = {}): ModelSpec => ({
  ...demoModel,
  id: modelIdSchema.parse(`${provider}/${name}`),
  provider,
  price: builtIn,
  remoteName: `${provider}-${name}`,
  ...more,
});
const pro = modelOf('fal', 'pro', { livePrice: 'with-key' });
const std = modelOf('fal', 'std', { livePrice: 'with-key' });
const renamed = modelOf('aimlapi', 'pro', {
  livePrice: 'without-key',
  isRemoteNameEditable: true,
  price: unknown,
});
const silent = modelOf('runpod', 'std');
const allModels = [demoModel, pro, std, renamed, silent];

type Refresh = NonNullable<Provider['refreshPrices']>;

/** `replies`: the price refresh of each provider; `refreshed`: the remote names requested. */
const createModule = (
  given: {
    readonly replies?: Partial<Record<ProviderId, Refresh>>;
    readonly settings?: Partial<Settings>;
    readonly keys?: readonly ProviderId[];
    readonly folder?: string;
    readonly file?: PriceFile;
  } = {},
) => {
  const { replies = {}, keys = [], folder = tempFolder() } = given;
  const log = createTestLog();
  const changes: (readonly (readonly [string, string])[])[] = [];
  const refreshed: string[] = [];
  const figureOf = ({ price }: ModelSpec) =>
    price.kind === 'per-second' ? `${price.microsPerSec} (${price.source})` : price.kind;
  const shown = (models: readonly ModelSpec[]) => models.map((model) => [model.id, figureOf(model)] as const);
  let settings = settingsSchema.parse({ ...given.settings });
  const providers = (['demo', 'fal', 'aimlapi', 'runpod'] as const).map((id) => {
    const reply = replies[id];
    if (reply === undefined) return { id };
    const refreshPrices: Refresh = (models, context) => {
      refreshed.push(...models.map(({ remoteName }) => remoteName));
      return reply(models, context);
    };
    return { id, refreshPrices };
  });
  const prices = createPrices({
    models: allModels,
    settings: () => settings,
    providers,
    hasKey: (id) => keys.includes(id),
    file: given.file ?? createPriceFile({ dataFolder: folder, log }),
    clock: createFakeClock(),
    log,
    onChange: (models) => changes.push(shown(models)),
  });
  return {
    prices,
    folder,
    log,
    changes,
    refreshed,
    priceOf: (model: ModelSpec) => prices.modelOf(model.id)?.price,
    change: (part: Partial<Settings>) => {
      settings = { ...settings, ...part };
      prices.settingsChanged();
    },
  };
};

const answering =
  (price: Price): Refresh =>
  async (models) =>
    ok(new Map(models.map(({ id }) => [id, price])));

test('returns the built-in models by default', () => {
  const { prices } = createModule();
  expect(prices.models()).toEqual(allModels);
  expect(prices.modelOf('fal/none')).toBeNull();
});

test('prefers the user\u2019s own figure to the live price, and that to the built-in price', async () => {
  const module = createModule({ replies: { fal: answering(livePrice) }, keys: ['fal'] });
  const seen = [module.priceOf(pro)];
  await module.prices.refresh(call);
  seen.push(module.priceOf(pro));
  module.change({ ownPrices: { [pro.id]: 90_000 } });
  seen.push(module.priceOf(pro));
  module.change({ ownPrices: {} });
  seen.push(module.priceOf(pro));
  expect(seen).toEqual([builtIn, livePrice, ownFigure, livePrice]);
  expect(module.priceOf(std)).toEqual(livePrice);
});

test('replaces an unknown price by the user\u2019s own figure, but not a free one', () => {
  const { priceOf } = createModule({
    settings: { ownPrices: { [renamed.id]: 90_000, [demoModel.id]: 1 } },
  });
  expect([priceOf(renamed), priceOf(demoModel)]).toEqual([ownFigure, demoModel.price]);
});

test('loads saved live prices with their source and date', async () => {
  const first = createModule({ replies: { fal: answering(livePrice) }, keys: ['fal'] });
  await first.prices.refresh(call);
  const later = createModule({ folder: first.folder });
  expect([later.priceOf(pro), later.log.lines]).toEqual([livePrice, []]);
});

test('refreshes a provider that needs a key only if one is set, and the others always', async () => {
  const replies = { fal: answering(livePrice), aimlapi: answering(livePrice) };
  const without = createModule({ replies });
  expect(await without.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 0, error: { code: 'key-missing', charged: 'no', subject: 'fal' } },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect(without.refreshed).toEqual(['aimlapi-pro']);
  const withKey = createModule({ replies, keys: ['fal'] });
  expect(await withKey.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 2, error: null },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect(withKey.refreshed).toEqual(['fal-pro', 'fal-std', 'aimlapi-pro']);
});

test('reports a failed provider, keeps its earlier prices, and refreshes the others', async () => {
  const { folder, prices } = createModule({ replies: { fal: answering(livePrice) }, keys: ['fal'] });
  await prices.refresh(call);
  const offline = fail('provider-unreachable', { subject: 'fal' });
  const later = createModule({
    folder,
    replies: { fal: async () => offline, aimlapi: answering(livePrice) },
    keys: ['fal'],
  });
  expect(await later.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 2, error: offline.error },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect([later.priceOf(pro), later.priceOf(renamed)]).toEqual([livePrice, livePrice]);
});

test('changes no price if a provider lists no model or no price', async () => {
  const { prices, priceOf, changes } = createModule({
    replies: { fal: async () => ok(new Map()), aimlapi: answering(unknown) },
    keys: ['fal'],
  });
  expect((await prices.refresh(call)).map(({ count, error }) => [count, error])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect([priceOf(pro), priceOf(renamed), changes]).toEqual([builtIn, unknown, []]);
});

test('treats a price in an unsupported unit as unknown until the next refresh', async () => {
  const uncountable: Price = { kind: 'unknown', reason: 'The unit is not supported.' };
  let price: Price = uncountable;
  const module = createModule({
    replies: { fal: async (models) => ok(new Map(models.map(({ id }) => [id, price]))) },
    keys: ['fal'],
  });
  expect(await module.prices.refresh(call)).toEqual([{ provider: 'fal', count: 0, error: null }]);
  const later = createModule({ folder: module.folder });
  expect([module.priceOf(pro), later.priceOf(pro), later.log.lines]).toEqual([uncountable, uncountable, []]);
  module.change({ ownPrices: { [pro.id]: 90_000 } });
  expect(module.priceOf(pro)).toEqual(ownFigure);
  price = livePrice;
  await module.prices.refresh(call);
  expect(module.priceOf(std)).toEqual(livePrice);
});

test('uses the user\u2019s remote name where the model allows one', () => {
  const { prices } = createModule({
    settings: { remoteNames: { [renamed.id]: 'new-name', [pro.id]: 'other' } },
  });
  expect(prices.models().map(({ remoteName }) => remoteName)).toEqual([
    'offline',
    'fal-pro',
    'fal-std',
    'new-name',
    'runpod-std',
  ]);
});

test('does not use a live price of another remote name', async () => {
  const module = createModule({ replies: { aimlapi: answering(livePrice) } });
  await module.prices.refresh(call);
  module.change({ remoteNames: { [renamed.id]: 'new-name' } });
  expect(module.priceOf(renamed)).toEqual(unknown);
  await module.prices.refresh(call);
  expect([module.refreshed, module.priceOf(renamed)]).toEqual([['aimlapi-pro', 'new-name'], livePrice]);
});

test('publishes each change of a model once', async () => {
  const module = createModule({ replies: { fal: answering(livePrice) }, keys: ['fal'] });
  module.change({ theme: 'dark' });
  await module.prices.refresh(call);
  await module.prices.refresh(call);
  module.change({ ownPrices: { [pro.id]: 90_000 } });
  module.change({ language: 'es' });
  expect(module.changes.map((models) => models.find(([id]) => id === pro.id))).toEqual([
    [pro.id, '120000 (the price service)'],
    [pro.id, '90000 (your own figure)'],
  ]);
});

test.each(['not json', '[]', '{"fal/pro":{"price":5}}', '{"fal/pro":null}'])(
  'treats a malformed price file (%s) as empty, and replaces it at the next refresh',
  async (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'prices.json'), text);
    const module = createModule({ folder, replies: { fal: answering(livePrice) }, keys: ['fal'] });
    expect([module.priceOf(pro), module.log.lines]).toEqual([
      builtIn,
      [{ level: 'warn', message: 'JSON file broken, default used' }],
    ]);
    await module.prices.refresh(call);
    expect(JSON.parse(readFileSync(join(folder, 'prices.json'), 'utf8'))).toEqual({
      'fal/pro': { remoteName: 'fal-pro', price: livePrice },
      'fal/std': { remoteName: 'fal-std', price: livePrice },
    });
  },
);

test('keeps prices in memory if they cannot be saved', async () => {
  const module = createModule({
    replies: { fal: answering(livePrice) },
    keys: ['fal'],
    file: {
      read: () => ({}),
      write: () => {
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    },
  });
  expect((await module.prices.refresh(call))[0]).toEqual({ provider: 'fal', count: 2, error: null });
  expect([module.priceOf(pro), module.log.lines]).toEqual([
    livePrice,
    [{ level: 'warn', message: 'prices not saved' }],
  ]);
});
