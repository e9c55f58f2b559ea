/** fal's motion-control models as data: what each takes and costs, where every figure was read and when. */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingImage, klingPrompt, klingVideo } from './kling-limits.ts';

/** The model's own page, https://fal.ai/models/fal-ai/kling-video/v2.6/pro/motion-control */
const page = { source: "fal's model page", asOf: '2026-11-21' } as const;
/** Not on the page: read from the endpoint's schema by two independent clients. */
const schema = { source: "fal's endpoint schema, as read by other clients", asOf: '2026-11-21' } as const;

type FalModel = ModelSpec & { readonly endpoint: string };

const model = (given: {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly microsPerSec: number;
}): FalModel => ({
  id: modelIdSchema.parse(given.id),
  provider: 'fal',
  name: given.name,
  endpoint: given.endpoint,
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
  promptMaxChars: klingPrompt,
  options: { prompt: true, sound: true },
  price: {
    kind: 'per-second',
    microsPerSec: given.microsPerSec,
    source: "third parties citing fal's model page",
    asOf: '2026-11-21',
  },
  canRun: true,
  dashboardUrl: 'https://fal.ai/dashboard/requests',
});

export const falModels: readonly FalModel[] = [
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
