/**
 * The offline model as data. Its limits are those that every paid model accepts, so a demo run shows realistic
 * limits.
 */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingOutput } from './kling-limits.ts';

const common = { source: 'common limits of all listed models', asOf: '2026-11-21' } as const;

export const demoModel: ModelSpec = {
  id: modelIdSchema.parse('demo/offline'),
  provider: 'demo',
  name: 'Offline demonstration',
  image: {
    containers: { value: ['jpg', 'png'], ...common },
    maxBytes: { value: 10_000_000, ...common },
    minSidePx: { value: 341, ...common },
    maxSidePx: { value: 3850, ...common },
    aspect: { value: { min: 0.4, max: 2.5 }, ...common },
  },
  video: {
    containers: { value: ['mp4', 'mov'], ...common },
    videoCodecs: { value: ['h264', 'hevc'], ...common },
    maxBytes: { value: 100_000_000, ...common },
    minSidePx: { value: 341, ...common },
    maxSidePx: { value: 3850, ...common },
    aspect: { value: { min: 0.4, max: 2.5 }, ...common },
    minSec: { value: 3, ...common },
    maxSec: { image: { value: 10, ...common }, video: { value: 30, ...common } },
  },
  deliveryMethods: { image: [{ kind: 'local' }], video: [{ kind: 'local' }] },
  promptMaxChars: { value: 2500, ...common },
  negativePromptMaxChars: null,
  options: { prompt: false, negativePrompt: false, audio: true },
  output: klingOutput,
  resultLink: { keptSec: null, source: 'Understudy', asOf: '2026-11-21' },
  price: { kind: 'free', source: 'Understudy', asOf: '2026-11-21' },
  livePrice: 'none',
  remoteName: 'offline',
  isRemoteNameEditable: false,
  dashboardUrl: null,
};
