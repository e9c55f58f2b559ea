/** Splits a stream of raw grey frames, which arrives in chunks of any size, into frames. */
import type { Image } from './frame.ts';

/** Each frame is passed on once and may be kept by the receiver. */
export const createFrameReader = (request: {
  readonly width: number;
  readonly height: number;
  readonly onFrame: (image: Image) => void;
}): ((chunk: Uint8Array) => void) => {
  const { width, height, onFrame } = request;
  const frameBytes = width * height;
  let pixels = new Uint8Array(frameBytes);
  let filled = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + frameBytes - filled);
      pixels.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < frameBytes) return;
      onFrame({ width, height, pixels });
      pixels = new Uint8Array(frameBytes);
      filled = 0;
    }
  };
};
