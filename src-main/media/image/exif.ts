/** The one thing in an EXIF block that changes how a picture looks: which way up it is. Pure. */

export type Turn = { readonly rotationDeg: 0 | 90 | 180 | 270; readonly isMirrored: boolean };

export const upright: Turn = { rotationDeg: 0, isMirrored: false };

/** EXIF 2.32, tag 0x0112. Clockwise, after the picture was mirrored left to right where it is to be mirrored. */
const turns: Readonly<Record<number, Turn>> = {
  2: { rotationDeg: 0, isMirrored: true },
  3: { rotationDeg: 180, isMirrored: false },
  4: { rotationDeg: 180, isMirrored: true },
  5: { rotationDeg: 270, isMirrored: true },
  6: { rotationDeg: 90, isMirrored: false },
  7: { rotationDeg: 90, isMirrored: true },
  8: { rotationDeg: 270, isMirrored: false },
};

const orientationTag = 0x0112;
const widthTag = 0x0100;
const heightTag = 0x0101;
/** Real directories have some dozens. */
const maxEntries = 1000;

/** Names, dates, devices, words, places and blocks of other kinds of notes (TIFF 6.0, EXIF 2.32, XMP, IPTC). */
const metadataTagNames: readonly number[] = [
  0x010d, 0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x02bc, 0x83bb, 0x8649, 0x8769, 0x8825,
];
const photometricTag = 0x0106;
const separated = 5;

export type TiffFacts = {
  readonly turn: Turn;
  readonly width: number;
  readonly height: number;
  readonly isCmyk: boolean;
  readonly hasMetadata: boolean;
};

/** `tiff`: from its byte order mark (`II`, `MM`) on: an EXIF block or a whole TIFF file. Lies are read as nothing. */
export const readTiff = (tiff: Buffer): TiffFacts => {
  const nothing = { turn: upright, width: 0, height: 0, isCmyk: false, hasMetadata: false };
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return nothing;
  const isLittle = order === 'II';
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const u32 = (at: number) =>
    at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at);
  const directory = u32(4);
  const entries = Math.min(u16(directory), maxEntries);
  const values = new Map<number, number>();
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    // Type 4 is a number of four bytes; the others that are met here have two.
    values.set(u16(at), u16(at + 2) === 4 ? u32(at + 8) : u16(at + 8));
  }
  return {
    turn: turns[values.get(orientationTag) ?? 1] ?? upright,
    width: values.get(widthTag) ?? 0,
    height: values.get(heightTag) ?? 0,
    isCmyk: values.get(photometricTag) === separated,
    hasMetadata: metadataTagNames.some((tag) => values.has(tag)),
  };
};
