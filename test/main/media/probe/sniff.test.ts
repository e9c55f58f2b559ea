import { describe, expect, test } from 'vitest';
import { jpegParts } from '#main/media/image/jpeg-parts.ts';
import { sniffImage } from '#main/media/probe/sniff.ts';
import { exifBlock } from './bytes.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const start = Buffer.from([0xff, 0xd8]);
const scan = Buffer.from([0xff, 0xda, 0, 2]);
const photo = (...blocks: readonly Buffer[]) => Buffer.concat([start, ...blocks, scan]);
const turnOf = (bytes: Buffer) => jpegParts(bytes).orientation.rotationDeg;

/** The same segment in the other byte order, as most phones write it. */
const littleExif = (orientation: number): Buffer => {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  return Buffer.concat([Buffer.from([0xff, 0xe1, 0, 34]), latin('Exif\0\0'), tiff]);
};

describe('EXIF orientation of a photo', () => {
  test.each([
    [1, 0],
    [2, 0],
    [3, 180],
    [4, 180],
    [5, 270],
    [6, 90],
    [7, 90],
    [8, 270],
    [9, 0],
    [0, 0],
  ])('EXIF orientation %i is %i degrees clockwise, in both byte orders', (orientation, degrees) => {
    expect([turnOf(photo(exifBlock(orientation))), turnOf(photo(littleExif(orientation)))]).toEqual([
      degrees,
      degrees,
    ]);
  });

  test('may include mirroring', () => {
    const mirrored = [1, 2, 3, 4, 5, 6, 7, 8].filter(
      (each) => jpegParts(photo(exifBlock(each))).orientation.isMirrored,
    );
    expect(mirrored).toEqual([2, 4, 5, 7]);
  });

  test('is found after other segments', () => {
    const other = Buffer.from([0xff, 0xe0, 0, 6, 1, 2, 3, 4]);
    const xmp = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 7]), latin('http:')]);
    expect(turnOf(photo(other, xmp, exifBlock(6)))).toBe(90);
  });

  test('is absent where the image data begins before any EXIF', () => {
    expect(turnOf(Buffer.concat([start, scan, exifBlock(6)]))).toBe(0);
  });

  test('is null for segments with wrong lengths', () => {
    const whole = photo(exifBlock(6));
    const cut = Array.from({ length: whole.length }, (_, length) => turnOf(whole.subarray(0, length)));
    expect(cut.slice(3).every((turn) => turn === 0 || turn === 90)).toBe(true);
    const hostile = exifBlock(6);
    hostile.writeUInt32BE(0xfffffff0, 14);
    const endless = exifBlock(6);
    endless.writeUInt16BE(0xffff, 18);
    endless.writeUInt16BE(0, 20);
    const standing = Buffer.from([0xff, 0xe0, 0, 0]);
    expect([turnOf(photo(hostile)), turnOf(photo(endless)), turnOf(photo(standing, exifBlock(6)))]).toEqual([
      0,
      0,
      expect.any(Number),
    ]);
  });
});

describe('type of a file by its first bytes', () => {
  const brand = (major: string, ...compatible: readonly string[]) => {
    const body = latin(`ftyp${major}\0\0\0\0${compatible.join('')}`);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length + 4);
    return Buffer.concat([size, body]);
  };
  const vp8x = (flags: number) =>
    Buffer.concat([latin('RIFF\0\0\0\0WEBPVP8X\n\0\0\0'), Buffer.from([flags]), Buffer.alloc(9)]);
  test.each([
    ['a JPEG', photo(), 'jpg', false, false],
    ['a PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....IDAT'), 'png', false, false],
    [
      'a PNG with a transparent colour',
      latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....tRNS..IDAT'),
      'png',
      false,
      true,
    ],
    ['an animated PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....acTL..IDAT'), 'png', true, false],
    ['a WebP', latin('RIFF\0\0\0\0WEBPVP8 '), 'webp', false, false],
    ['an animated WebP', vp8x(0x02), 'webp', true, false],
    ['a transparent WebP', vp8x(0x10), 'webp', false, true],
    ['a GIF', latin('GIF89a'), 'gif', false, false],
    ['a BMP', Buffer.concat([latin('BM'), Buffer.alloc(30)]), 'bmp', false, false],
    ['a TIFF', latin('II*\0'), 'tiff', false, false],
    ['an AVIF', brand('avif', 'mif1'), 'avif', false, false],
    ['an AVIF with a generic brand', brand('mif1', 'avif'), 'avif', false, false],
    ['a HEIC', brand('heic', 'mif1'), 'heic', false, false],
  ])('%s is recognised as an image', (_, bytes, container, isAnimated, hasTransparency) => {
    expect(sniffImage(bytes)).toMatchObject({ container, isAnimated, hasTransparency });
  });

  test.each([
    ['an MP4', brand('isom', 'iso2', 'mp41')],
    ['a QuickTime video', brand('qt  ')],
    ['a Matroska video', Buffer.from([0x1a, 0x45, 0xdf, 0xa3])],
    ['text', latin('Some words.')],
    ['an empty file', Buffer.alloc(0)],
    ['half a signature', latin('RIFF')],
  ])('%s is not recognised as an image', (_, bytes) => {
    expect(sniffImage(bytes)).toBeNull();
  });
});
