/** Derives facts from a file, by content and not by extension. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts, SeenFacts, SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { openForReading } from '../../storage/path.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from '../image/image-decoder.ts';
import { createProbeImage } from './probe-image.ts';
import { createProbeVideo } from './probe-video.ts';
import { hasRawPhotoSignature, sniffBytes, sniffImage } from './sniff.ts';

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
  const file = await openForReading(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Twice as fast as the default of 64 kB. */
const hashChunkBytes = 1024 * 1024;

export const hashFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  const file = await openForReading(path);
  const reading = file.createReadStream({ highWaterMark: hashChunkBytes });
  await pipeline(reading, hash, signal ? { signal } : {});
  return hash.digest('hex');
};

type Call = { readonly signal?: AbortSignal };
export type ProbeFile = (path: string, call?: Call) => Promise<Result<Facts>>;
/**
 * All facts but the hash, which requires reading the whole file. `isAnimationVideo`: an animated image is read as a
 * video.
 */
export type ProbeFacts = (
  path: string,
  call?: Call & { readonly isAnimationVideo?: boolean },
) => Promise<Result<SeenFacts>>;

/** Without `images` only JPEG, PNG and BMP images are read: from ffprobe and the file's own header. */
export const createProbeFacts = (ffmpeg: Ffmpeg, images: ImageDecoder | null = null): ProbeFacts => {
  const probeVideo = createProbeVideo(ffmpeg);
  const probeImage = createProbeImage(ffmpeg, images);
  return async (path, { signal, isAnimationVideo = false } = {}) => {
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
    if (hasRawPhotoSignature(start)) return fail('file-raw-photo', { subject: name });
    const sniffed = sniffImage(start);
    const request = { path, sizeBytes: sizeBytes.value, start };
    const anySignal = signal ?? new AbortController().signal;
    const facts = named<Omit<SeenImageFacts, 'sizeBytes'> | Omit<SeenVideoFacts, 'sizeBytes'>>(
      sniffed === null || isAnimationVideo
        ? await probeVideo(request, anySignal)
        : await probeImage({ ...request, sniffed }, anySignal),
    );
    // ffmpeg does not read animated WebP, and builds differ in the codecs of AVIF and HEIC sequences.
    if (isAnimationVideo && !facts.ok && facts.error.code !== 'cancelled')
      return fail('animation-unreadable', { subject: name, detail: facts.error.detail ?? facts.error.code });
    return facts.ok ? ok({ ...facts.value, sizeBytes: sizeBytes.value }) : facts;
  };
};

export const createProbe = (ffmpeg: Ffmpeg, images: ImageDecoder | null = null): ProbeFile => {
  const probeFacts = createProbeFacts(ffmpeg, images);
  return async (path, { signal } = {}) => {
    // After a failed probe the hash of the file is not computed further.
    const hashing = new AbortController();
    const stopHashing = () => hashing.abort();
    signal?.addEventListener('abort', stopHashing, { once: true });
    const hash = hashFile(path, hashing.signal).catch(() => null);
    try {
      const facts = await probeFacts(path, signal ? { signal } : {});
      if (!facts.ok) return facts;
      const sha256 = await hash;
      const subject = basename(path);
      if (sha256 === null) return fail(signal?.aborted ? 'cancelled' : 'file-unreadable', { subject });
      return ok({ ...facts.value, sha256 });
    } finally {
      stopHashing();
      signal?.removeEventListener('abort', stopHashing);
    }
  };
};
