import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import { demoModel } from '#main/providers/demo-model.ts';
import type { Provider } from '#main/providers/spec.ts';
import { createPriceFile, type PriceFile } from '#main/settings/price-file.ts';
import { createPrices } from '#main/settings/prices.ts';
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
const told: Price = { ...builtIn, microsPerSec: 120_000, source: 'the price service', asOf: '2026-11-21' };
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

type Ask = NonNullable<Provider['refreshPrices']>;

/** `tells`: what each provider answers; each question is written down. */
const createModule = (
  given: {
    readonly tells?: Partial<Record<ProviderId, Ask>>;
    readonly settings?: Partial<Settings>;
    readonly keys?: readonly ProviderId[];
    readonly folder?: string;
    readonly file?: PriceFile;
  } = {},
) => {
  const { tells = {}, keys = [], folder = tempFolder() } = given;
  const log = createTestLog();
  const changes: (readonly (readonly [string, string])[])[] = [];
  const asked: string[] = [];
  const figureOf = ({ price }: ModelSpec) =>
    price.kind === 'per-second' ? `${price.microsPerSec} (${price.source})` : price.kind;
  const shown = (models: readonly ModelSpec[]) => models.map((model) => [model.id, figureOf(model)] as const);
  let settings = settingsSchema.parse({ ...given.settings });
  const providers = (['demo', 'fal', 'aimlapi', 'runpod'] as const).map((id) => {
    const tell = tells[id];
    if (tell === undefined) return { id };
    const refreshPrices: Ask = (models, context) => {
      asked.push(...models.map(({ remoteName }) => remoteName));
      return tell(models, context);
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
    asked,
    priceOf: (model: ModelSpec) => prices.modelOf(model.id)?.price,
    change: (part: Partial<Settings>) => {
      settings = { ...settings, ...part };
      prices.settingsChanged();
    },
  };
};

const answering =
  (price: Price): Ask =>
  async (models) =>
    ok(new Map(models.map(({ id }) => [id, price])));

test('without anything else, models stand as the program was made with them', () => {
  const { prices } = createModule();
  expect(prices.models()).toEqual(allModels);
  expect(prices.modelOf('fal/none')).toBeNull();
});

test('a person\u2019s own figure wins over what the provider told, and that over what was built in', async () => {
  const room = createModule({ tells: { fal: answering(told) }, keys: ['fal'] });
  const seen = [room.priceOf(pro)];
  await room.prices.refresh(call);
  seen.push(room.priceOf(pro));
  room.change({ ownPrices: { [pro.id]: 90_000 } });
  seen.push(room.priceOf(pro));
  room.change({ ownPrices: {} });
  seen.push(room.priceOf(pro));
  expect(seen).toEqual([builtIn, told, ownFigure, told]);
  expect(room.priceOf(std)).toEqual(told);
});

test('an unknown price becomes the person\u2019s own figure, and what is free stays free', () => {
  const { priceOf } = createModule({
    settings: { ownPrices: { [renamed.id]: 90_000, [demoModel.id]: 1 } },
  });
  expect([priceOf(renamed), priceOf(demoModel)]).toEqual([ownFigure, demoModel.price]);
});

test('what was told outlives the program, with its source and date', async () => {
  const first = createModule({ tells: { fal: answering(told) }, keys: ['fal'] });
  await first.prices.refresh(call);
  const later = createModule({ folder: first.folder });
  expect([later.priceOf(pro), later.log.lines]).toEqual([told, []]);
});

test('a provider that wants a key is asked only where one is set; one that does not is always asked', async () => {
  const tells = { fal: answering(told), aimlapi: answering(told) };
  const without = createModule({ tells });
  expect(await without.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 0, error: { code: 'key-missing', charged: 'no', subject: 'fal' } },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect(without.asked).toEqual(['aimlapi-pro']);
  const withKey = createModule({ tells, keys: ['fal'] });
  expect(await withKey.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 2, error: null },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect(withKey.asked).toEqual(['fal-pro', 'fal-std', 'aimlapi-pro']);
});

test('a provider that fails says why, keeps what it told before, and does not stop the others', async () => {
  const { folder, prices } = createModule({ tells: { fal: answering(told) }, keys: ['fal'] });
  await prices.refresh(call);
  const offline = fail('provider-unreachable', { subject: 'fal' });
  const later = createModule({
    folder,
    tells: { fal: async () => offline, aimlapi: answering(told) },
    keys: ['fal'],
  });
  expect(await later.prices.refresh(call)).toEqual([
    { provider: 'fal', count: 2, error: offline.error },
    { provider: 'aimlapi', count: 1, error: null },
  ]);
  expect([later.priceOf(pro), later.priceOf(renamed)]).toEqual([told, told]);
});

test('a provider that no longer names a model, or has no price for it, changes nothing', async () => {
  const { prices, priceOf, changes } = createModule({
    tells: { fal: async () => ok(new Map()), aimlapi: answering(unknown) },
    keys: ['fal'],
  });
  expect((await prices.refresh(call)).map(({ count, error }) => [count, error])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect([priceOf(pro), priceOf(renamed), changes]).toEqual([builtIn, unknown, []]);
});

test('a price that nobody here can count with makes the price unknown, until another one is told', async () => {
  const uncountable: Price = { kind: 'unknown', reason: 'It is told for each video.' };
  let tells: Price = uncountable;
  const room = createModule({
    tells: { fal: async (models) => ok(new Map(models.map(({ id }) => [id, tells]))) },
    keys: ['fal'],
  });
  expect(await room.prices.refresh(call)).toEqual([{ provider: 'fal', count: 0, error: null }]);
  const later = createModule({ folder: room.folder });
  expect([room.priceOf(pro), later.priceOf(pro), later.log.lines]).toEqual([uncountable, uncountable, []]);
  room.change({ ownPrices: { [pro.id]: 90_000 } });
  expect(room.priceOf(pro)).toEqual(ownFigure);
  tells = told;
  await room.prices.refresh(call);
  expect(room.priceOf(std)).toEqual(told);
});

test('a model goes by the name that the person gave it, where a name can be given', () => {
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

test('a price that was told under another name does not hold for the new one', async () => {
  const room = createModule({ tells: { aimlapi: answering(told) } });
  await room.prices.refresh(call);
  room.change({ remoteNames: { [renamed.id]: 'new-name' } });
  expect(room.priceOf(renamed)).toEqual(unknown);
  await room.prices.refresh(call);
  expect([room.asked, room.priceOf(renamed)]).toEqual([['aimlapi-pro', 'new-name'], told]);
});

test('whoever shows models is told of each change once, and of nothing else', async () => {
  const room = createModule({ tells: { fal: answering(told) }, keys: ['fal'] });
  room.change({ theme: 'dark' });
  await room.prices.refresh(call);
  await room.prices.refresh(call);
  room.change({ ownPrices: { [pro.id]: 90_000 } });
  room.change({ language: 'es' });
  expect(room.changes.map((models) => models.find(([id]) => id === pro.id))).toEqual([
    [pro.id, '120000 (the price service)'],
    [pro.id, '90000 (your own figure)'],
  ]);
});

test.each(['not json', '[]', '{"fal/pro":{"price":5}}', '{"fal/pro":null}'])(
  'a broken file of prices (%s) is no crash, and the next refresh writes a good one',
  async (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'prices.json'), text);
    const room = createModule({ folder, tells: { fal: answering(told) }, keys: ['fal'] });
    expect([room.priceOf(pro), room.log.lines]).toEqual([
      builtIn,
      [{ level: 'warn', message: 'JSON file broken, default used' }],
    ]);
    await room.prices.refresh(call);
    expect(JSON.parse(readFileSync(join(folder, 'prices.json'), 'utf8'))).toEqual({
      'fal/pro': { remoteName: 'fal-pro', price: told },
      'fal/std': { remoteName: 'fal-std', price: told },
    });
  },
);

test('prices that cannot be written hold until the program ends', async () => {
  const room = createModule({
    tells: { fal: answering(told) },
    keys: ['fal'],
    file: {
      read: () => ({}),
      write: () => {
        throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      },
    },
  });
  expect((await room.prices.refresh(call))[0]).toEqual({ provider: 'fal', count: 2, error: null });
  expect([room.priceOf(pro), room.log.lines]).toEqual([
    told,
    [{ level: 'warn', message: 'the prices cannot be written down' }],
  ]);
});
