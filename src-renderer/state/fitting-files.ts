/** Stand-ins for the file that is still missing: they fit the model, so that the other file is judged by itself. */
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';

const still = { rotationDeg: 0, hasAlpha: false, sizeBytes: 0, sha256: '0'.repeat(64) } as const;

/** A square is a shape that every model takes. */
const square = (limits: { readonly maxSidePx: { readonly value: number } }) => {
  const sidePx = Math.floor(limits.maxSidePx.value / 2) * 2;
  return { width: sidePx, height: sidePx };
};

export const fittingImage = (model: ModelSpec): ImageFacts => ({
  kind: 'image',
  container: model.image.containers.value[0] ?? 'png',
  isAnimated: false,
  ...square(model.image),
  ...still,
});

export const fittingVideo = (model: ModelSpec): VideoFacts => ({
  kind: 'video',
  container: model.video.containers.value[0] ?? 'mp4',
  durationSec: model.video.minSec.value,
  fps: 30,
  isVariableFps: false,
  videoCodec: model.video.videoCodecs.value[0] ?? 'h264',
  pixelFormat: 'yuv420p',
  audioCodec: null,
  isHdr: false,
  isAnamorphic: false,
  ...square(model.video),
  ...still,
});
