/** All supported providers, by their own id or by a model's. A new one is a file of type `Protocol` and a line here. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Ports } from '../ports.ts';
import { aimlapi } from './aimlapi.ts';
import { createDemo } from './demo.ts';
import { endpointsOf } from './endpoints.ts';
import { fal } from './fal.ts';
import { novita } from './novita.ts';
import { createPaidProvider, type PaidDeps } from './paid-provider.ts';
import { runpod } from './runpod.ts';
import type { Provider } from './spec.ts';

export type Registry = {
  readonly models: readonly ModelSpec[];
  readonly providers: readonly Provider[];
  readonly modelOf: (modelId: string) => ModelSpec | null;
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  readonly byId: (id: ProviderId) => Provider | null;
};

export const createRegistry = (providers: readonly Provider[]): Registry => {
  const models = providers.flatMap((provider) => provider.models);
  return {
    models,
    providers,
    modelOf: (modelId) => models.find((model) => model.id === modelId) ?? null,
    providerOf: (modelId) => {
      for (const provider of providers) {
        const model = provider.models.find((candidate) => candidate.id === modelId);
        if (model) return { provider, model };
      }
      return null;
    },
    byId: (id) => providers.find((provider) => provider.id === id) ?? null,
  };
};

/** Called before anything is opened, so an unsafe override in the environment is returned as an error and not thrown later. */
export const checkEndpoints = (environment: Ports['environment']): Result<Record<string, never>> => {
  try {
    for (const { endpoints } of [fal, novita, aimlapi, runpod]) endpointsOf(endpoints, environment);
    return ok({});
  } catch (cause) {
    return fail('bad-request', {
      reason: 'endpoint-unsafe',
      ...(cause instanceof Error ? { detail: cause.message } : {}),
    });
  }
};

export const createKnownProviders = (deps: {
  readonly net: Omit<PaidDeps, 'key'>;
  readonly keyOf: (id: ProviderId) => string | null;
  readonly demo: Parameters<typeof createDemo>[0];
}): Registry => {
  const withKeyOf = (id: ProviderId): PaidDeps => ({ ...deps.net, key: () => deps.keyOf(id) });
  return createRegistry([
    createPaidProvider(fal, withKeyOf('fal')),
    createPaidProvider(novita, withKeyOf('novita')),
    createPaidProvider(aimlapi, withKeyOf('aimlapi')),
    createPaidProvider(runpod, withKeyOf('runpod')),
    createDemo(deps.demo),
  ]);
};
