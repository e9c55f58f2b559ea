import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasRawPhotoSignature, isRawTiff } from '#main/media/probe/raw-photo.ts';
import { mediaWith } from '#test/fixtures/media.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

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
