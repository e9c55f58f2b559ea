/** Orientation in an EXIF block (EXIF 2.32). Pure. */

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

/** `tiff`: from its byte order mark (`II`, `MM`) on. Upright for malformed data. */
export const readOrientation = (tiff: Buffer): Orientation => {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return upright;
  const isLittle = order === 'II';
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = Math.min(u16(directory), maxEntries);
  let orientation = upright;
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (u16(at) === orientationTag) orientation = orientationOf(u16(at + 8));
  }
  return orientation;
};
