/** Type of a file by its content: image, raw photo, or neither, before ffmpeg reads it. Pure. */
import { type TiffReader, tiffReader } from '../image/image-parts.ts';

export type Sniffed = {
  readonly container: 'jpg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif' | 'heic';
  readonly demuxer: string;
  readonly isAnimated: boolean;
};

/** Number of bytes that `sniffImage` reads. */
export const sniffBytes = 131_072;

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

const still = { isAnimated: false } as const;

/** Brands of ISO 23008-12 and AV1 images; the container is the same as MP4, so only the brands distinguish them. */
const sniffBrands = (bytes: Buffer): Sniffed | null => {
  if (text(bytes, 4, 8) !== 'ftyp') return null;
  const major = text(bytes, 8, 12);
  const end = Math.min(bytes.length, bytes.readUInt32BE(0));
  const all = [major];
  for (let at = 16; at + 4 <= end; at += 4) all.push(text(bytes, at, at + 4));
  const isOf = (...brands: readonly string[]) => brands.includes(major);
  const isEither = isOf('mif1', 'msf1');
  const isAvif = isOf('avif', 'avis') || (isEither && all.includes('avif'));
  if (!isAvif && !isEither && !isOf('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx')) return null;
  const isAnimated = isOf('avis', 'msf1', 'hevc', 'hevx');
  return { container: isAvif ? 'avif' : 'heic', demuxer: 'mov', isAnimated };
};

/**
 * null: not an image with a known signature. `isAnimated` of a GIF is determined by counting its frames elsewhere.
 */
export const sniffImage = (bytes: Buffer): Sniffed | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    return { ...still, container: 'jpg', demuxer: 'jpeg_pipe' };
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') {
    const isAnimated = (text(bytes, 0, bytes.length).split('IDAT')[0] ?? '').includes('acTL');
    return { container: 'png', demuxer: isAnimated ? 'apng' : 'png_pipe', isAnimated };
  }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') {
    const flags = text(bytes, 12, 16) === 'VP8X' ? (bytes[20] ?? 0) : 0;
    return { container: 'webp', demuxer: 'webp_pipe', isAnimated: (flags & 0x02) !== 0 };
  }
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return { ...still, container: 'gif', demuxer: 'gif' };
  if (text(bytes, 0, 2) === 'BM' && bytes.length > 26)
    return { ...still, container: 'bmp', demuxer: 'bmp_pipe' };
  if (['II*\0', 'MM\0*'].includes(text(bytes, 0, 4)))
    return { ...still, container: 'tiff', demuxer: 'tiff_pipe' };
  return sniffBrands(bytes);
};

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

type Directory = { readonly isRaw: boolean; readonly further: readonly number[] };

const readDirectory = ({ u16, u32 }: TiffReader, at: number): Directory => {
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

/**
 * Whether a TIFF file is a camera's raw photo, which would otherwise be read as a dark TIFF. `tiff`: the whole
 * file. False for malformed directories.
 */
export const isRawTiff = (tiff: Buffer): boolean => {
  const reader = tiffReader(tiff);
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
