/**
 * Derives facts from an image. Its own header is read first, so that an absurd size is refused before anything is
 * decoded.
 */
import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { heicStream } from '../image/heif.ts';
import { partsOf } from '../image/image.ts';
import type { ImageParts } from '../image/image-parts.ts';
import { bitDepthOf, hasAlphaFormat, type ProbedStream, parseProbed } from './probed.ts';
import { isRawTiff } from './raw-photo.ts';
import type { Sniffed } from './sniff.ts';

/** Images with a side above 16384, the limit of graphics hardware, or with more pixels than this are refused. */
const maxSidePx = 16_384;
const maxPixels = 200_000_000;
/** The size of that many pixels without compression, four bytes each. */
const maxBytes = 800_000_000;
/** Up to this size the whole file is searched for metadata; no model accepts a larger image unchanged. */
const maxReadBytes = 100_000_000;

type Size = { readonly width: number; readonly height: number };
type ImageProbeRequest = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sniffed: Sniffed;
  /** The file's first bytes. */
  readonly start: Buffer;
};

const tooLarge = ({ width, height }: Size) =>
  fail('file-too-large', { size: { kind: 'pixels', width, height } });
const isTooLarge = ({ width, height }: Size): boolean =>
  Math.max(width, height) > maxSidePx || width * height > maxPixels;

const factsFrom = (request: {
  readonly sniffed: Sniffed;
  readonly parts: ImageParts;
  readonly size: Size;
  readonly pixelFormat: string;
}): Omit<SeenImageFacts, 'sizeBytes'> => {
  const { sniffed, parts, size, pixelFormat } = request;
  const { turn, isCmyk } = parts;
  const isTurned = turn.rotationDeg === 90 || turn.rotationDeg === 270;
  // The header is more precise: some decoders report an alpha channel for every WebP and GIF.
  const isHeaderExact = ['png', 'webp', 'gif', 'jpg'].includes(sniffed.container);
  return {
    kind: 'image',
    container: sniffed.container,
    isAnimated: parts.isAnimated || sniffed.isAnimated,
    width: isTurned ? size.height : size.width,
    height: isTurned ? size.width : size.height,
    rotationDeg: turn.rotationDeg,
    isMirrored: turn.isMirrored,
    bitDepth: Math.max(parts.bitDepth, bitDepthOf(pixelFormat)),
    isCmyk,
    hasMetadata: parts.hasMetadata,
    hasAlpha: !isCmyk && (parts.hasAlpha || (!isHeaderExact && hasAlphaFormat(pixelFormat))),
  };
};

export const createProbeImage = (ffmpeg: Ffmpeg) => {
  const decodedBy = async (
    request: ImageProbeRequest,
    signal: AbortSignal,
  ): Promise<Result<ProbedStream>> => {
    const input = { path: request.path, demuxer: request.sniffed.demuxer };
    const printed = await ffmpeg.probe(input, ['-show_streams'], signal);
    if (!printed.ok) return printed;
    const probed = parseProbed(printed.value);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    return stream?.width && stream.height ? ok(stream) : fail('file-not-media');
  };

  return async (
    request: ImageProbeRequest,
    signal: AbortSignal,
  ): Promise<Result<Omit<SeenImageFacts, 'sizeBytes'>>> => {
    const { path, sizeBytes, sniffed, start } = request;
    if (sizeBytes > maxBytes) return fail('file-too-large', { size: { kind: 'bytes', sizeBytes } });
    const isRead = sizeBytes <= maxReadBytes;
    let bytes = start;
    try {
      if (isRead && start.length < sizeBytes) bytes = await readFile(path, { signal });
    } catch {
      return fail(signal.aborted ? 'cancelled' : 'file-unreadable');
    }
    const seen = partsOf(sniffed.container, bytes);
    const parts: ImageParts = isRead ? seen : { ...seen, hasMetadata: true };
    if (isTooLarge(parts)) return tooLarge(parts);
    if (sniffed.container === 'tiff' && isRawTiff(bytes)) return fail('file-raw-photo');
    const header = { sniffed, parts, size: parts, pixelFormat: '' };
    if (sniffed.container === 'heic')
      return heicStream(bytes) ? ok(factsFrom(header)) : fail('file-not-media', { format: 'HEIC' });
    // ffmpeg does not read animated WebP; its first frame is extracted here.
    if (sniffed.container === 'webp' && parts.isAnimated)
      return parts.stripped ? ok(factsFrom(header)) : fail('file-not-media', { format: 'WebP' });
    const stream = await decodedBy(request, signal);
    if (!stream.ok) return stream;
    const { width = 0, height = 0, pix_fmt: pixelFormat = '' } = stream.value;
    // A Bayer pattern, which the decoder cannot turn into colours.
    if (pixelFormat.startsWith('bayer_')) return fail('file-raw-photo');
    const size = { width, height };
    // Of a tiled image ffmpeg decodes the first tile: it is refused, so that not just a corner is sent.
    if (sniffed.container === 'avif' && parts.width > 0 && (parts.width !== width || parts.height !== height))
      return fail('file-not-media', { format: 'AVIF' });
    return isTooLarge(size) ? tooLarge(size) : ok(factsFrom({ sniffed, parts, size, pixelFormat }));
  };
};
