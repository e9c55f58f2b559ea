/** A PNG's chunks (https://www.w3.org/TR/png-3/). Pure. */
import { crc32, deflateSync } from 'node:zlib';
import { type ImageParts, noParts, readOrientation } from './image-parts.ts';

type Chunk = { readonly type: string; readonly bytes: Buffer; readonly body: Buffer };
type Walked = { readonly chunks: readonly Chunk[]; readonly isWhole: boolean; readonly end: number };

const walk = (bytes: Buffer): Walked => {
  const chunks: Chunk[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.push({ type, bytes: bytes.subarray(at, end), body: bytes.subarray(at + 8, end - 4) });
    at = end;
    if (type === 'IEND') return { chunks, isWhole: true, end };
  }
  return { chunks, isWhole: false, end: at };
};

/** Chunks that determine the pixels' appearance. Others may hold texts, locations, credentials or data of a program. */
const kept =
  /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|pHYs|hIST|sPLT|acTL|fcTL|fdAT)$/;
/** An index for Apple's decoders; it is dropped, but is not personal metadata. */
const isHarmless = (type: string) => type === 'iDOT';

const isIntact = ({ bytes }: Chunk): boolean =>
  crc32(bytes.subarray(4, -4)) === bytes.readUInt32BE(bytes.length - 4);

export const pngParts = (bytes: Buffer): ImageParts => {
  const { chunks, isWhole, end } = walk(bytes);
  const [header] = chunks;
  if (header?.type !== 'IHDR' || header.body.length < 13) return noParts;
  const { body } = header;
  const remaining = chunks.filter(({ type }) => kept.test(type));
  const has = (type: string) => chunks.some((chunk) => chunk.type === type);
  const exif = chunks.find(({ type }) => type === 'eXIf');
  const colourType = body[9] ?? 0;
  return {
    ...noParts,
    width: body.readUInt32BE(0),
    height: body.readUInt32BE(4),
    // A palette's colours have 8 bits however few its indices have.
    bitDepth: Math.max(8, body[8] ?? 8),
    ...(exif ? { orientation: readOrientation(exif.body) } : {}),
    hasAlpha: colourType === 4 || colourType === 6 || has('tRNS'),
    isAnimated: has('acTL'),
    hasMetadata:
      chunks.some(({ type }) => !kept.test(type) && !isHarmless(type)) || (isWhole && end < bytes.length),
    stripped:
      isWhole && has('IDAT') && remaining.every(isIntact)
        ? Buffer.concat([bytes.subarray(0, 8), ...remaining.map((chunk) => chunk.bytes)])
        : null,
  };
};

const chunkOf = (type: string, body: Buffer): Buffer => {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
};

/** `bytes`: a PNG without a profile. */
export const withPngProfile = (bytes: Buffer, profile: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from('ICC profile\0\0', 'latin1'), deflateSync(profile)]);
  const headerEnd = 33;
  return Buffer.concat([bytes.subarray(0, headerEnd), chunkOf('iCCP', body), bytes.subarray(headerEnd)]);
};
