/** Pictures put together by hand, where no build of ffmpeg writes such a thing. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { builds } from '#test/fixtures/media.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** One block of a JPEG. */
export const jpegBlock = (marker: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);

/** Puts blocks behind a JPEG's first marker. */
export const withBlocks = (jpeg: Buffer, ...blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...blocks, jpeg.subarray(2)]);

export const pngChunk = (type: string, body: Buffer): Buffer => {
  const inner = Buffer.concat([latin(type), body]);
  return Buffer.concat([u32(body.length), inner, u32(crc32(inner))]);
};

/** Puts chunks behind a PNG's header. */
export const withChunks = (png: Buffer, ...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

export const riffChunk = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([latin(type), length, body, Buffer.alloc(body.length % 2)]);
};

/** A WebP of these chunks. */
export const webpOf = (...chunks: readonly Buffer[]): Buffer =>
  riffChunk('RIFF', Buffer.concat([latin('WEBP'), ...chunks]));

/** The header that lets a WebP have more than a picture. */
export const webpCanvas = (flags: number, width: number, height: number): Buffer => {
  const body = Buffer.alloc(10);
  body[0] = flags;
  body.writeUIntLE(width - 1, 4, 3);
  body.writeUIntLE(height - 1, 7, 3);
  return riffChunk('VP8X', body);
};

/** 32 x 16 pixels for print: red on the left, blue on the right. */
export const inkJpeg = Buffer.from(
  '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgAEAAgBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAIB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8A0Bn7P2gACfxQAAKAE/gAn8UAAD//2Q==',
  'base64',
);

/** 40 x 20 pixels: a red picture, then a blue one. */
export const movingWebp = Buffer.from(
  'UklGRoQAAABXRUJQVlA4WAoAAAACAAAAJwAAEwAAQU5JTQYAAAAAAAAAAABBTk1GKAAAAAAAAAAAACcAABMAAGQAAAJWUDhMDwAAAC8nwAQABxD9j/4HIqL/AQBBTk1GKAAAAAAAAAAAACcAABMAAGQAAABWUDhMDwAAAC8nwAQABxDR//4HIqL/AQA=',
  'base64',
);

const box = (type: string, ...bodies: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(bodies);
  return Buffer.concat([u32(8 + body.length), latin(type), body]);
};
const fullBox = (type: string, ...bodies: readonly Buffer[]): Buffer => box(type, u32(0), ...bodies);

/** The pieces of a stream of HEVC without their marks. */
const pieces = (stream: Buffer): readonly Buffer[] => {
  const starts: number[] = [];
  const mark = latin('\0\0\x01');
  for (let at = stream.indexOf(mark); at >= 0; at = stream.indexOf(mark, at + 3)) starts.push(at + 3);
  return starts.map((start, index) => {
    const next = starts[index + 1];
    const end = next === undefined ? stream.length : next - 3;
    return stream.subarray(start, stream[end - 1] === 0 && next !== undefined ? end - 1 : end);
  });
};
const isConfiguration = (piece: Buffer): boolean => [32, 33, 34].includes(((piece[0] ?? 0) >> 1) & 63);

const encodeTile = async (colour: string, sidePx: number): Promise<Buffer> => {
  const { stdout } = await promisify(execFile)(
    builds.at(-1)?.path ?? 'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', `color=${colour}:size=${sidePx}x${sidePx}`, '-frames:v', '1'],
      ...['-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-x265-params', 'log-level=none', '-f', 'hevc', 'pipe:1'],
    ],
    { encoding: 'buffer' },
  );
  return stdout;
};

/** A HEIC as telephones make them: of 2 x 2 tiles of 64 pixels, of which 101 x 91 are the picture. `turns`: of 90 degrees, counter-clockwise. */
export const tiledHeic = async (colours: readonly string[], turns: number): Promise<Buffer> => {
  const tiles = await Promise.all(colours.map((colour) => encodeTile(colour, 64)));
  const configuration = pieces(tiles[0] ?? Buffer.alloc(0)).filter(isConfiguration);
  const array = (piece: Buffer) =>
    Buffer.concat([Buffer.from([((piece[0] ?? 0) >> 1) & 63]), u16(1), u16(piece.length), piece]);
  const hvcC = box(
    'hvcC',
    Buffer.concat([Buffer.from([1]), Buffer.alloc(20), Buffer.from([0xff, configuration.length])]),
    ...configuration.map(array),
  );
  const coded = tiles.map((tile) =>
    Buffer.concat(
      pieces(tile)
        .filter((piece) => !isConfiguration(piece))
        .flatMap((piece) => [u32(piece.length), piece]),
    ),
  );
  const grid = Buffer.concat([Buffer.from([0, 0, 1, 1]), u16(101), u16(91)]);
  const datas = [...coded, grid];
  const gridId = datas.length;
  const info = datas.map((_, index) =>
    box(
      'infe',
      Buffer.from([2, 0, 0, 0]),
      u16(index + 1),
      u16(0),
      latin(index + 1 === gridId ? 'grid' : 'hvc1'),
      Buffer.alloc(1),
    ),
  );
  const iinf = fullBox('iinf', u16(datas.length), ...info);
  const iref = fullBox(
    'iref',
    box('dimg', u16(gridId), u16(coded.length), ...coded.map((_, index) => u16(index + 1))),
  );
  const ipco = box(
    'ipco',
    hvcC,
    fullBox('ispe', u32(64), u32(64)),
    fullBox('ispe', u32(101), u32(91)),
    box('irot', Buffer.from([turns])),
  );
  const owned = datas.map((_, index) =>
    Buffer.concat([u16(index + 1), Buffer.from(index + 1 === gridId ? [2, 3, 4] : [2, 0x81, 2])]),
  );
  const ipma = fullBox('ipma', u32(datas.length), ...owned);
  const head = box('ftyp', latin('heic\0\0\0\0mif1heic'));
  const metaWith = (offsets: readonly number[]) =>
    fullBox(
      'meta',
      fullBox('hdlr', u32(0), latin('pict'), Buffer.alloc(13)),
      fullBox('pitm', u16(gridId)),
      iinf,
      iref,
      box('iprp', ipco, ipma),
      fullBox(
        'iloc',
        u16(0x4400),
        u16(datas.length),
        ...datas.map((data, index) =>
          Buffer.concat([u16(index + 1), u16(0), u16(1), u32(offsets[index] ?? 0), u32(data.length)]),
        ),
      ),
    );
  const from = head.length + metaWith([]).length + 8;
  const offsets = datas.map((_, index) =>
    datas.slice(0, index).reduce((sum, data) => sum + data.length, from),
  );
  return Buffer.concat([head, metaWith(offsets), box('mdat', ...datas)]);
};
