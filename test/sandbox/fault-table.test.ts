/** One model of each provider against everything that can go wrong. `npm run faults` does it with all of them. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';
import { type Sandboxes, startSandboxes } from './all.ts';
import { faultCases } from './fault-cases.ts';
import { runFault } from './fault-run.ts';

// Longer than a run is waited for (sandbox-run.ts): what is slow does not fail.
vi.setConfig({ testTimeout: 600_000 });

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await startSandboxes();
});
afterAll(() => sandboxes.close());

const models = [fal, novita, aimlapi, runpod]
  .map((provider) => provider.models[0])
  .filter((model): model is ModelSpec => model !== undefined);

describe.each(models)('$id', (model) => {
  test.each(faultCases)('$name', async (fault) => {
    expect(await runFault({ sandboxes, model, fault })).toMatchObject({
      submits: fault.expected.submits,
      isAsExpected: true,
    });
  });
});
