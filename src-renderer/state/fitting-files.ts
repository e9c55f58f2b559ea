/** Stand-ins for the missing file: they fit the model, so that the other file is judged alone. */
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';

const plain = {
  rotationDeg: 0,
  hasAlpha: false,
  hasMetadata: false,
  bitDepth: 8,
  sizeBytes: 0,
} as const;

/** Every model accepts a square. */
const square = (limits: { readonly maxSidePx: { readonly value: number } }) => {
  const sidePx = Math.floor(limits.maxSidePx.value / 2) * 2;
  return { width: sidePx, height: sidePx };
};

export const fittingImage = (model: ModelSpec): SeenImageFacts => ({
  kind: 'image',
  container: model.image.containers.value[0] ?? 'png',
  isAnimated: false,
  isCmyk: false,
  isMirrored: false,
  ...square(model.image),
  ...plain,
});

export const fittingVideo = (model: ModelSpec): SeenVideoFacts => ({
  kind: 'video',
  container: model.video.containers.value[0] ?? 'mp4',
  durationSec: model.video.minSec.value,
  firstFrameSec: 0,
  containerSec: null,
  tracksEndSec: null,
  wrongHeaderSec: null,
  hasHiddenFrames: false,
  hasRestarts: false,
  fps: 30,
  isVariableFps: false,
  videoCodec: model.video.videoCodecs.value[0] ?? 'h264',
  pixelFormat: 'yuv420p',
  audioCodec: null,
  audioStream: 0,
  audioChannels: null,
  audioRateHz: null,
  audioSec: null,
  undecodableAudio: [],
  sizeChanges: [],
  isHdr: false,
  transfer: null,
  isInterlaced: false,
  otherStreams: 0,
  videoStream: 0,
  keyframesSec: null,
  isAnamorphic: false,
  ...square(model.video),
  ...plain,
});
