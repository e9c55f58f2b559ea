/** Novita with its stand-in. */
import { novita } from '#main/providers/novita.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import { sandboxNovitaKey, startNovitaSandbox } from '#test/sandbox/novita.ts';
import { createHarness } from './stand-in-harness.ts';

export const createNovitaHarness = async (faults: Partial<Faults> = {}) =>
  createHarness({
    protocol: novita,
    sandbox: await startNovitaSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } }),
    key: sandboxNovitaKey,
    request: {
      modelId: 'novita/kling-v2.6-pro',
      remoteName: 'kling-v2.6-pro-motion-control',
      orientation: 'video',
    },
  });
