/** A file to facts: content decides, not the extension. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts, ImageFacts } from '#contract/model/facts.ts';
import { errnoOf } from '../files/file-error.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { hasAlphaFormat, type Probed, type ProbedStream, parseProbed } from './probed.ts';
import { type Sniffed, sniffBytes, sniffImage } from './sniff.ts';
import { type Measured, videoFacts } from './video-facts.ts';

/** A picture beyond these is refused before it is decoded: 16384 is the side that graphics hardware stops at. */
const maxImageSidePx = 16_384;
const maxImagePixels = 200_000_000;

const sizeOf = async (path: string, name: string): Promise<Result<number>> => {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return fail('file-is-folder', { subject: name });
    if (!found.isFile()) return fail('file-not-media', { subject: name });
    return found.size === 0 ? fail('file-empty', { subject: name }) : ok(found.size);
  } catch (cause) {
    const isGone = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errnoOf(cause) ?? '');
    return fail(isGone ? 'file-missing' : 'file-unreadable', { subject: name });
  }
};

const readStart = async (path: string): Promise<Buffer> => {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

export const hashFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal ? { signal } : {});
  return hash.digest('hex');
};

const imageFacts = (
  sniffed: Sniffed,
  stream: ProbedStream,
  pictures: number,
): Omit<ImageFacts, 'sizeBytes' | 'sha256'> => {
  const isTurned = sniffed.rotationDeg === 90 || sniffed.rotationDeg === 270;
  const { width = 0, height = 0 } = stream;
  return {
    kind: 'image',
    container: sniffed.container,
    isAnimated: sniffed.isAnimated || pictures > 1,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    rotationDeg: sniffed.rotationDeg,
    hasAlpha: sniffed.hasTransparency || hasAlphaFormat(stream.pix_fmt ?? ''),
  };
};

export type ProbeFile = (path: string, call?: { readonly signal?: AbortSignal }) => Promise<Result<Facts>>;

export const createProbe = (ffmpeg: Ffmpeg): ProbeFile => {
  const show = async (
    path: string,
    demuxer: string | null,
    args: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<Probed>> => {
    const printed = await ffmpeg.probe({ path, demuxer }, args, signal);
    return printed.ok ? parseProbed(printed.value) : printed;
  };

  const probeImage = async (path: string, sniffed: Sniffed, signal?: AbortSignal) => {
    // Phones cut these into tiles, of which ffmpeg shows one or none: better refused than half seen.
    if (sniffed.container === 'heic') return fail('file-not-media', { detail: 'HEIC' });
    // Only a gif does not say in its header how many pictures it holds.
    const counting = sniffed.container === 'gif' ? ['-count_packets'] : [];
    const probed = await show(path, sniffed.demuxer, ['-show_streams', ...counting], signal);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    if (!stream?.width || !stream.height) return fail('file-not-media');
    if (
      Math.max(stream.width, stream.height) > maxImageSidePx ||
      stream.width * stream.height > maxImagePixels
    )
      return fail('file-too-large', { detail: `${stream.width} x ${stream.height} pixels` });
    return ok(imageFacts(sniffed, stream, Number(stream.nb_read_packets ?? 1)));
  };

  /** Looks through the whole file, for one that does not say how long it is or how fast. */
  const measure = async (path: string, signal?: AbortSignal): Promise<Result<Measured>> => {
    const entries = ['-select_streams', 'V:0', '-show_entries', 'packet=pts_time,duration_time'];
    const shown = await show(path, null, entries, signal);
    if (!shown.ok) return shown;
    const { packets } = shown.value;
    let timed = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    let endSec = 0;
    for (const { pts_time: at, duration_time: lasts = 0 } of packets) {
      if (at === undefined) continue;
      timed += 1;
      first = Math.min(first, at);
      last = Math.max(last, at);
      endSec = Math.max(endSec, at + lasts);
    }
    if (timed === 0) return ok({ lengthSec: 0, fps: 0 });
    // From start to start: how long the last one stays is not told everywhere. Nor is each one's time, in MPEG.
    const fps = timed === packets.length && last > first ? (timed - 1) / (last - first) : 0;
    return ok({ lengthSec: endSec - first, fps });
  };

  const probeVideo = async (path: string, signal?: AbortSignal) => {
    const probed = await show(path, null, ['-show_format', '-show_streams'], signal);
    return probed.ok ? videoFacts(probed.value, () => measure(path, signal)) : probed;
  };

  return async (path, { signal } = {}) => {
    const name = basename(path);
    const named = <T>(result: Result<T>): Result<T> =>
      result.ok || result.error.subject !== undefined
        ? result
        : { ok: false, error: { ...result.error, subject: name } };
    const sizeBytes = await sizeOf(path, name);
    if (!sizeBytes.ok) return sizeBytes;
    let start: Buffer;
    try {
      start = await readStart(path);
    } catch {
      return fail('file-unreadable', { subject: name });
    }
    const sniffed = sniffImage(start);
    // A failed probe must not leave the hash running over a file that nobody wants any more.
    const hashing = new AbortController();
    const stopHashing = () => hashing.abort();
    signal?.addEventListener('abort', stopHashing, { once: true });
    const hash = hashFile(path, hashing.signal).catch(() => null);
    try {
      const facts = named<
        | Omit<ImageFacts, 'sizeBytes' | 'sha256'>
        | Omit<Extract<Facts, { kind: 'video' }>, 'sizeBytes' | 'sha256'>
      >(sniffed === null ? await probeVideo(path, signal) : await probeImage(path, sniffed, signal));
      if (!facts.ok) return facts;
      const sha256 = await hash;
      if (sha256 === null) return fail(signal?.aborted ? 'cancelled' : 'file-unreadable', { subject: name });
      return ok({ ...facts.value, sizeBytes: sizeBytes.value, sha256 });
    } finally {
      stopHashing();
      signal?.removeEventListener('abort', stopHashing);
    }
  };
};
