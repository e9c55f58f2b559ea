/** Images assembled from bytes, for formats that ffmpeg does not write. */
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

/** One segment of a JPEG. */
export const jpegBlock = (marker: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);

/** Inserts segments after a JPEG's first marker. */
export const withBlocks = (jpeg: Buffer, ...blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...blocks, jpeg.subarray(2)]);

export const pngChunk = (type: string, body: Buffer): Buffer => {
  const inner = Buffer.concat([latin(type), body]);
  return Buffer.concat([u32(body.length), inner, u32(crc32(inner))]);
};

/** Inserts chunks after a PNG's header. */
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

/** The extended header of a WebP. */
export const webpCanvas = (flags: number, width: number, height: number): Buffer => {
  const body = Buffer.alloc(10);
  body[0] = flags;
  body.writeUIntLE(width - 1, 4, 3);
  body.writeUIntLE(height - 1, 7, 3);
  return riffChunk('VP8X', body);
};

/** A CMYK JPEG of 32 x 16 pixels: red on the left, blue on the right. */
export const inkJpeg = Buffer.from(
  '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgAEAAgBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAIB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8A0Bn7P2gACfxQAAKAE/gAn8UAAD//2Q==',
  'base64',
);

/** An animated WebP of 40 x 20 pixels: a red frame, then a blue one. */
export const movingWebp = Buffer.from(
  'UklGRoQAAABXRUJQVlA4WAoAAAACAAAAJwAAEwAAQU5JTQYAAAAAAAAAAABBTk1GKAAAAAAAAAAAACcAABMAAGQAAAJWUDhMDwAAAC8nwAQABxD9j/4HIqL/AQBBTk1GKAAAAAAAAAAAACcAABMAAGQAAABWUDhMDwAAAC8nwAQABxDR//4HIqL/AQA=',
  'base64',
);

const box = (type: string, ...bodies: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(bodies);
  return Buffer.concat([u32(8 + body.length), latin(type), body]);
};
const fullBox = (type: string, ...bodies: readonly Buffer[]): Buffer => box(type, u32(0), ...bodies);

/** The NAL units of an HEVC stream, without start codes. */
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

/** One frame of HEVC. `source`: a lavfi source with its size, and filters. */
const encodeHevc = async (source: string, pixelFormat: string): Promise<Buffer> => {
  const { stdout } = await promisify(execFile)(
    builds.at(-1)?.path ?? 'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', source, '-frames:v', '1', '-pix_fmt', pixelFormat],
      ...['-c:v', 'libx265', '-x265-params', 'log-level=none:crf=18', '-f', 'hevc', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 100_000_000 },
  );
  return stdout;
};

type HeifItem = {
  readonly type: string;
  readonly data: Buffer;
  /** Its property boxes in `ipco`. */
  readonly properties: readonly Buffer[];
  /** References to items by their index. */
  readonly references?: { readonly type: string; readonly to: readonly number[] };
};

/** A HEIF file of these items (ISO 23008-12), each with its own copy of its properties. */
const heifOf = (items: readonly HeifItem[], primary: number): Buffer => {
  const all = items.flatMap(({ properties }) => properties);
  const infos = items.map(({ type }, index) =>
    box('infe', Buffer.from([2, 0, 0, 0]), u16(index + 1), u16(0), latin(type), Buffer.alloc(1)),
  );
  const references = items.flatMap(({ references: reference }, index) =>
    reference
      ? [
          box(
            reference.type,
            u16(index + 1),
            u16(reference.to.length),
            ...reference.to.map((to) => u16(to + 1)),
          ),
        ]
      : [],
  );
  const owned = items.map(({ properties }, index) =>
    Buffer.concat([
      u16(index + 1),
      Buffer.from([properties.length]),
      ...properties.map((property) => u16(0x8000 | (all.indexOf(property) + 1))),
    ]),
  );
  const ipma = box('ipma', u32(1), u32(items.length), ...owned);
  const head = box('ftyp', latin('heic\0\0\0\0mif1heic'));
  const metaWith = (offsets: readonly number[]) =>
    fullBox(
      'meta',
      fullBox('hdlr', u32(0), latin('pict'), Buffer.alloc(13)),
      fullBox('pitm', u16(primary + 1)),
      fullBox('iinf', u16(items.length), ...infos),
      fullBox('iref', ...references),
      box('iprp', box('ipco', ...all), ipma),
      fullBox(
        'iloc',
        u16(0x4400),
        u16(items.length),
        ...items.map(({ data }, index) =>
          Buffer.concat([u16(index + 1), u16(0), u16(1), u32(offsets[index] ?? 0), u32(data.length)]),
        ),
      ),
    );
  const from = head.length + metaWith([]).length + 8;
  const offsets = items.map((_, index) =>
    items.slice(0, index).reduce((sum, { data }) => sum + data.length, from),
  );
  return Buffer.concat([head, metaWith(offsets), box('mdat', ...items.map(({ data }) => data))]);
};

