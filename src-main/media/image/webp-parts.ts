/** A WebP's chunks (https://developers.google.com/speed/webp/docs/riff_container). Pure. */
import { readTiff } from './exif.ts';
import { type ImageParts, noParts } from './image-parts.ts';

type Chunk = { readonly type: string; readonly bytes: Buffer; readonly body: Buffer };
type Walked = { readonly chunks: readonly Chunk[]; readonly isWhole: boolean };

const walk = (bytes: Buffer): Walked => {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length;
    if (end > bytes.length) return { chunks, isWhole: false };
    const type = bytes.toString('latin1', at, at + 4);
    // The last one's filling byte is left out by some.
    const filled = Math.min(bytes.length, end + (length % 2));
    chunks.push({ type, bytes: bytes.subarray(at, filled), body: bytes.subarray(at + 8, end) });
    at = filled;
  }
  return { chunks, isWhole: at === bytes.length };
};

const kept = /^(VP8X|ICCP|ANIM|ANMF|ALPH|VP8 |VP8L)$/;
const metadataFlags = 0x08 | 0x04;
const profileFlag = 0x20;
const alphaFlag = 0x10;
const animationFlag = 0x02;

const chunkOf = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

const fileOf = (chunks: readonly Buffer[]): Buffer =>
  chunkOf('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]));

const u24 = (bytes: Buffer, at: number): number => (at + 3 <= bytes.length ? bytes.readUIntLE(at, 3) : 0);

type Frame = { readonly width: number; readonly height: number; readonly hasAlpha: boolean };

/** What the header of one coded picture says; null: not a coded picture. */
const frameOf = ({ type, body }: Chunk): Frame | null => {
  if (type === 'VP8 ' && body.length >= 10)
    return {
      width: body.readUInt16LE(6) & 0x3fff,
      height: body.readUInt16LE(8) & 0x3fff,
      hasAlpha: false,
    };
  if (type !== 'VP8L' || body.length < 5) return null;
  const bits = body.readUInt32LE(1);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: (bits & 0x10000000) !== 0,
  };
};

const withoutMetadata = (chunk: Chunk): Buffer => {
  if (chunk.type !== 'VP8X') return chunk.bytes;
  const bytes = Buffer.from(chunk.bytes);
  bytes[8] = (bytes[8] ?? 0) & ~metadataFlags;
  return bytes;
};

const open = (file: Buffer) => {
  const stated = file.length >= 12 ? 8 + file.readUInt32LE(4) : 0;
  const end = Math.min(file.length, stated);
  return { ...walk(file.subarray(12, Math.max(12, end))), isAllThere: stated <= file.length, end };
};

export const webpParts = (file: Buffer): ImageParts => {
  const { chunks, isWhole, isAllThere, end } = open(file);
  const extended = chunks.find(({ type, body }) => type === 'VP8X' && body.length >= 10)?.body;
  const frames = chunks.map(frameOf).filter((frame) => frame !== null);
  const [frame] = frames;
  const flags = extended?.[0] ?? 0;
  const exif = chunks.find(({ type }) => type === 'EXIF')?.body;
  const isNamed = exif?.toString('latin1', 0, 4) === 'Exif';
  const isAnimated = (flags & animationFlag) !== 0;
  const remaining = chunks.filter(({ type }) => kept.test(type));
  return {
    ...noParts,
    width: extended ? u24(extended, 4) + 1 : (frame?.width ?? 0),
    height: extended ? u24(extended, 7) + 1 : (frame?.height ?? 0),
    ...(exif ? { turn: readTiff(exif.subarray(isNamed ? 6 : 0)).turn } : {}),
    hasAlpha: (flags & alphaFlag) !== 0 || frame?.hasAlpha === true,
    isAnimated,
    hasMetadata: remaining.length < chunks.length || (isAllThere && end < file.length),
    colourProfile: chunks.find(({ type }) => type === 'ICCP')?.body ?? null,
    stripped: isWhole && isAllThere && (frame || isAnimated) ? fileOf(remaining.map(withoutMetadata)) : null,
  };
};

/**
 * The first picture of an animated WebP as a still one, because ffmpeg reads no animated ones; null: there is none.
 * `x`, `y`: where it stands on the canvas, whose size is `width` x `height`.
 */
export type FirstFrame = {
  readonly file: Buffer;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export const firstFrame = (file: Buffer): FirstFrame | null => {
  const { chunks } = open(file);
  const canvas = chunks.find(({ type, body }) => type === 'VP8X' && body.length >= 10)?.body;
  const first = chunks.find(({ type, body }) => type === 'ANMF' && body.length > 16)?.body;
  if (!canvas || !first) return null;
  const parts = walk(first.subarray(16)).chunks;
  const coded = parts.find((part) => frameOf(part) !== null);
  const frame = coded && frameOf(coded);
  if (!coded || !frame) return null;
  const alpha = parts.find(({ type }) => type === 'ALPH');
  const profile = chunks.find(({ type }) => type === 'ICCP');
  const extended = Buffer.alloc(10);
  extended[0] = (alpha || frame.hasAlpha ? alphaFlag : 0) | (profile ? profileFlag : 0);
  extended.writeUIntLE(frame.width - 1, 4, 3);
  extended.writeUIntLE(frame.height - 1, 7, 3);
  const kept = [profile, coded.type === 'VP8 ' ? alpha : undefined, coded].filter(
    (part) => part !== undefined,
  );
  return {
    file: fileOf([chunkOf('VP8X', extended), ...kept.map(({ type, body }) => chunkOf(type, body))]),
    x: u24(first, 0) * 2,
    y: u24(first, 3) * 2,
    width: u24(canvas, 4) + 1,
    height: u24(canvas, 7) + 1,
  };
};
