import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heicStream } from '#main/media/image/heif.ts';
import { partsOf } from '#main/media/image/image.ts';
import { firstFrame } from '#main/media/image/webp-parts.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { ffmpegWith } from '#test/fixtures/media.ts';
import { exifBlock } from '../probe/bytes.ts';
import {
  inkJpeg,
  jpegBlock,
  movingWebp,
  pngChunk,
  riffChunk,
  tiledHeic,
  webpCanvas,
  webpOf,
  withBlocks,
} from './image-bytes.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-picture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a picture of absurd size is refused before it is decoded', () => {
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
  const tiff = Buffer.concat([
    ...[latin('II*\0'), Buffer.from([8, 0, 0, 0, 2, 0])],
    ...[
      Buffer.from([0, 1, 4, 0, 1, 0, 0, 0, 0x60, 0xea, 0, 0]),
      Buffer.from([1, 1, 4, 0, 1, 0, 0, 0, 0x60, 0xea, 0, 0]),
    ],
    Buffer.alloc(20),
  ]);
  const bmp = Buffer.concat([
    latin('BM'),
    Buffer.alloc(12),
    Buffer.from([40, 0, 0, 0, 0x60, 0xea, 0, 0, 0x60, 0xea, 0, 0]),
    Buffer.alloc(40),
  ]);
  const frame = jpegBlock(0xc0, Buffer.from([8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]));
  test.each([
    ['png', png],
    ['gif', gif],
    ['frame.gif', gifFrame],
    ['canvas.webp', webpOf(webpCanvas(2, 16_000_000, 16_000_000), vp8l)],
    ['webp', webpOf(webpCanvas(0, 60_000, 60_000), vp8l)],
    ['tiff', tiff],
    ['bmp', bmp],
    ['jpg', Buffer.concat([latin('\xff\xd8'), frame, jpegBlock(0xda, Buffer.alloc(4)), latin('\xff\xd9')])],
  ])('as %s', async (name, bytes) => {
    const path = join(folder, `bomb.${name}`);
    await writeFile(path, bytes);
    const decode = () => Promise.reject(new Error('Somebody decodes it.'));
    const tool = { ...ffmpegWith(), probe: decode, capture: decode, stream: decode, encode: decode };
    expect(await createProbeFacts(tool)(path)).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', subject: `bomb.${name}` },
    });
  });
});

describe('which way up a picture is', () => {
  const exif = exifBlock(7).subarray(10);
  test('is told by a PNG and by a WebP, too', () => {
    const png = Buffer.concat([
      ...[latin('\x89PNG\r\n\x1a\n'), pngChunk('IHDR', Buffer.alloc(13))],
      ...[pngChunk('eXIf', exif), pngChunk('IDAT', Buffer.alloc(1)), pngChunk('IEND', Buffer.alloc(0))],
    ]);
    const webp = webpOf(webpCanvas(8, 40, 20), riffChunk('EXIF', exif));
    const named = webpOf(webpCanvas(8, 40, 20), riffChunk('EXIF', Buffer.concat([latin('Exif\0\0'), exif])));
    for (const turn of [partsOf('png', png).turn, partsOf('webp', webp).turn, partsOf('webp', named).turn])
      expect(turn).toEqual({ rotationDeg: 90, isMirrored: true });
  });
});

describe('a WebP without notes', () => {
  const image = riffChunk('VP8L', Buffer.from([0x2f, 0x27, 0xc0, 0x04, 0, 7, 16, 0xfd]));
  test('has neither their chunks nor their marks, and the same picture', () => {
    const profile = riffChunk('ICCP', latin('profile'));
    const noted = webpOf(
      webpCanvas(0x2c, 40, 20),
      ...[profile, image, riffChunk('EXIF', latin('place')), riffChunk('XMP ', latin('<x/>'))],
    );
    const parts = partsOf('webp', noted);
    expect(parts).toMatchObject({ hasMetadata: true, width: 40, height: 20, hasAlpha: false });
    expect(parts.stripped?.equals(webpOf(webpCanvas(0x20, 40, 20), profile, image))).toBe(true);
    expect(partsOf('webp', webpOf(image))).toMatchObject({ hasMetadata: false, width: 40, height: 20 });
  });

  test('is not made of one that breaks off', () => {
    expect(partsOf('webp', webpOf(image).subarray(0, -3)).stripped).toBeNull();
  });
});

describe('bytes that lie', () => {
  const kinds = ['jpg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'avif', 'heic'] as const;
  test('never break the reading, and what is taken apart can be put together', async () => {
    const heic = await tiledHeic(['red', 'green', 'blue', 'white'], 0);
    const noted = withBlocks(inkJpeg, exifBlock(5), jpegBlock(0xe2, latin('ICC_PROFILE\0\x01\x01profile')));
    let seed = 20_240_501;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(seed / 2 ** 8) % below;
    };
    let whole = 0;
    for (const source of [noted, movingWebp, heic])
      for (let round = 0; round < 400; round += 1) {
        const bytes = Buffer.from(
          source.subarray(0, random(4) === 0 ? random(source.length) : source.length),
        );
        for (let change = 0; change < 1 + random(6) && bytes.length > 0; change += 1)
          bytes[random(bytes.length)] = [0, 0xff, 0x80, random(256)][random(4)] ?? 0;
        for (const kind of kinds) {
          const { width, height, stripped } = partsOf(kind, bytes);
          expect(width >= 0 && height >= 0).toBe(true);
          // Taking notes out twice is taking them out once.
          if (stripped) {
            whole += 1;
            expect(partsOf(kind, stripped).hasMetadata).toBe(false);
            expect(partsOf(kind, stripped).stripped?.equals(stripped)).toBe(true);
          }
        }
        firstFrame(bytes);
        heicStream(bytes);
      }
    expect(whole).toBeGreaterThan(100);
  });
});
