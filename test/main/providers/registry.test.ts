import { expect, test } from 'vitest';
import { modelSpecSchema } from '#contract/model/model-spec.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { createDemo } from '#main/providers/demo.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import { createRegistry } from '#main/providers/registry.ts';
import { runpod } from '#main/providers/runpod.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { silentLog } from '#test/fixtures/media.ts';

const compose = async () => {
  throw new Error('not called');
};

test('finds every model by its id with its provider, and each is complete', async () => {
  const clock = createFakeClock();
  const deps = {
    fetch,
    fetchLink: fetch,
    clock,
    log: silentLog,
    lookup: async () => [],
    environment: {},
    key: () => null,
  };
  const registry = createRegistry([
    createPaidProvider(fal, deps),
    createPaidProvider(novita, deps),
    createPaidProvider(aimlapi, deps),
    createPaidProvider(runpod, deps),
    createDemo({ clock, compose, folder: '/nowhere' }),
  ]);
  expect(registry.models.map(({ id }) => id)).toEqual([
    'fal/kling-v2.6-pro',
    'fal/kling-v2.6-std',
    'fal/kling-v3-pro',
    'fal/kling-v3-std',
    'novita/kling-v2.6-pro',
    'novita/kling-v3-std',
    'novita/kling-v3-pro',
    'aimlapi/kling-v2.6-pro',
    'aimlapi/kling-v2.6-std',
    'aimlapi/kling-v3-std',
    'aimlapi/kling-v3-pro',
    'runpod/kling-v2.6-std',
    'demo/offline',
  ]);
  for (const model of registry.models) {
    // Strict: properties outside the contract would reach the page as well.
    expect(modelSpecSchema.strict().parse(model)).toEqual(model);
    expect(registry.modelOf(model.id)).toBe(model);
    expect(registry.providerOf(model.id)).toEqual({ provider: registry.byId(model.provider), model });
  }
  expect([registry.modelOf('fal/no-such-model'), registry.providerOf('fal/no-such-model')]).toEqual([
    null,
    null,
  ]);
  expect([registry.byId('demo')?.id, createRegistry([]).byId('novita')]).toEqual(['demo', null]);
});

test('polls fal often while the queue is short, and rarely during a run of minutes', () => {
  expect([0, 9_999, 10_000, 59_999, 60_000, 600_000].map(fal.pollAfterMs)).toEqual([
    1000, 1000, 2000, 2000, 5000, 5000,
  ]);
});
