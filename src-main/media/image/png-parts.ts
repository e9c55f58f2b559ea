/** A PNG's chunks (https://www.w3.org/TR/png-3/). Pure. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { readTiff } from './exif.ts';
import { type ImageParts, noParts } from './image-parts.ts';

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

/** What says how the pixels look. Anything else may be words, places, credentials, a program's own data. */
const kept =
  /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|pHYs|hIST|sPLT|acTL|fcTL|fdAT)$/;
/** Tells Apple's readers where the lower half begins; it is dropped without being a note about anybody. */
const isHarmless = (type: string) => type === 'iDOT';

/** Profiles are some kB; what unpacks to more is no profile. */
const maxProfileBytes = 4_000_000;

const profileOf = (chunks: readonly Chunk[]): Buffer | null => {
  const body = chunks.find(({ type }) => type === 'iCCP')?.body;
  const nameEnd = body?.indexOf(0) ?? -1;
  if (!body || nameEnd < 1 || nameEnd > 79) return null;
  try {
    return inflateSync(body.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes });
  } catch {
    return null;
  }
};

const isAudio = ({ bytes }: Chunk): boolean =>
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
    ...(exif ? { turn: readTiff(exif.body).turn } : {}),
    hasAlpha: colourType === 4 || colourType === 6 || has('tRNS'),
    isAnimated: has('acTL'),
    hasMetadata:
      chunks.some(({ type }) => !kept.test(type) && !isHarmless(type)) || (isWhole && end < bytes.length),
    colourProfile: profileOf(chunks),
    stripped:
      isWhole && has('IDAT') && remaining.every(isAudio)
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

/** Each of these says in its own way what the numbers mean, and only one may. */
const isColourChunk = ({ type }: Chunk): boolean => /^(iCCP|sRGB|gAMA|cHRM|cICP)$/.test(type);

/** The same PNG with this colour profile, behind its header; without one it says nothing of its colours, as sRGB may. */
export const withPngProfile = (bytes: Buffer, profile: Buffer | null): Buffer => {
  const { chunks } = walk(bytes);
  const [header] = chunks;
  if (header?.type !== 'IHDR') return bytes;
  const rest = chunks.slice(1).filter((chunk) => !isColourChunk(chunk));
  const told = profile
    ? [chunkOf('iCCP', Buffer.concat([Buffer.from('ICC profile\0\0', 'latin1'), deflateSync(profile)]))]
    : [];
  return Buffer.concat([bytes.subarray(0, 8), header.bytes, ...told, ...rest.map((chunk) => chunk.bytes)]);
};
