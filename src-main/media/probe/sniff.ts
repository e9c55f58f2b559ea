/**
 * Type of a file by its first bytes, where they identify it; distinguishes images from videos before ffmpeg reads
 * them.
 */

export type Sniffed = {
  readonly container: 'jpg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif' | 'heic';
  readonly demuxer: string;
  readonly isAnimated: boolean;
  readonly hasTransparency: boolean;
};

/** Number of bytes that `sniffImage` reads. */
export const sniffBytes = 131_072;

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

const still = { isAnimated: false, hasTransparency: false } as const;

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
  return { ...still, container: isAvif ? 'avif' : 'heic', demuxer: 'mov', isAnimated };
};

/**
 * null: not an image with a known signature. `isAnimated` of a GIF is determined by counting its frames elsewhere.
 */
export const sniffImage = (bytes: Buffer): Sniffed | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    return { ...still, container: 'jpg', demuxer: 'jpeg_pipe' };
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
