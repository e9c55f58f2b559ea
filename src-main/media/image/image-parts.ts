/** What a JPEG or PNG says of itself in its own blocks, and the same file without metadata. Pure. */
import { type Orientation, upright } from './exif.ts';

export type ImageParts = {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bits of one colour of one pixel. */
  readonly bitDepth: number;
  readonly isCmyk: boolean;
  readonly hasAlpha: boolean;
  readonly isAnimated: boolean;
  /** Places, devices, dates, words, smaller copies, a clip behind the picture. */
  readonly hasMetadata: boolean;
  /** The same bytes without notes; null where the file breaks off or contradicts itself. */
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
