/** The part of the composition that uses the network: keys, providers, prices and delivery. */
import { join } from 'node:path';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { KeyStatus, Settings } from '#contract/model/settings.ts';
import { createDelivery, type DeliveryModule } from './delivery/delivery.ts';
import { createHostedObjects } from './delivery/hosted-objects.ts';
import { lookupAll } from './net/addresses.ts';
import { createLazyNetwork } from './net/lazy-network.ts';
import type { Ports } from './ports.ts';
import type { Compose } from './providers/demo.ts';
import { endpointsOf } from './providers/endpoints.ts';
import { fal } from './providers/fal.ts';
import { createKnownProviders } from './providers/registry.ts';
import { createServices, type Services } from './providers/services.ts';
import { createPriceFile, createPrices } from './settings/prices.ts';
import { createSecrets } from './settings/secrets.ts';
import type { Database } from './storage/database.ts';
import { createUploadCache } from './storage/upload-cache.ts';

export const composeServices = (deps: {
  readonly ports: Ports;
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly settings: () => Settings;
  readonly composeDemo: Compose;
  /** Full path. */
  readonly workFolder: string;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  readonly onKeys: (keys: KeyStatus[]) => void;
  readonly onModels: (models: ModelSpec[]) => void;
  readonly onDelivery: (status: DeliveryStatus) => void;
}): {
  readonly services: Services;
  readonly delivery: DeliveryModule;
  /** Decrypts the stored keys; before it, only keys of the environment are set. */
  readonly loadKeys: () => Promise<void>;
  readonly close: () => Promise<void>;
} => {
  const { ports, database, settings } = deps;
  const { clock, dataFolder, environment, log, cipher, systemProxy } = ports;
  const secrets = createSecrets({
    cipher,
    arePlainKeysAllowed: () => settings().plainKeys,
    environment,
    dataFolder,
    log,
    onChange: () => services.keysChanged(),
  });
  const network = createLazyNetwork({ fetch: ports.fetch, environment, systemProxy, lookup: lookupAll });
  const { fetchLink, lookup } = network;
  const net = { fetch: network.fetch, fetchLink, lookup, clock, log, environment };
  const registry = createKnownProviders({
    net,
    keyOf: secrets.read,
    demo: { clock, compose: deps.composeDemo, folder: join(deps.workFolder, 'demo') },
  });
  const delivery = createDelivery({
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
    onChange: () => services.pricesChanged(),
  });
  const services = createServices({
    registry,
    secrets,
    delivery,
    prices,
    closing: deps.closing,
    onKeys: deps.onKeys,
    onModels: deps.onModels,
    onDelivery: deps.onDelivery,
  });
  return { services, delivery, loadKeys: secrets.load, close: () => network.close() };
};
