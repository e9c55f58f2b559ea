import { expect, test } from 'vitest';
import { modelSpecSchema } from '#contract/model/model-spec.ts';
import { aimlapiModels } from '#main/providers/aimlapi-models.ts';
import { createDemo } from '#main/providers/demo.ts';
import { novitaModels } from '#main/providers/novita-models.ts';
import { createRegistry } from '#main/providers/registry.ts';
import { runpodModels } from '#main/providers/runpod-models.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { createFalHarness } from './fal-harness.ts';

const compose = async () => {
  throw new Error('not asked for');
};

test('every model is found by its id, together with who runs it, and is whole', async () => {
  const { fal, close } = await createFalHarness();
  await close();
  const demo = createDemo({ clock: createFakeClock(), compose, folder: '/nowhere' });
  const fitOnly = [...novitaModels, ...aimlapiModels, ...runpodModels];
  const registry = createRegistry([fal, demo], fitOnly);
  expect(registry.models.map(({ id }) => id)).toEqual([
    'fal/kling-v2.6-pro',
    'fal/kling-v2.6-std',
    'fal/kling-v3-pro',
    'fal/kling-v3-std',
    'demo/offline',
    'novita/kling-v2.6-pro',
    'novita/kling-v3-std',
    'novita/kling-v3-pro',
    'aimlapi/kling-v2.6-pro',
    'aimlapi/kling-v2.6-std',
    'aimlapi/kling-v3-std',
    'aimlapi/kling-v3-pro',
    'runpod/kling-v2.6-std',
  ]);
  for (const model of registry.models) {
    // Strict: what is not in the contract would reach the page all the same.
    expect(modelSpecSchema.strict().parse(model)).toEqual(model);
    expect(registry.modelOf(model.id)).toBe(model);
    expect(registry.providerOf(model.id)?.provider.id).toBe(model.canRun ? model.provider : undefined);
  }
  expect(registry.providerOf('fal/no-such-model')).toBeNull();
  expect([registry.byId('demo')?.id, registry.byId('novita')]).toEqual(['demo', null]);
});

test('fal is asked often while the queue is short, and seldom during a run of minutes', async () => {
  const { fal, close } = await createFalHarness();
  await close();
  expect([0, 9_999, 10_000, 59_999, 60_000, 600_000].map(fal.pollAfterMs)).toEqual([
    1000, 1000, 2000, 2000, 5000, 5000,
  ]);
});
