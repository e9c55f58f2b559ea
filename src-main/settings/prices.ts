/**
 * The models with their current prices and remote names. The user's own figure takes precedence over the
 * provider's live price, and that over the built-in one.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { PriceRefresh } from '#contract/calls.ts';
import { type AppError, fail } from '#contract/errors.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import { type Price, priceSchema } from '#contract/model/price.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Clock, Log } from '../ports.ts';
import type { Call, Provider } from '../providers/spec.ts';
import { createJsonFile } from '../storage/json-file.ts';

/**
 * `remoteName`: the provider's name of the model when the price was read; under another name the price may differ.
 */
const livePriceSchema = z.object({ remoteName: z.string(), price: priceSchema });
const livePricesSchema = z.record(z.string(), livePriceSchema);
type LivePrice = { readonly remoteName: string; readonly price: Price };
export type LivePrices = Readonly<Record<string, LivePrice>>;

export type PriceFile = {
  readonly read: () => LivePrices;
  /** Throws errors of the file system. */
  readonly write: (prices: LivePrices) => void;
};

/** `<data>/prices.json`: the live prices of providers, by model id. */
export const createPriceFile = (deps: { readonly dataFolder: string; readonly log: Log }): PriceFile => {
  const file = createJsonFile({
    path: join(deps.dataFolder, 'prices.json'),
    schema: livePricesSchema,
    name: 'prices.json',
    log: deps.log,
  });
  // A missing or malformed file counts as empty; a refresh reads the prices again.
  return { read: () => file.read({}), write: file.write };
};

export type Prices = {
  /** In the order of the models given. */
  readonly models: () => readonly ModelSpec[];
  readonly modelOf: (modelId: string) => ModelSpec | null;
  /**
   * One result for each provider with live prices; on failure its earlier prices are kept. A price in an unsupported
   * unit makes the price unknown.
   */
  readonly refresh: (call: Call) => Promise<readonly PriceRefresh[]>;
  /** Must be called after the settings have changed. */
  readonly settingsChanged: () => void;
};

type PriceSource = {
  readonly id: ProviderId;
  readonly refreshPrices: NonNullable<Provider['refreshPrices']>;
};

export const createPrices = (deps: {
  /** The built-in models. */
  readonly models: readonly ModelSpec[];
  readonly settings: () => Pick<Settings, 'ownPrices' | 'remoteNames'>;
  readonly providers: readonly Pick<Provider, 'id' | 'refreshPrices'>[];
  readonly hasKey: (provider: ProviderId) => boolean;
  readonly file: PriceFile;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Called when a price or a name changes. */
  readonly onChange: (models: readonly ModelSpec[]) => void;
}): Prices => {
  const { settings, hasKey, file, clock, log, onChange } = deps;
  let livePrices: LivePrices = file.read();
  const priceSources = deps.providers.flatMap(({ id, refreshPrices }): PriceSource[] =>
    refreshPrices === undefined ? [] : [{ id, refreshPrices }],
  );

  const remoteNameOf = (model: ModelSpec): string =>
    (model.isRemoteNameEditable ? settings().remoteNames[model.id] : undefined) ?? model.remoteName;

  const livePriceOf = (model: ModelSpec): Price | null => {
    const entry = livePrices[model.id];
    return entry?.remoteName === remoteNameOf(model) ? entry.price : null;
  };

  const priceOf = (model: ModelSpec): Price => {
    const microsPerSec = settings().ownPrices[model.id];
    if (microsPerSec === undefined || model.price.kind === 'free') return livePriceOf(model) ?? model.price;
    return {
      kind: 'per-second',
      microsPerSec,
      rounding: 'none',
      source: 'your own figure',
      // The figure is current as long as it is in the settings.
      asOf: clock.now().toISOString().slice(0, 10),
      caveat: 'own-figure',
    };
  };

  const models = () =>
    deps.models.map((model) => ({ ...model, price: priceOf(model), remoteName: remoteNameOf(model) }));

  let lastPublished = JSON.stringify(models());
  const publishChange = (): void => {
    const now = models();
    const text = JSON.stringify(now);
    if (text === lastPublished) return;
    lastPublished = text;
    onChange(now);
  };

  const save = (fresh: LivePrices): void => {
    livePrices = { ...livePrices, ...fresh };
    try {
      file.write(livePrices);
    } catch (cause) {
      // They stay in memory until the process ends, and can be refreshed again.
      log.warn('prices not saved', { cause });
    }
  };

  const modelsOf = (id: ProviderId): readonly ModelSpec[] =>
    deps.models.filter((model) => model.provider === id && model.livePrice !== 'none');

  const outcomeOf = (id: ProviderId, error: AppError | null): PriceRefresh => {
    const prices = modelsOf(id).map(livePriceOf);
    const count = prices.filter((price) => price !== null && price.kind !== 'unknown').length;
    return { provider: id, count, error };
  };

  const refreshOne = async ({ id, refreshPrices }: PriceSource, call: Call): Promise<AppError | null> => {
    const isRefreshable = ({ livePrice }: ModelSpec) => livePrice === 'without-key' || hasKey(id);
    const requested = modelsOf(id)
      .filter(isRefreshable)
      .map((model) => ({ id: model.id, remoteName: remoteNameOf(model) }));
    if (requested.length === 0) return fail('key-missing', { subject: id }).error;
    const refreshed = await refreshPrices(requested, call);
    if (!refreshed.ok) return refreshed.error;
    const fresh = requested.flatMap((model): [string, LivePrices[string]][] => {
      const price = refreshed.value.get(model.id);
      return price === undefined ? [] : [[model.id, { remoteName: model.remoteName, price }]];
    });
    if (fresh.length > 0) save(Object.fromEntries(fresh));
    return null;
  };

  return {
    models,
    modelOf: (modelId) => models().find(({ id }) => id === modelId) ?? null,
    refresh: async (call) => {
      const used = priceSources.filter(({ id }) => modelsOf(id).length > 0);
      const errors = await Promise.all(used.map((priceSource) => refreshOne(priceSource, call)));
      publishChange();
      return used.map(({ id }, index) => outcomeOf(id, errors[index] ?? null));
    },
    settingsChanged: publishChange,
  };
};
