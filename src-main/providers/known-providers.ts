/** All supported providers. A new one is a file of type `Protocol` and a line here. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import type { Ports } from '../ports.ts';
import { aimlapi } from './aimlapi.ts';
import { createDemo } from './demo.ts';
import { endpointsOf } from './endpoints.ts';
import { fal } from './fal.ts';
import { novita } from './novita.ts';
import { createPaidProvider, type PaidDeps } from './paid-provider.ts';
import { createRegistry, type Registry } from './registry.ts';
import { runpod } from './runpod.ts';

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
