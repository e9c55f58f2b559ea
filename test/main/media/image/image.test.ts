import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partsOf } from '#main/media/image/image.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { ffmpegWith, imageDecoder } from '#test/fixtures/media.ts';
import { exifBlock } from '../probe/bytes.ts';
import { inkJpeg, jpegBlock, pngChunk, riffChunk, webpCanvas, webpOf, withBlocks } from './image-bytes.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-image-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an image with excessive dimensions is refused before it is decoded', () => {
  const header = (width: number, height: number) =>
    Buffer.concat([u32(width, height), Buffer.from([8, 2, 0, 0, 0])]);
  const little = (...values: readonly number[]) => {
    const bytes = Buffer.alloc(values.length * 2);
    for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
    return bytes;
  };
  const png = Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header(60_000, 60_000)),
    pngChunk('IDAT', Buffer.alloc(3000)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
  const gif = Buffer.concat([latin('GIF89a'), little(65_535, 65_535), Buffer.alloc(3), latin(',\0\0\0\0')]);
  const gifFrame = Buffer.concat([
    ...[latin('GIF89a'), little(10, 10), Buffer.alloc(3), latin(',')],
    ...[little(0, 0, 65_535, 65_535), Buffer.from([0, 2, 1, 0, 0, 0x3b])],
  ]);
  const vp8l = riffChunk('VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0]));
  const bmp = Buffer.concat([
    latin('BM'),
    Buffer.alloc(12),
    Buffer.from([40, 0, 0, 0, 0x60, 0xea, 0, 0, 0x60, 0xea, 0, 0]),
    Buffer.alloc(40),
  ]);
  const frame = jpegBlock(0xc0, Buffer.from([8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]));
  test.each([
    ['png', png],
    ['bmp', bmp],
    ['jpg', Buffer.concat([latin('\xff\xd8'), frame, jpegBlock(0xda, Buffer.alloc(4)), latin('\xff\xd9')])],
  ])('as %s', async (name, bytes) => {
    const path = join(folder, `bomb.${name}`);
    await writeFile(path, bytes);
    const decode = () => Promise.reject(new Error('The image is decoded.'));
    const tool = { ...ffmpegWith(), probe: decode, capture: decode, stream: decode, encode: decode };
    expect(await createProbeFacts(tool, imageDecoder)(path)).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', subject: `bomb.${name}` },
    });
  });

  const image = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } });
  test.each(['gif', 'tiff'] as const)('by the image process: %s', async (container) => {
    const path = join(folder, `wide.${container}`);
    await image(17_000, 4).toFormat(container).toFile(path);
    expect(await createProbeFacts(ffmpegWith(), imageDecoder)(path)).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', size: { kind: 'pixels', width: 17_000, height: 4 } },
    });
  });

  test.each([
    ['frame.gif', gifFrame],
    ['canvas.gif', gif],
    ['canvas.webp', webpOf(webpCanvas(2, 16_000_000, 16_000_000), vp8l)],
    ['frame.webp', webpOf(webpCanvas(0, 60_000, 60_000), vp8l)],
  ])('where the header contradicts itself: %s', async (name, bytes) => {
    const path = join(folder, `odd.${name}`);
    await writeFile(path, bytes);
    const probed = await createProbeFacts(ffmpegWith(), imageDecoder)(path);
    expect(probed.ok ? probed.value : probed.error.code).toMatch(/^file-(too-large|not-media)$/);
  });
});

describe('orientation', () => {
  const exif = exifBlock(7).subarray(10);
  test('is read from the EXIF chunk of a PNG', () => {
    const png = Buffer.concat([
      ...[latin('\x89PNG\r\n\x1a\n'), pngChunk('IHDR', Buffer.alloc(13))],
      ...[pngChunk('eXIf', exif), pngChunk('IDAT', Buffer.alloc(1)), pngChunk('IEND', Buffer.alloc(0))],
    ]);
    expect(partsOf('png', png).orientation).toEqual({ rotationDeg: 90, isMirrored: true });
  });

  test.each([
    [1, 0, false],
    [2, 0, true],
    [3, 180, false],
    [4, 180, true],
    [5, 270, true],
    [6, 90, false],
    [7, 90, true],
    [8, 270, false],
  ] as const)('%i of a WebP and a TIFF is %i degrees', async (orientation, rotationDeg, isMirrored) => {
    for (const container of ['webp', 'tiff'] as const) {
      const path = join(folder, `turned.${container}`);
      const blank = { create: { width: 40, height: 20, channels: 3 as const, background: 'red' } };
      await sharp(blank).withMetadata({ orientation }).toFormat(container).toFile(path);
      const isTurned = rotationDeg === 90 || rotationDeg === 270;
      expect(await createProbeFacts(ffmpegWith(), imageDecoder)(path)).toMatchObject({
        ok: true,
        value: { container, rotationDeg, isMirrored, width: isTurned ? 20 : 40, height: isTurned ? 40 : 20 },
      });
    }
  });
});

describe('malformed bytes', () => {
  const kinds = ['jpg', 'png', 'bmp'] as const;
  test('never throw, and a stripped file has nothing left to strip', () => {
    const tagged = withBlocks(inkJpeg, exifBlock(5), jpegBlock(0xe2, latin('ICC_PROFILE\0\x01\x01profile')));
    let seed = 20_240_501;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(seed / 2 ** 8) % below;
    };
    const png = Buffer.concat([
      ...[latin('\x89PNG\r\n\x1a\n'), pngChunk('IHDR', Buffer.from([0, 0, 0, 9, 0, 0, 0, 9, 8, 2, 0, 0, 0]))],
      ...[
        pngChunk('tEXt', latin('note')),
        pngChunk('IDAT', Buffer.alloc(9)),
        pngChunk('IEND', Buffer.alloc(0)),
      ],
    ]);
    let whole = 0;
    for (const source of [tagged, png])
      for (let round = 0; round < 400; round += 1) {
        const bytes = Buffer.from(
          source.subarray(0, random(4) === 0 ? random(source.length) : source.length),
        );
        for (let change = 0; change < 1 + random(6) && bytes.length > 0; change += 1)
          bytes[random(bytes.length)] = [0, 0xff, 0x80, random(256)][random(4)] ?? 0;
        for (const kind of kinds) {
          const { width, height, stripped } = partsOf(kind, bytes);
          expect(width >= 0 && height >= 0).toBe(true);
          // Stripping is idempotent.
          if (stripped) {
            whole += 1;
            expect(partsOf(kind, stripped).hasMetadata).toBe(false);
            expect(partsOf(kind, stripped).stripped?.equals(stripped)).toBe(true);
          }
        }
      }
    expect(whole).toBeGreaterThan(100);
  });
});
