/** Joins what a run needs on its way out: keys, providers, prices, and how a file gets to where a model can read it. */
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { DeliveryStatus, PastedLinks } from '#contract/model/delivery-setup.ts';
import type { KeyHolder, ModelSpec } from '#contract/model/model-spec.ts';
import type { KeyStatus, KeyTest, Settings } from '#contract/model/settings.ts';
import { canStart, planAnyDelivery } from '#contract/rules/can-start.ts';
import { asReachable } from '#contract/rules/delivery.ts';
import { createDelivery, type DeliveryModule } from './delivery/delivery.ts';
import { createHostedObjects } from './delivery/hosted-objects.ts';
import { lookupAll } from './net/addresses.ts';
import { createNetwork } from './net/public-network.ts';
import type { Ports } from './ports.ts';
import { aimlapi } from './providers/aimlapi.ts';
import { type Compose, createDemo } from './providers/demo.ts';
import { endpointsOf } from './providers/endpoints.ts';
import { fal } from './providers/fal.ts';
import { novita } from './providers/novita.ts';
import { createPaidProvider, type PaidDeps } from './providers/paid-provider.ts';
import { createRegistry, type Registry } from './providers/registry.ts';
import { runpod } from './providers/runpod.ts';
import type { Provider } from './providers/spec.ts';
import { createPriceFile } from './settings/price-file.ts';
import { createPrices, type Prices } from './settings/prices.ts';
import { createSecrets, type Secrets } from './settings/secrets.ts';
import type { Database } from './storage/database.ts';
import { createUploadCache } from './storage/upload-cache.ts';

export type Sending = {
  readonly secrets: Secrets;
  readonly deliverySetup: DeliveryModule;
  readonly prices: Prices;
  readonly registry: Registry;
  /** As they are for this person now: with today's price and name, and limits that their ways of hosting leave. */
  readonly models: () => readonly ModelSpec[];
  readonly modelOf: (modelId: string) => ModelSpec | null;
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  readonly keyHolders: readonly KeyHolder[];
  /** Whether a run can be sent with the keys that are set and the delivery that is set up. */
  readonly canStart: (model: ModelSpec, links: PastedLinks) => Result<Record<string, never>>;
  readonly testKey: (holder: KeyHolder) => Promise<Result<KeyTest>>;
  readonly settingsChanged: () => void;
  readonly close: () => Promise<void>;
};

const keyTestMs = 30_000;

/** An override that is not safe is the person's own setting: said in words before anything is opened, not thrown. */
export const checkEndpoints = (environment: Ports['environment']): Result<Record<string, never>> => {
  try {
    for (const { endpoints } of [fal, novita, aimlapi, runpod]) endpointsOf(endpoints, environment);
    return ok({});
  } catch (cause) {
    return fail('bad-request', { detail: cause instanceof Error ? cause.message : 'an unsafe endpoint' });
  }
};

export const createSending = (deps: {
  readonly ports: Ports;
  readonly database: Database;
  readonly settings: () => Settings;
  readonly composeDemo: Compose;
  /** Full path. */
  readonly workFolder: string;
  readonly onKeys: (keys: KeyStatus[]) => void;
  readonly onModels: (models: ModelSpec[]) => void;
  readonly onDeliverySetup: (status: DeliveryStatus) => void;
}): Sending => {
  const { ports, database, settings } = deps;
  const { clock, dataFolder, environment, log } = ports;

  const secrets = createSecrets({
    cipher: ports.cipher,
    environment,
    dataFolder,
    log,
    onChange: () => {
      deps.onKeys(keyStatus());
      deliveryMethodsChanged();
    },
  });

  const { systemProxy } = ports;
  const network = createNetwork({ fetch: ports.fetch, environment, systemProxy, lookup: lookupAll });
  const { fetchLink, lookup } = network;
  const net = { fetch: network.fetch, fetchLink, lookup, clock, log, environment };
  const withKeyOf = (id: KeyHolder): PaidDeps => ({ ...net, key: () => secrets.read(id) });
  const registry = createRegistry([
    createPaidProvider(fal, withKeyOf('fal')),
    createPaidProvider(novita, withKeyOf('novita')),
    createPaidProvider(aimlapi, withKeyOf('aimlapi')),
    createPaidProvider(runpod, withKeyOf('runpod')),
    createDemo({ clock, compose: deps.composeDemo, folder: join(deps.workFolder, 'demo') }),
  ]);
  const keyHolders: readonly KeyHolder[] = [
    ...registry.providers.filter(({ needsKey }) => needsKey).map(({ id }) => id),
    'bucket',
  ];
  const keyStatus = () => keyHolders.map(secrets.status);

  const deliverySetup = createDelivery({
    ...net,
    settings: () => settings().deliverySetup,
    falKey: () => secrets.read('fal'),
    bucketSecret: () => secrets.read('bucket'),
    falRest: endpointsOf(fal.endpoints, environment).rest,
    judgeFal: fal.judge,
    isStandIn: (id) => registry.byId(id)?.isLocal ?? false,
    uploads: createUploadCache(database, clock),
    hostedObjects: createHostedObjects(database, clock),
  });

  const prices = createPrices({
    models: registry.models,
    providers: registry.providers,
    hasKey: (id) => secrets.read(id) !== null,
    settings,
    file: createPriceFile({ dataFolder, log }),
    clock,
    log,
    onChange: () => deps.onModels([...models()]),
  });

  const models = () => {
    const deliveryMethods = deliverySetup.status();
    return prices.models().map((model) => asReachable(model, deliveryMethods));
  };
  const modelOf = (modelId: string) => {
    const model = prices.modelOf(modelId);
    return model === null ? null : asReachable(model, deliverySetup.status());
  };
  /** Other ways of hosting leave other limits. */
  const deliveryMethodsChanged = (): void => {
    deps.onDeliverySetup(deliverySetup.status());
    deps.onModels([...models()]);
  };

  return {
    secrets,
    deliverySetup,
    prices,
    registry,
    models,
    modelOf,
    providerOf: (modelId) => {
      const model = modelOf(modelId);
      const provider = model === null ? null : registry.byId(model.provider);
      return model === null || provider === null ? null : { provider, model };
    },
    keyHolders,
    canStart: (model, links) => {
      const status = deliverySetup.status();
      const files = planAnyDelivery(model, links, status);
      return canStart(model, keyStatus(), { deliverySetup: status, files });
    },
    testKey: async (holder) => {
      const call = { signal: AbortSignal.timeout(keyTestMs) };
      if (holder !== 'bucket')
        return registry.byId(holder)?.testKey(call) ?? fail('bad-request', { subject: holder });
      const tested = await deliverySetup.testBucket(call);
      return tested.ok ? ok({ isGood: true, balanceMicros: null }) : tested;
    },
    close: () => network.close(),
    settingsChanged: () => {
      prices.settingsChanged();
      deliveryMethodsChanged();
    },
  };
};
