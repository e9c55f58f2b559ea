/** Facts of a JPEG or PNG from its own blocks, and the same file without metadata. Pure. */
import { type Orientation, upright } from './exif.ts';

export type ImageParts = {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bits per channel. */
  readonly bitDepth: number;
  readonly isCmyk: boolean;
  readonly hasAlpha: boolean;
  readonly isAnimated: boolean;
  /** Locations, devices, dates, texts, thumbnails, or data after the end of the image, such as a video. */
  readonly hasMetadata: boolean;
  /** The same bytes without metadata; null where the file is truncated or malformed. */
  readonly stripped: Buffer | null;
};

export const noParts: ImageParts = {
  width: 0,
  height: 0,
  orientation: upright,
  bitDepth: 8,
  isCmyk: false,
  hasAlpha: false,
  isAnimated: false,
  hasMetadata: false,
  stripped: null,
};
