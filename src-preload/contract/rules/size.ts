/** How large a file that is made can get. The encoders in the main process keep to the same figures. */

/** Sound is written at this rate, in kilobits a second. */
export const audioKbps = 128;
/** A source thinner than this would fall apart when encoded again at its own rate, in kilobits a second. */
const kindFloorKbps = 300;
/** Below this nobody recognises anything, in kilobits a second. */
export const minKbps = 100;
/** The encoder may run ahead of its rate by this much, in seconds. */
export const aheadSec = 1;

/** What the pictures of a clip may use where no cap is in the way: what the source itself uses. In kilobits a second. */
export const kindKbps = (source: { readonly sizeBytes: number; readonly durationSec: number }): number =>
  Math.max(kindFloorKbps, (source.sizeBytes * 8) / 1000 / source.durationSec);

/** Of audio that is encoded anew beside copied pictures. */
export const maxAudioBytes = (lengthSec: number): number =>
  Math.ceil(audioKbps * 125 * (lengthSec + aheadSec) * 1.02);

/** Share that a container adds to what it holds, and the least it takes in bytes. */
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

/** Neither PNG nor the best JPEG is ever larger than the bare pixels, but for their headers. */
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
 * Bits for each pixel of each frame below which a smaller frame looks better than a smeared one. Our own judgement:
 * 1080p at 30 frames a second and 2.6 Mbit/s has 0.041.
 */
const minBitsPerPixel = 0.03;

/** The largest frame, in pixels, that is worth the bits which the cap leaves for it. */
export const pixelsWorthTheirBits = (request: {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly fps: number;
}): number => (request.maxBytes * 8) / request.lengthSec / request.fps / minBitsPerPixel;
