/** fal's motion-control models as data: what each takes and costs, where every figure was read and when. */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';

/** The model's own page, https://fal.ai/models/fal-ai/kling-video/v2.6/pro/motion-control */
const page = { source: "fal's model page", asOf: '2026-11-21' } as const;
/** Not on the page: read from the endpoint's schema by two independent clients. */
const schema = { source: "fal's endpoint schema, as read by other clients", asOf: '2026-11-21' } as const;
/** fal passes the files on to Kling, whose rules these are. */
const kling = { source: "Kling's motion-control rules", asOf: '2026-11-21' } as const;
const care = { source: 'our own care: codecs that every step on the way reads', asOf: '2026-11-21' } as const;

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
    containers: { value: ['jpg', 'png'], ...kling },
    maxBytes: { value: 10_000_000, ...schema },
    minSidePx: { value: 341, ...schema },
    maxSidePx: { value: 3850, ...schema },
    aspect: { value: { min: 0.4, max: 2.5 }, ...kling },
  },
  video: {
    containers: { value: ['mp4', 'mov'], ...schema },
    videoCodecs: { value: ['h264', 'hevc'], ...care },
    maxBytes: { value: 100_000_000, ...schema },
    minSidePx: { value: 340, ...kling },
    maxSidePx: { value: 3850, ...kling },
    aspect: { value: { min: 0.4, max: 2.5 }, ...kling },
    minSec: { value: 3, ...kling },
    maxSec: { image: { value: 10, ...page }, video: { value: 30, ...page } },
  },
  promptMaxChars: { value: 2500, ...kling },
  options: { prompt: true, sound: true },
  price: {
    kind: 'per-second',
    microsPerSec: given.microsPerSec,
    source: "third parties citing fal's model page",
    asOf: '2026-11-21',
  },
  dashboardUrl: 'https://fal.ai/dashboard/requests',
});

export const falModels: readonly FalModel[] = [
  model({
    id: 'fal/kling-v2.6-pro',
    name: 'Kling v2.6 pro (fal)',
    endpoint: 'fal-ai/kling-video/v2.6/pro/motion-control',
    microsPerSec: 112_000,
  }),
];
