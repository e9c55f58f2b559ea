/** What a still picture's own blocks tell, and the same picture without notes. Pure; lengths that lie end the reading. */
import { type Turn, upright } from './exif.ts';

export type ImageParts = {
  readonly width: number;
  readonly height: number;
  readonly turn: Turn;
  /** Bits of one colour of one pixel. */
  readonly bitDepth: number;
  readonly isCmyk: boolean;
  readonly hasAlpha: boolean;
  readonly isAnimated: boolean;
  /** Places, devices, dates, words, smaller copies, a clip behind the picture. */
  readonly hasMetadata: boolean;
  /** The profile that says which colours the numbers stand for. */
  readonly colourProfile: Buffer | null;
  /** The same bytes without notes; null where the file breaks off or contradicts itself. */
  readonly stripped: Buffer | null;
};

export const noParts: ImageParts = {
  width: 0,
  height: 0,
  turn: upright,
  bitDepth: 8,
  isCmyk: false,
  hasAlpha: false,
  isAnimated: false,
  hasMetadata: false,
  colourProfile: null,
  stripped: null,
};
