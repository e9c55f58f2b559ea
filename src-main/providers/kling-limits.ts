/** Kling's own limits for motion control, which apply at every provider; some set stricter ones. */
import type { ModelSpec, OutputLength } from '#contract/model/model-spec.ts';
import type { Origin } from '#contract/model/price.ts';

/** https://app.klingai.com/global/dev/document-api, as republished by providers. */
export const kling: Origin = { source: "Kling's motion-control rules", asOf: '2026-11-21' };
const care: Origin = {
  source: "Understudy's compatibility rule: codecs that every step reads",
  asOf: '2026-11-21',
};

export const klingImage = {
  containers: { value: ['jpg', 'png'], ...kling },
  maxBytes: { value: 10_000_000, ...kling },
  minSidePx: { value: 300, ...kling },
  maxSidePx: { value: 65_536, ...kling },
  aspect: { value: { min: 0.4, max: 2.5 }, ...kling },
};

export const klingVideo = {
  containers: { value: ['mp4', 'mov'], ...kling },
  videoCodecs: { value: ['h264', 'hevc'], ...care },
  maxBytes: { value: 100_000_000, ...kling },
  minSidePx: { value: 340, ...kling },
  maxSidePx: { value: 3850, ...kling },
  aspect: { value: { min: 0.4, max: 2.5 }, ...kling },
  minSec: { value: 3, ...kling },
  maxSec: { image: { value: 10, ...kling }, video: { value: 30, ...kling } },
};

export const klingPrompt = { value: 2500, ...kling };

const asVideo: OutputLength = { kind: 'as-video' };
/** "The generated video length will generally match the duration of the uploaded reference video." */
export const klingOutput: ModelSpec['output'] = { image: asVideo, video: asVideo };
