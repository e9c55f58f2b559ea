/** Novita's motion-control models as data: what each takes, where every figure was read and when. */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingImage, klingVideo } from './kling-limits.ts';

/** https://novita.ai/docs/api-reference/model-apis-kling-v2.6-pro-motion-control and its v3.0 sister */
const page = { source: "Novita's model page", asOf: '2026-11-21' } as const;

const model = (given: {
  readonly id: string;
  readonly name: string;
  /** The longest clip in orientation `image`. */
  readonly imageSec: ModelSpec['video']['maxSec']['image'];
}): ModelSpec => ({
  id: modelIdSchema.parse(given.id),
  provider: 'novita',
  name: given.name,
  image: {
    ...klingImage,
    containers: { value: ['jpg', 'png'], ...page },
    maxBytes: { value: 10_000_000, ...page },
    minSidePx: { value: 300, ...page },
    aspect: { value: { min: 0.4, max: 2.5 }, ...page },
  },
  video: {
    ...klingVideo,
    containers: { value: ['mp4', 'mov'], ...page },
    // A tenth of what Kling itself takes. Whether 10 MB means 10,485,760 is not said: the smaller figure passes both.
    maxBytes: { value: 10_000_000, ...page },
    minSec: { value: 3, ...page },
    maxSec: { image: given.imageSec, video: { value: 30, ...page } },
  },
  promptMaxChars: { value: 2500, ...page },
  options: { prompt: true, sound: true },
  price: { kind: 'unknown', reason: 'Novita has published no price for this model.' },
  canRun: false,
  dashboardUrl: null,
});

export const novitaModels: readonly ModelSpec[] = [
  model({
    id: 'novita/kling-v2.6-pro',
    name: 'Kling v2.6 pro (Novita)',
    imageSec: { value: 10, ...page },
  }),
  // The v3.0 page says nothing of 10 s: that the same rule holds there is Kling's word.
  model({
    id: 'novita/kling-v3-std',
    name: 'Kling v3.0 standard (Novita)',
    imageSec: klingVideo.maxSec.image,
  }),
  model({ id: 'novita/kling-v3-pro', name: 'Kling v3.0 pro (Novita)', imageSec: klingVideo.maxSec.image }),
];
