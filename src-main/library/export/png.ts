/** Encodes pixels as a PNG file, https://www.w3.org/TR/png-3/. Pure. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** The PNG colour types that are supported, with their bytes per pixel. */
const kinds = { grey: { type: 0, bytes: 1 }, rgba: { type: 6, bytes: 4 } } as const;

/** 8 bits per channel; `pixels`: row after row. */
export const encodePng = (image: {
  readonly kind: keyof typeof kinds;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}): Buffer => {
  const { kind, width, height, pixels } = image;
  const { type, bytes } = kinds[kind];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(type, 9);
  const rowBytes = width * bytes;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  // The byte before each row names its filter; 0 is none.
  for (let y = 0; y < height; y += 1)
    rows.set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