const sizeBox = (width: number, height: number) => fullBox('ispe', u32(width), u32(height));

const hevcItem = async (
  source: string,
  sidePx: number,
  pixelFormat: string,
  ...properties: readonly Buffer[]
): Promise<HeifItem> => {
  const all = pieces(await encodeHevc(source, pixelFormat));
  const configuration = all.filter(isConfiguration);
  const array = (piece: Buffer) =>
    Buffer.concat([Buffer.from([((piece[0] ?? 0) >> 1) & 63]), u16(1), u16(piece.length), piece]);
  const depth = pixelFormat.endsWith('10le') ? 2 : 0;
  const chroma = pixelFormat.startsWith('gray') ? 0 : 1;
  // ISO 14496-15: bytes 16 to 18 hold the chroma format and the bit depths, byte 21 the size of a length field.
  const hvcC = box(
    'hvcC',
    Buffer.concat([
      Buffer.from([1]),
      Buffer.alloc(15),
      Buffer.from([0xfc | chroma, 0xf8 | depth, 0xf8 | depth]),
    ]),
    Buffer.from([0, 0, 0xff, configuration.length]),
    ...configuration.map(array),
  );
  const data = all.filter((piece) => !isConfiguration(piece)).flatMap((piece) => [u32(piece.length), piece]);
  return {
    type: 'hvc1',
    data: Buffer.concat(data),
    properties: [hvcC, sizeBox(sidePx, sidePx), ...properties],
  };
};

/** A HEIC of 2 x 2 tiles, as phones write it. `turns`: rotations by 90 degrees, counter-clockwise. */
export const tiledHeic = async (
  colours: readonly string[],
  turns: number,
  {
    pixelFormat = 'yuv420p',
    tilePx = 64,
    width = 101,
    height = 91,
    properties = [] as readonly Buffer[],
  } = {},
): Promise<Buffer> => {
  const tiles = await Promise.all(
    colours.map((colour) =>
      hevcItem(
        colour.includes('=') ? colour : `color=${colour}:size=${tilePx}x${tilePx}`,
        tilePx,
        pixelFormat,
      ),
    ),
  );
  const grid: HeifItem = {
    type: 'grid',
    data: Buffer.concat([Buffer.from([0, 0, 1, 1]), u16(width), u16(height)]),
    properties: [sizeBox(width, height), box('irot', Buffer.from([turns])), ...properties],
    references: { type: 'dimg', to: tiles.map((_, index) => index) },
  };
  return heifOf([...tiles, grid], tiles.length);
};

/** A red HEIC of 64 x 64 pixels whose left half is transparent. */
export const clearHeic = async (): Promise<Buffer> => {
  const image = await hevcItem('color=red:size=64x64', 64, 'yuv420p');
  const auxiliary = fullBox('auxC', latin('urn:mpeg:hevc:2015:auxid:1\0'));
  const halves = "color=white:size=64x64,format=gray,geq=lum='if(lt(X,32),0,255)'";
  const alpha = await hevcItem(`${halves},scale=out_range=full`, 64, 'gray', auxiliary);
  return heifOf([image, { ...alpha, references: { type: 'auxl', to: [0] } }], 0);
};

/** The colour profile box of a HEIC. */
export const profileBox = (profile: Buffer): Buffer => box('colr', latin('prof'), profile);

/** Bit depth box of a HEIC. */
export const depthBox = (bits: number): Buffer => fullBox('pixi', Buffer.from([3, bits, bits, bits]));
