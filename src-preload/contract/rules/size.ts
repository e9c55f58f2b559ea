/** Upper bounds of the size of fitted files. The encoders in the main process use the same figures. */

/** Bit rate of encoded audio, in kilobits per second. */
export const audioKbps = 128;
/** A source below this bit rate would look bad when encoded again at its own rate, in kilobits per second. */
const kindFloorKbps = 300;
/** Below this bit rate the content is not recognisable, in kilobits per second. */
export const minKbps = 100;
/** The encoder may exceed its rate by this much data, in seconds. */
export const aheadSec = 1;

/** Bit rate of the video track where no size limit applies: that of the source. In kilobits per second. */
export const kindKbps = (source: { readonly sizeBytes: number; readonly durationSec: number }): number =>
  Math.max(kindFloorKbps, (source.sizeBytes * 8) / 1000 / source.durationSec);

/** Of audio that is transcoded beside a copied video track. */
export const maxAudioBytes = (lengthSec: number): number =>
  Math.ceil(audioKbps * 125 * (lengthSec + aheadSec) * 1.02);

/** Overhead of a container: as a share of its content, and its minimum in bytes. */
const containerShare = 1.02;
const containerBytes = 20_000;

export const maxVideoBytes = (request: {
  readonly source: { readonly sizeBytes: number; readonly durationSec: number };
  readonly lengthSec: number;
  readonly hasAudio: boolean;
  readonly maxBytes: number;
}): number => {
  const { source, lengthSec, hasAudio, maxBytes } = request;
  const kilobits = kindKbps(source) * (lengthSec + aheadSec) + (hasAudio ? audioKbps * lengthSec : 0);
  return Math.min(maxBytes, Math.ceil(kilobits * 125 * containerShare) + containerBytes);
};

/** Apart from their headers, neither PNG nor the best JPEG is larger than the raw pixels. */
export const maxImageBytes = (request: {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly maxBytes: number;
}): number => {
  const { width, height, hasAlpha, maxBytes } = request;
  return Math.min(maxBytes, Math.ceil(width * height * (hasAlpha ? 4 : 3) * containerShare) + containerBytes);
};

/**
 * Bits per pixel per frame below which a smaller frame looks better than a blurred one. Our own measurement: 1080p at
 * 30 frames per second and 2.6 Mbit/s has 0.041.
 */
const minBitsPerPixel = 0.03;

/** The largest frame, in pixels, for which the size limit leaves enough bits. */
export const pixelsWorthTheirBits = (request: {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly fps: number;
}): number => (request.maxBytes * 8) / request.lengthSec / request.fps / minBitsPerPixel;
