/**
 * One model of each provider with every fault; in the gate every second fault runs with one provider, in turn, in
 * addition to the tests of each provider. `npm run faults` covers all models.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';
import { isFullRun } from '#test/fixtures/runs.ts';
import { type Sandboxes, startSandboxes } from './all.ts';
import { faultCases } from './fault-cases.ts';
import { runFault } from './fault-run.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await startSandboxes();
});
afterAll(() => sandboxes.close());

const models = [fal, novita, aimlapi, runpod]
  .map((provider) => provider.models[0])
  .filter((model): model is ModelSpec => model !== undefined);

const faultsFor = (provider: number) =>
  faultCases.filter((_, index) => isFullRun || index % (2 * models.length) === provider);

describe.each(models.map((model, provider) => ({ ...model, faults: faultsFor(provider) })))(
  '$id',
  ({ faults, ...model }) => {
    test.each(faults)('$name', async (fault) => {
      expect(await runFault({ sandboxes, model, fault })).toMatchObject({
        submits: fault.expected.submits,
        isAsExpected: true,
      });
    });
  },
);
