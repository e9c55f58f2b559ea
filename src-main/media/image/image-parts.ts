/** Facts of a JPEG or PNG from its own blocks, and the orientation in an EXIF block (EXIF 2.32). Pure. */

export type Orientation = { readonly rotationDeg: 0 | 90 | 180 | 270; readonly isMirrored: boolean };

export const upright: Orientation = { rotationDeg: 0, isMirrored: false };

/** Tag 0x0112: mirrored left to right first, then rotated clockwise. */
const orientations: Readonly<Record<number, Orientation>> = {
  2: { rotationDeg: 0, isMirrored: true },
  3: { rotationDeg: 180, isMirrored: false },
  4: { rotationDeg: 180, isMirrored: true },
  5: { rotationDeg: 270, isMirrored: true },
  6: { rotationDeg: 90, isMirrored: false },
  7: { rotationDeg: 90, isMirrored: true },
  8: { rotationDeg: 270, isMirrored: false },
};

export const orientationOf = (tag: number | undefined): Orientation => orientations[tag ?? 1] ?? upright;

const orientationTag = 0x0112;
/** Real directories have a few dozen entries. */
const maxEntries = 1000;

/** Numbers of a TIFF file or EXIF block in its own byte order; 0 beyond its end. */
export type TiffReader = { readonly u16: (at: number) => number; readonly u32: (at: number) => number };

export const tiffReader = (tiff: Buffer): TiffReader => {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  return {
    u16: (at) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
    u32: (at) => (at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
  };
};

/** `tiff`: from its byte order mark (`II`, `MM`) on. Upright for malformed data. */
export const readOrientation = (tiff: Buffer): Orientation => {
  if (!/^(II|MM)/.test(tiff.toString('latin1', 0, 2))) return upright;
  const { u16, u32 } = tiffReader(tiff);
  const directory = u32(4);
  const entries = Math.min(u16(directory), maxEntries);
  let orientation = upright;
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (u16(at) === orientationTag) orientation = orientationOf(u16(at + 8));
  }
  return orientation;
};

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
