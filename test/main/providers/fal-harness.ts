/** fal with its stand-in. */
import { fal } from '#main/providers/fal.ts';
import { sandboxKey, startFalSandbox } from '#test/sandbox/fal.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import { createHarness } from './stand-in-harness.ts';

export const createFalHarness = async (faults: Partial<Faults> = {}) =>
  createHarness({
    protocol: fal,
    sandbox: await startFalSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } }),
    key: sandboxKey,
    request: {
      modelId: 'fal/kling-v2.6-pro',
      remoteName: 'fal-ai/kling-video/v2.6/pro/motion-control',
      orientation: 'image',
    },
  });
