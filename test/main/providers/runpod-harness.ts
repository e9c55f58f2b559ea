/** RunPod with its stand-in. */
import { runpod } from '#main/providers/runpod.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import { sandboxRunpodKey, startRunpodSandbox } from '#test/sandbox/runpod.ts';
import { createHarness } from './stand-in-harness.ts';

export const createRunpodHarness = async (faults: Partial<Faults> = {}) =>
  createHarness({
    protocol: runpod,
    sandbox: await startRunpodSandbox({ faults: { queuePolls: 1, runPolls: 2, ...faults } }),
    key: sandboxRunpodKey,
    request: {
      modelId: 'runpod/kling-v2.6-std',
      remoteName: 'kling-v2-6-std-motion-control',
      orientation: 'image',
    },
  });
