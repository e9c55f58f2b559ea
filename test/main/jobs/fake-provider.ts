/** A provider that answers as the test says, and records the order of its calls. */
import { writeFile } from 'node:fs/promises';
import { ok } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { Provider } from '#main/providers/spec.ts';
import { model } from './samples.ts';

type Verb = 'deliver' | 'start' | 'status' | 'cancel' | 'download';

/** A provider with its own delivery, which the harness calls. */
export type DeliveryProvider = Provider & { readonly deliver?: JobPorts['deliver'] };

export type FakeProvider = {
  readonly provider: DeliveryProvider & { readonly deliver: JobPorts['deliver'] };
  readonly calls: readonly Verb[];
  readonly count: (verb: Verb) => number;
};

const linkTo = (name: string) => ({
  kind: 'link' as const,
  url: `https://cdn.example/${name}`,
  expiresAt: null,
});

export const createFakeProvider = (
  script: Partial<DeliveryProvider> = {},
  spec: ModelSpec = model,
): FakeProvider => {
  const calls: Verb[] = [];
  const defaults: FakeProvider['provider'] = {
    id: spec.provider,
    models: [spec],
    needsKey: spec.provider !== 'demo',
    isLocal: false,
    pollAfterMs: () => 1000,
    resultKeptSec: null,
    deliver: async ({ local }) => ok({ ...linkTo(local.name), via: 'fal-storage' }),
    start: async () => ({ kind: 'accepted', ticket: { request: 'r1' } }),
    status: async () => ({ kind: 'done', result: linkTo('result.mp4'), billed: { kind: 'seconds', sec: 8 } }),
    cancel: async () => ({ kind: 'cancelled', charged: 'no' }),
    ticketFor: (_modelId, providerJobId) => ({ request: providerJobId }),
    download: async (_result, to) => {
      await writeFile(to, 'the result');
      return ok({ sizeBytes: 10 });
    },
    testKey: async () => ok({ isGood: true, balanceMicros: null }),
  };
  const does = { ...defaults, ...script };
  const recorded =
    <A extends readonly unknown[], R>(verb: Verb, act: (...args: A) => R) =>
    (...args: A): R => {
      calls.push(verb);
      return act(...args);
    };
  const { cancel } = does;
  return {
    calls,
    count: (verb) => calls.filter((call) => call === verb).length,
    provider: {
      ...does,
      deliver: recorded('deliver', does.deliver),
      start: recorded('start', does.start),
      status: recorded('status', does.status),
      download: recorded('download', does.download),
      ...(cancel === undefined ? {} : { cancel: recorded('cancel', cancel) }),
    },
  };
};
