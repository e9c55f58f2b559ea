/** What a file is by its first bytes, where that is certain; pictures are told from clips before ffmpeg sees them. */

export type Sniffed = {
  readonly container: 'jpg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif' | 'heic';
  readonly demuxer: string;
  readonly isAnimated: boolean;
  readonly hasTransparency: boolean;
  readonly rotationDeg: 0 | 90 | 180 | 270;
};

/** As much of a file as `sniffImage` looks at, in bytes. */
export const sniffBytes = 131_072;

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/** Turns of EXIF 2.32, tag 0x0112; mirrored ones (2, 4, 5, 7) are read as the turn they contain. */
const turns: Readonly<Record<number, Sniffed['rotationDeg']>> = {
  3: 180,
  4: 180,
  5: 90,
  6: 90,
  7: 270,
  8: 270,
};

/** The turn that a JPEG's EXIF block asks for, clockwise. */
const jpegRotation = (bytes: Buffer): Sniffed['rotationDeg'] => {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    const length = bytes.readUInt16BE(at + 2);
    if (marker === 0xe1 && text(bytes, at + 4, at + 10) === 'Exif\0\0')
      return exifRotation(bytes.subarray(at + 10));
    // The picture itself begins: no more blocks before it.
    if (marker === 0xda) return 0;
    at += 2 + length;
  }
  return 0;
};

const exifRotation = (tiff: Buffer): Sniffed['rotationDeg'] => {
  if (tiff.length < 14) return 0;
  const isLittle = text(tiff, 0, 2) === 'II';
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const u32 = (at: number) =>
    at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at);
  const directory = u32(4);
  for (let entry = 0; entry < u16(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (u16(at) === 0x0112) return turns[u16(at + 8)] ?? 0;
  }
  return 0;
};

const still = { isAnimated: false, hasTransparency: false, rotationDeg: 0 } as const;

/** Brands of ISO 23008-12 and AV1 pictures; the same kind of file as MP4, so only its brands tell them apart. */
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
  return { ...still, container: isAvif ? 'avif' : 'heic', demuxer: 'mov', isAnimated };
};

/** null: not a picture that can be told by its first bytes. `isAnimated` of a gif is left to who counts its pictures. */
export const sniffImage = (bytes: Buffer): Sniffed | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    return { ...still, container: 'jpg', demuxer: 'jpeg_pipe', rotationDeg: jpegRotation(bytes) };
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') {
    const header = text(bytes, 0, bytes.length).split('IDAT')[0] ?? '';
    const isAnimated = header.includes('acTL');
    return {
      ...still,
      container: 'png',
      demuxer: isAnimated ? 'apng' : 'png_pipe',
      isAnimated,
      hasTransparency: header.includes('tRNS'),
    };
  }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') {
    const flags = text(bytes, 12, 16) === 'VP8X' ? (bytes[20] ?? 0) : 0;
    return {
      ...still,
      container: 'webp',
      demuxer: 'webp_pipe',
      isAnimated: (flags & 0x02) !== 0,
      hasTransparency: (flags & 0x10) !== 0,
    };
  }
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return { ...still, container: 'gif', demuxer: 'gif' };
  if (text(bytes, 0, 2) === 'BM' && bytes.length > 26)
    return { ...still, container: 'bmp', demuxer: 'bmp_pipe' };
  if (['II*\0', 'MM\0*'].includes(text(bytes, 0, 4)))
    return { ...still, container: 'tiff', demuxer: 'tiff_pipe' };
  return sniffBrands(bytes);
};
