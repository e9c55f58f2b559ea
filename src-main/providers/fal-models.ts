/** fal's models: their limits and prices, each with its source. https://fal.ai/models/fal-ai/kling-video */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';

/** The model's own page, https://fal.ai/models/fal-ai/kling-video/v2.6/pro/motion-control */
const page = { source: "fal's model page", asOf: '2026-11-21' } as const;
/** Not on the page: taken from the endpoint's schema as two independent clients have it. */
const schema = { source: "fal's endpoint schema, as read by other clients", asOf: '2026-11-21' } as const;

const model = (given: {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly microsPerSec: number;
}): ModelSpec => ({
  id: modelIdSchema.parse(given.id),
  provider: 'fal',
  name: given.name,
  image: {
    ...klingImage,
    maxBytes: { value: 10_000_000, ...schema },
    minSidePx: { value: 341, ...schema },
    maxSidePx: { value: 3850, ...schema },
  },
  video: {
    ...klingVideo,
    containers: { value: ['mp4', 'mov'], ...schema },
    maxBytes: { value: 100_000_000, ...schema },
    maxSec: { image: { value: 10, ...page }, video: { value: 30, ...page } },
  },
  deliveryMethods: {
    image: [
      { kind: 'link' },
      // fal: "some models" accept data URIs, and only small ones are advised; a merged client sends exactly this.
      {
        kind: 'inline',
        form: 'data-uri',
        maxBytes: 4_000_000,
        source: 'other clients of fal',
        asOf: '2026-11-21',
      },
    ],
    video: [{ kind: 'link' }],
  },
  promptMaxChars: klingPrompt,
  negativePromptMaxChars: null,
  options: { prompt: true, negativePrompt: false, audio: true },
  output: klingOutput,
  resultLink: { keptSec: 7 * 24 * 3600, source: "fal's FAQ: at least 7 days", asOf: '2026-11-21' },
  price: {
    kind: 'per-second',
    microsPerSec: given.microsPerSec,
    rounding: 'none',
    source: "third parties citing fal's model page",
    asOf: '2026-11-21',
  },
  livePrice: 'with-key',
  remoteName: given.endpoint,
  isRemoteNameEditable: false,
  dashboardUrl: 'https://fal.ai/dashboard/requests',
});

export const falModels: readonly ModelSpec[] = [
  model({
    id: 'fal/kling-v2.6-pro',
    name: 'Kling v2.6 pro (fal)',
    endpoint: 'fal-ai/kling-video/v2.6/pro/motion-control',
    microsPerSec: 112_000,
  }),
  model({
    id: 'fal/kling-v2.6-std',
    name: 'Kling v2.6 standard (fal)',
    endpoint: 'fal-ai/kling-video/v2.6/standard/motion-control',
    microsPerSec: 70_000,
  }),
  model({
    id: 'fal/kling-v3-pro',
    name: 'Kling v3.0 pro (fal)',
    endpoint: 'fal-ai/kling-video/v3/pro/motion-control',
    microsPerSec: 168_000,
  }),
  model({
    id: 'fal/kling-v3-std',
    name: 'Kling v3.0 standard (fal)',
    endpoint: 'fal-ai/kling-video/v3/standard/motion-control',
    microsPerSec: 126_000,
  }),
];
