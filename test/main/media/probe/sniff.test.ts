import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jpegParts } from '#main/media/image/jpeg-parts.ts';
import { hasRawPhotoSignature, isRawTiff, sniffImage } from '#main/media/probe/sniff.ts';
import { mediaWith } from '#test/fixtures/media.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
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
    ['a JPEG', photo(), 'jpg', false],
    ['a PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....IDAT'), 'png', false],
    ['a PNG with a transparent colour', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....tRNS..IDAT'), 'png', false],
    ['an animated PNG', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR....acTL..IDAT'), 'png', true],
    ['a WebP', latin('RIFF\0\0\0\0WEBPVP8 '), 'webp', false],
    ['an animated WebP', vp8x(0x02), 'webp', true],
    ['a transparent WebP', vp8x(0x10), 'webp', false],
    ['a GIF', latin('GIF89a'), 'gif', false],
    ['a BMP', Buffer.concat([latin('BM'), Buffer.alloc(30)]), 'bmp', false],
    ['a TIFF', latin('II*\0'), 'tiff', false],
    ['an AVIF', brand('avif', 'mif1'), 'avif', false],
    ['an AVIF with a generic brand', brand('mif1', 'avif'), 'avif', false],
    ['a HEIC', brand('heic', 'mif1'), 'heic', false],
  ])('%s is recognised as an image', (_, bytes, container, isAnimated) => {
    expect(sniffImage(bytes)).toMatchObject({ container, isAnimated });
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

type Entry = readonly [tag: number, type: 3 | 4, value: number];

/** A TIFF of consecutive directories; `subIfds` of one directory point at the next. */
const tiff = (order: 'II' | 'MM', directories: readonly (readonly Entry[])[], linkedBy: 'next' | 'sub') => {
  const isLittle = order === 'II';
  const sizes = directories.map((entries) => 2 + (entries.length + (linkedBy === 'sub' ? 1 : 0)) * 12 + 4);
  const starts = sizes.map((_, index) => 8 + sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const bytes = Buffer.alloc(8 + sizes.reduce((sum, size) => sum + size, 0) + 64);
  const u16 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittle ? 'II*\0' : 'MM\0*', 0, 'latin1');
  u32(8, 4);
  for (const [index, own] of directories.entries()) {
    const start = starts[index] ?? 8;
    const next = starts[index + 1] ?? 0;
    const entries: readonly Entry[] = linkedBy === 'sub' && next > 0 ? [...own, [0x014a, 4, next]] : own;
    u16(entries.length, start);
    for (const [row, [tag, type, value]] of entries.entries()) {
      const at = start + 2 + row * 12;
      u16(tag, at);
      u16(type, at + 2);
      u32(1, at + 4);
      if (type === 3) u16(value, at + 8);
      else u32(value, at + 8);
    }
    u32(linkedBy === 'next' ? next : 0, start + 2 + entries.length * 12);
  }
  return bytes;
};

const thumbnail: readonly Entry[] = [
  [0x0100, 4, 256],
  [0x0101, 4, 171],
  [0x0103, 3, 1],
  [0x0106, 3, 2],
];
const sensor: readonly Entry[] = [[0x0106, 3, 32803]];

describe('TIFF with a raw photo', () => {
  test.each([
    ['DNG, by its version', tiff('II', [[...thumbnail, [0xc612, 4, 0x0401]]], 'next')],
    ['a colour filter array in the first directory', tiff('MM', [sensor], 'next')],
    ['a colour filter array in a sub-directory (DNG, NEF)', tiff('II', [thumbnail, sensor], 'sub')],
    ['a colour filter array in a later directory', tiff('MM', [thumbnail, thumbnail, sensor], 'next')],
    ['linear raw', tiff('II', [thumbnail, [[0x0106, 3, 34892]]], 'sub')],
    ['compression of Sony ARW', tiff('II', [thumbnail, [[0x0103, 3, 32767]]], 'sub')],
    ['compression of Nikon NEF', tiff('MM', [thumbnail, [[0x0103, 3, 34713]]], 'sub')],
  ])('is recognised: %s', (_kind, bytes) => {
    expect(isRawTiff(bytes)).toBe(true);
  });

  test.each([
    ['an ordinary TIFF', tiff('II', [thumbnail], 'next')],
    ['several pages', tiff('MM', [thumbnail, thumbnail], 'next')],
    ['directories that point at themselves', tiff('II', [[[0x014a, 4, 8]]], 'next')],
    ['a directory outside the file', Buffer.from('II*\0\xff\xff\xff\x7f\0\0\0\0\0\0', 'latin1')],
    ['an empty file', Buffer.alloc(0)],
  ])('is not detected in %s', (_kind, bytes) => {
    expect(isRawTiff(bytes)).toBe(false);
  });
});

const signatures: readonly (readonly [string, string])[] = [
  ['x.cr3', '\0\0\0\x18ftypcrx \0\0\0\x01'],
  ['x.crw', 'II\x1a\0\0\0HEAPCCDR'],
  ['x.raf', 'FUJIFILMCCD-RAW 0201'],
  ['x.mrw', '\0MRM\0\0\0\0'],
  ['x.x3f', 'FOVb\0\0\x02\0'],
  ['x.orf', 'IIRO\x08\0\0\0'],
  ['x.rw2', 'IIU\0\x18\0\0\0'],
  ['x.cr2', 'II*\0\x10\0\0\0CR\x02\0'],
];

test('recognises raw formats other than TIFF by their signature', () => {
  for (const [name, start] of signatures)
    expect([name, hasRawPhotoSignature(Buffer.from(start.padEnd(64, '\0'), 'latin1'))]).toEqual([name, true]);
  expect(hasRawPhotoSignature(Buffer.from('\0\0\0\x18ftypmp42'.padEnd(64, '\0'), 'latin1'))).toBe(false);
});

test('refuses a raw photo by its content under any name', async () => {
  const folder = tempFolder();
  const { probeFacts } = mediaWith();
  const files: readonly (readonly [string, Buffer])[] = [
    ['photo.dng', tiff('II', [thumbnail, sensor], 'sub')],
    ['photo.tif', tiff('MM', [thumbnail, sensor], 'sub')],
    ['photo.jpg', Buffer.from('FUJIFILMCCD-RAW 0201'.padEnd(200, '\0'), 'latin1')],
  ];
  for (const [name, bytes] of files) {
    await writeFile(join(folder, name), bytes);
    expect(await probeFacts(join(folder, name))).toMatchObject({
      ok: false,
      error: { code: 'file-raw-photo', subject: name },
    });
  }
});
