/** Facts of an image by sharp. Runs in the image process only. */
import type { Metadata } from 'sharp';
import { ImageError } from './image-error.ts';
import { orientationOf } from './image-parts.ts';
import { type DecodedFacts, type ImageFile, isTooLarge } from './image-requests.ts';
import { loadSharp, readOptions } from './load-sharp.ts';

const bitDepthOf = ({ bitsPerSample, depth }: Metadata): number => {
  const bits = bitsPerSample ?? (depth === 'ushort' ? 16 : depth === 'float' ? 32 : 8);
  return Math.max(8, bits);
};

const animations: readonly ImageFile['container'][] = ['gif', 'webp'];

/** Reads the header; decodes the image, or the first frame, only where the header leaves open whether it is opaque. */
export const readDecodedFacts = async ({ path, container }: ImageFile): Promise<DecodedFacts> => {
  const sharp = await loadSharp();
  const metadata = await sharp(path, { ...readOptions, limitInputPixels: false }).metadata();
  // Checked before anything is decoded.
  if (isTooLarge(metadata))
    throw new ImageError({ reason: 'too-large', width: metadata.width, height: metadata.height });
  const { width, height } = metadata.autoOrient;
  const isAnimated = animations.includes(container) && (metadata.pages ?? 1) > 1;
  // Only later frames may be transparent, and libvips adds an alpha channel to a YCbCr TIFF.
  const isUncertain = metadata.hasAlpha && (isAnimated || container === 'gif' || container === 'tiff');
  const isOpaque = !metadata.hasAlpha || (isUncertain && (await sharp(path, readOptions).stats()).isOpaque);
  return {
    width,
    height,
    ...orientationOf(metadata.orientation),
    bitDepth: bitDepthOf(metadata),
    isCmyk: metadata.space === 'cmyk',
    hasAlpha: !isOpaque,
    isAnimated,
    hasMetadata: [metadata.exif, metadata.xmp, metadata.iptc, metadata.comments].some(
      (block) => block !== undefined,
    ),
  };
};
