/** A GIF's blocks (GIF89a). Pure. */
import { type ImageParts, noParts } from './image-parts.ts';

/** Enough to know that it moves; counting further would only take time. */
const enoughFrames = 2;

export const gifParts = (bytes: Buffer): ImageParts => {
  if (bytes.length < 13) return noParts;
  const table = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  let at = 13 + table(bytes[10] ?? 0);
  let frames = 0;
  let hasAlpha = false;
  let hasMetadata = false;
  /** Over a row of blocks that each tell their length, up to an empty one. */
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  while (at + 10 <= bytes.length && frames < enoughFrames) {
    const kind = bytes[at];
    if (kind === 0x21) {
      const label = bytes[at + 1];
      if (label === 0xf9 && frames === 0) hasAlpha = ((bytes[at + 3] ?? 0) & 1) === 1;
      if (label === 0xfe || (label === 0xff && bytes.toString('latin1', at + 3, at + 11) === 'XMP Data'))
        hasMetadata = true;
      at += 2;
    } else if (kind === 0x2c) {
      frames += 1;
      const [left, top] = [bytes.readUInt16LE(at + 1), bytes.readUInt16LE(at + 3)];
      const [wide, high] = [bytes.readUInt16LE(at + 5), bytes.readUInt16LE(at + 7)];
      // Where the first picture leaves some of the canvas free, nothing is drawn.
      if (frames === 1 && (left > 0 || top > 0 || wide < width || high < height)) hasAlpha = true;
      width = Math.max(width, left + wide);
      height = Math.max(height, top + high);
      at += 11 + table(bytes[at + 9] ?? 0);
    } else break;
    skipBlocks();
  }
  return { ...noParts, width, height, hasAlpha, isAnimated: frames > 1, hasMetadata };
};
