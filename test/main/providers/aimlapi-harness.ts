/** AIMLAPI with its stand-in. */
import { aimlapi } from '#main/providers/aimlapi.ts';
import { sandboxAimlapiKey, startAimlapiSandbox } from '#test/sandbox/aimlapi.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import { createHarness } from './stand-in-harness.ts';

export const createAimlapiHarness = async (faults: Partial<Faults> = {}) =>
  createHarness({
    protocol: aimlapi,
    sandbox: await startAimlapiSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } }),
    key: sandboxAimlapiKey,
    request: {
      modelId: 'aimlapi/kling-v2.6-pro',
      remoteName: 'klingai/video-v2-6-pro-motion-control',
      orientation: 'image',
    },
  });
