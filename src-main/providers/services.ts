/** The present models: with their keys, current prices, and the limits of the delivery that is set up. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { DeliveryStatus, PastedLinks } from '#contract/model/delivery.ts';
import type { KeyHolder, ModelSpec } from '#contract/model/model-spec.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { canStart, planAnyDelivery } from '#contract/rules/can-start.ts';
import { asReachable } from '#contract/rules/delivery.ts';
import type { DeliveryModule } from '../delivery/delivery.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Prices } from '../settings/prices.ts';
import type { Secrets } from '../settings/secrets.ts';
import type { Registry } from './registry.ts';
import type { Provider } from './spec.ts';

export type Services = {
  readonly modelOf: (modelId: string) => ModelSpec | null;
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  /** Whether a run can be sent with the present keys and delivery. */
  readonly canStart: (model: ModelSpec, links: PastedLinks) => Result<Record<string, never>>;
  /** Each must be called after the change, and announces its effects. */
  readonly keysChanged: () => void;
  readonly pricesChanged: () => void;
  readonly settingsChanged: () => void;
  readonly handlers: {
    readonly models: HandlersOf<'models'>;
    readonly prices: HandlersOf<'prices'>;
    readonly delivery: HandlersOf<'delivery'>;
    readonly keys: HandlersOf<'keys'>;
  };
};

const keyTestMs = 30_000;

export const createServices = (deps: {
  readonly registry: Registry;
  readonly secrets: Secrets;
  readonly delivery: Pick<DeliveryModule, 'status' | 'testBucket'>;
  readonly prices: Prices;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  readonly onKeys: (keys: KeyStatus[]) => void;
  readonly onModels: (models: ModelSpec[]) => void;
  readonly onDelivery: (status: DeliveryStatus) => void;
}): Services => {
  const { registry, secrets, delivery, prices } = deps;
  const keyHolders: readonly KeyHolder[] = [
    ...registry.providers.filter(({ needsKey }) => needsKey).map(({ id }) => id),
    'bucket',
  ];
  const keyStatus = (): KeyStatus[] => keyHolders.map(secrets.status);
  const models = (): ModelSpec[] => {
    const status = delivery.status();
    return prices.models().map((model) => asReachable(model, status));
  };
  const modelOf = (modelId: string): ModelSpec | null => {
    const model = prices.modelOf(modelId);
    return model === null ? null : asReachable(model, delivery.status());
  };
  const pricesChanged = (): void => deps.onModels(models());
  /** The limits depend on the delivery. */
  const deliveryChanged = (): void => {
    deps.onDelivery(delivery.status());
    deps.onModels(models());
  };
  return {
    modelOf,
    providerOf: (modelId) => {
      const model = modelOf(modelId);
      const provider = model === null ? null : registry.byId(model.provider);
      return model === null || provider === null ? null : { provider, model };
    },
    canStart: (model, links) => {
      const deliverySetup = delivery.status();
      const files = planAnyDelivery(model, links, deliverySetup);
      return canStart(model, keyStatus(), { deliverySetup, files });
    },
    keysChanged: () => {
      deps.onKeys(keyStatus());
      deliveryChanged();
    },
    pricesChanged,
    settingsChanged: () => {
      void secrets.settingsChanged();
      prices.settingsChanged();
      deliveryChanged();
    },
    handlers: {
      models: { list: async () => ok(models()) },
      prices: { refresh: async () => ok([...(await prices.refresh({ signal: deps.closing }))]) },
      delivery: { status: async () => ok(delivery.status()) },
      keys: {
        status: async () => ok(keyStatus()),
        set: async ({ provider, key }) => secrets.set(provider, key),
        clear: async ({ provider }) => secrets.clear(provider),
        test: async ({ provider }) => {
          const call = { signal: AbortSignal.timeout(keyTestMs) };
          if (provider !== 'bucket')
            return (
              registry.byId(provider)?.testKey(call) ??
              fail('bad-request', { subject: provider, reason: 'key-test-unsupported' })
            );
          const tested = await delivery.testBucket(call);
          return tested.ok ? ok({ isGood: true, balanceMicros: null }) : tested;
        },
      },
    },
  };
};
