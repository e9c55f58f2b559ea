/** Derives facts from an image. Its header is read first, so an absurd size is refused before the image is decoded. */
import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { partsOf } from '../image/image.ts';
import type { ImageDecoder } from '../image/image-decoder.ts';
import { noParts } from '../image/image-parts.ts';
import { isTooLarge } from '../image/image-requests.ts';
import { bitDepthOf, hasAlphaFormat, type ProbedStream } from './probed.ts';
import { isRawTiff, type Sniffed } from './sniff.ts';

/** The size of the largest accepted image without compression, at four bytes per pixel. */
const maxBytes = 800_000_000;
/** Up to this size the whole file is searched for metadata; no model accepts a larger image unchanged. */
const maxReadBytes = 100_000_000;

type Found = Omit<SeenImageFacts, 'kind' | 'container' | 'sizeBytes'>;
type Size = { readonly width: number; readonly height: number };
type Look = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sniffed: Sniffed;
  /** The file's first bytes. */
  readonly start: Buffer;
};

const tooLarge = ({ width, height }: Size) =>
  fail('file-too-large', { size: { kind: 'pixels', width, height } });
export const createProbeImage = (ffmpeg: Ffmpeg, images: ImageDecoder | null) => {
  const decodedBy = async (look: Look, signal: AbortSignal): Promise<Result<ProbedStream>> => {
    const input = { path: look.path, demuxer: look.sniffed.demuxer };
    const probed = await ffmpeg.probe(input, ['-show_streams'], signal);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    return stream?.width && stream.height ? ok(stream) : fail('file-not-media');
  };

  /** Reads the start of a file that is too long to be read completely. */
  const readUpTo = async ({ path, sizeBytes, start }: Look, signal: AbortSignal): Promise<Result<Buffer>> => {
    try {
      const isRead = sizeBytes <= maxReadBytes && start.length < sizeBytes;
      return ok(isRead ? await readFile(path, { signal }) : start);
    } catch {
      return fail(signal.aborted ? 'cancelled' : 'file-unreadable');
    }
  };

  /** Files that are sent unchanged or with metadata stripped need only ffprobe, which is also the only reader of BMP and AVIF sequences. */
  const readWithFfprobe = async (
    look: Look,
    container: 'jpg' | 'png' | 'bmp' | 'avif',
    signal: AbortSignal,
  ): Promise<Result<Found>> => {
    const bytes = await readUpTo(look, signal);
    if (!bytes.ok) return bytes;
    const parts = container === 'avif' ? noParts : partsOf(container, bytes.value);
    if (isTooLarge(parts)) return tooLarge(parts);
    const stream = await decodedBy(look, signal);
    if (!stream.ok) return stream;
    const { width = 0, height = 0, pix_fmt: pixelFormat = '' } = stream.value;
    const size = { width, height };
    if (isTooLarge(size)) return tooLarge(size);
    const { orientation, isCmyk } = parts;
    const isHeaderSilent = container === 'bmp' || container === 'avif';
    const isTurned = orientation.rotationDeg === 90 || orientation.rotationDeg === 270;
    return ok({
      isAnimated: parts.isAnimated,
      width: isTurned ? height : width,
      height: isTurned ? width : height,
      ...orientation,
      bitDepth: Math.max(parts.bitDepth, bitDepthOf(pixelFormat)),
      isCmyk,
      hasMetadata: parts.hasMetadata || look.sizeBytes > maxReadBytes,
      hasAlpha: !isCmyk && (parts.hasAlpha || (isHeaderSilent && hasAlphaFormat(pixelFormat))),
    });
  };

  const read = async (look: Look, signal: AbortSignal): Promise<Result<Found>> => {
    const { container } = look.sniffed;
    if (container === 'jpg' || container === 'png' || container === 'bmp')
      return readWithFfprobe(look, container, signal);
    if (container === 'avif' && look.sniffed.isAnimated) return readWithFfprobe(look, container, signal);
    if (container === 'tiff') {
      const bytes = await readUpTo(look, signal);
      if (!bytes.ok) return bytes;
      if (isRawTiff(bytes.value)) return fail('file-raw-photo');
    }
    if (images === null) return fail('tool-missing', { subject: 'sharp', reason: 'not-found' });
    return images.facts({ path: look.path, container }, signal);
  };

  return async (look: Look, signal: AbortSignal): Promise<Result<Omit<SeenImageFacts, 'sizeBytes'>>> => {
    const { sizeBytes, sniffed } = look;
    if (sizeBytes > maxBytes) return fail('file-too-large', { size: { kind: 'bytes', sizeBytes } });
    const found = await read(look, signal);
    if (!found.ok) return found;
    const isAnimated = found.value.isAnimated || sniffed.isAnimated;
    return ok({ kind: 'image', container: sniffed.container, ...found.value, isAnimated });
  };
};
