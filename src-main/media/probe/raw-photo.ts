/**
 * Whether a file is a camera's raw photo, by its content: such TIFF directories would otherwise be read as a dark
 * TIFF. Pure.
 */

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/**
 * Signatures of raw formats other than TIFF: Canon CR3 and CRW, Fujifilm, Minolta, Sigma, Olympus, Panasonic, Canon
 * CR2.
 */
export const hasRawPhotoSignature = (start: Buffer): boolean =>
  text(start, 4, 12) === 'ftypcrx ' ||
  text(start, 6, 14) === 'HEAPCCDR' ||
  text(start, 0, 15) === 'FUJIFILMCCD-RAW' ||
  text(start, 0, 4) === '\0MRM' ||
  text(start, 0, 4) === 'FOVb' ||
  /^(IIRO|IIRS|MMOR|IIU\0)/.test(text(start, 0, 4)) ||
  (/^(II\*\0|MM\0\*)/.test(text(start, 0, 4)) && text(start, 8, 10) === 'CR');

/** DNG 1.7 (DNGVersion) and TIFF-EP; SubIFDs hold the photo where the first directory is a thumbnail. */
const tags = { compression: 0x0103, photometric: 0x0106, subIfds: 0x014a, dngVersion: 0xc612 } as const;
/** Colour filter array and linear raw. */
const rawPhotometrics: readonly number[] = [32803, 34892];
/** Compressions that only raw photos use: Sony ARW, Nikon NEF, Pentax PEF, Samsung SRW, Kodak KDC. */
const rawCompressions: readonly number[] = [32767, 34713, 65535, 32770, 32772, 65000];

/** Raw photos have up to ten directories. */
const maxDirectories = 32;
const maxEntries = 1000;

type Reader = { readonly u16: (at: number) => number; readonly u32: (at: number) => number };

const readerOf = (tiff: Buffer): Reader => {
  const isLittle = text(tiff, 0, 2) === 'II';
  return {
    u16: (at) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
    u32: (at) => (at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
  };
};

type Directory = { readonly isRaw: boolean; readonly further: readonly number[] };

const readDirectory = ({ u16, u32 }: Reader, at: number): Directory => {
  const count = Math.min(u16(at), maxEntries);
  const further: number[] = [];
  let isRaw = false;
  for (let entry = 0; entry < count; entry += 1) {
    const entryAt = at + 2 + entry * 12;
    const tag = u16(entryAt);
    const values = u32(entryAt + 4);
    if (tag === tags.dngVersion) isRaw = true;
    if (tag === tags.photometric && rawPhotometrics.includes(u16(entryAt + 8))) isRaw = true;
    if (tag === tags.compression && rawCompressions.includes(u16(entryAt + 8))) isRaw = true;
    if (tag === tags.subIfds && values === 1) further.push(u32(entryAt + 8));
    if (tag === tags.subIfds && values > 1)
      for (let index = 0; index < Math.min(values, maxDirectories); index += 1)
        further.push(u32(u32(entryAt + 8) + index * 4));
  }
  return { isRaw, further: [...further, u32(at + 2 + count * 12)] };
};

/** `tiff`: a whole TIFF file. False for malformed directories. */
export const isRawTiff = (tiff: Buffer): boolean => {
  const reader = readerOf(tiff);
  const seen = new Set<number>();
  const waiting = [reader.u32(4)];
  for (let at = waiting.shift(); at !== undefined && seen.size < maxDirectories; at = waiting.shift()) {
    if (at < 8 || at + 2 > tiff.length || seen.has(at)) continue;
    seen.add(at);
    const { isRaw, further } = readDirectory(reader, at);
    if (isRaw) return true;
    waiting.push(...further);
  }
  return false;
};
