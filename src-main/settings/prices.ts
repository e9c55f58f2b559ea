/**
 * The price book: every model with its current price and remote name. The user's own figure takes precedence over the
 * provider's live price, and that over the built-in one.
 */

import type { PriceRefresh } from '#contract/calls.ts';
import { type AppError, fail } from '#contract/errors.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Clock, Log } from '../ports.ts';
import type { Call, Provider } from '../providers/spec.ts';
import type { PriceFile, ToldPrices } from './price-file.ts';

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

type Teller = { readonly id: ProviderId; readonly ask: NonNullable<Provider['refreshPrices']> };

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
  let told: ToldPrices = file.read();
  const tellers = deps.providers.flatMap(({ id, refreshPrices }): Teller[] =>
    refreshPrices === undefined ? [] : [{ id, ask: refreshPrices }],
  );

  const remoteNameOf = (model: ModelSpec): string =>
    (model.isRemoteNameEditable ? settings().remoteNames[model.id] : undefined) ?? model.remoteName;

  const toldPriceOf = (model: ModelSpec): Price | null => {
    const entry = told[model.id];
    return entry?.remoteName === remoteNameOf(model) ? entry.price : null;
  };

  const priceOf = (model: ModelSpec): Price => {
    const microsPerSec = settings().ownPrices[model.id];
    if (microsPerSec === undefined || model.price.kind === 'free') return toldPriceOf(model) ?? model.price;
    return {
      kind: 'per-second',
      microsPerSec,
      rounding: 'none',
      source: 'your own figure',
      // Valid as long as it is in the settings.
      asOf: clock.now().toISOString().slice(0, 10),
      caveat: 'own-figure',
    };
  };

  const models = () =>
    deps.models.map((model) => ({ ...model, price: priceOf(model), remoteName: remoteNameOf(model) }));

  let lastTold = JSON.stringify(models());
  const tell = (): void => {
    const now = models();
    const text = JSON.stringify(now);
    if (text === lastTold) return;
    lastTold = text;
    onChange(now);
  };

  const keep = (fresh: ToldPrices): void => {
    told = { ...told, ...fresh };
    try {
      file.write(told);
    } catch (cause) {
      // They are kept until the program ends, and can be read again.
      log.warn('the prices cannot be written down', { cause });
    }
  };

  const modelsOf = (id: ProviderId): readonly ModelSpec[] =>
    deps.models.filter((model) => model.provider === id && model.livePrice !== 'none');

  const answer = (id: ProviderId, error: AppError | null): PriceRefresh => {
    const prices = modelsOf(id).map(toldPriceOf);
    const count = prices.filter((price) => price !== null && price.kind !== 'unknown').length;
    return { provider: id, count, error };
  };

  const refreshOne = async ({ id, ask }: Teller, call: Call): Promise<AppError | null> => {
    const isAskable = ({ livePrice }: ModelSpec) => livePrice === 'without-key' || hasKey(id);
    const asked = modelsOf(id)
      .filter(isAskable)
      .map((model) => ({ id: model.id, remoteName: remoteNameOf(model) }));
    if (asked.length === 0) return fail('key-missing', { subject: id }).error;
    const answered = await ask(asked, call);
    if (!answered.ok) return answered.error;
    const fresh = asked.flatMap((model): [string, ToldPrices[string]][] => {
      const price = answered.value.get(model.id);
      return price === undefined ? [] : [[model.id, { remoteName: model.remoteName, price }]];
    });
    if (fresh.length > 0) keep(Object.fromEntries(fresh));
    return null;
  };

  return {
    models,
    modelOf: (modelId) => models().find(({ id }) => id === modelId) ?? null,
    refresh: async (call) => {
      const asked = tellers.filter(({ id }) => modelsOf(id).length > 0);
      const errors = await Promise.all(asked.map((teller) => refreshOne(teller, call)));
      tell();
      return asked.map(({ id }, index) => answer(id, errors[index] ?? null));
    },
    settingsChanged: tell,
  };
};
