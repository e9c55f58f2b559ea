/** A picture to facts. Its own bytes are asked first, so that an absurd one is refused before anything decodes it. */
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

/** Beyond this 16384, the side that graphics hardware stops at, or this many pixels, a picture is refused. */
const maxSidePx = 16_384;
const maxPixels = 200_000_000;
/** As large as that many pixels get without any compression, four bytes each. */
const maxBytes = 800_000_000;
/** Up to here the whole file is looked through for notes; beyond it no model takes a picture as it is. */
const maxReadBytes = 100_000_000;

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
  // What the file says of itself is finer: some decoders give every WebP and GIF room for transparency.
  const isTold = ['png', 'webp', 'gif', 'jpg'].includes(sniffed.container);
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
    hasAlpha: !isCmyk && (parts.hasAlpha || (!isTold && hasAlphaFormat(pixelFormat))),
  };
};

export const createProbeImage = (ffmpeg: Ffmpeg) => {
  const decodedBy = async (look: Look, signal: AbortSignal): Promise<Result<ProbedStream>> => {
    const input = { path: look.path, demuxer: look.sniffed.demuxer };
    const printed = await ffmpeg.probe(input, ['-show_streams'], signal);
    if (!printed.ok) return printed;
    const probed = parseProbed(printed.value);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    return stream?.width && stream.height ? ok(stream) : fail('file-not-media');
  };

  return async (look: Look, signal: AbortSignal): Promise<Result<Omit<SeenImageFacts, 'sizeBytes'>>> => {
    const { path, sizeBytes, sniffed, start } = look;
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
    const told = { sniffed, parts, size: parts, pixelFormat: '' };
    if (sniffed.container === 'heic')
      return heicStream(bytes) ? ok(factsFrom(told)) : fail('file-not-media', { format: 'HEIC' });
    // ffmpeg reads no animated WebP; its first picture is taken out by us.
    if (sniffed.container === 'webp' && parts.isAnimated)
      return parts.stripped ? ok(factsFrom(told)) : fail('file-not-media', { format: 'WebP' });
    const stream = await decodedBy(look, signal);
    if (!stream.ok) return stream;
    const { width = 0, height = 0, pix_fmt: pixelFormat = '' } = stream.value;
    // A sensor's own pattern, which a decoder cannot turn into colours.
    if (pixelFormat.startsWith('bayer_')) return fail('file-raw-photo');
    const size = { width, height };
    // Of one that is cut into tiles ffmpeg shows the first: better refused than a corner of the picture sent.
    if (sniffed.container === 'avif' && parts.width > 0 && (parts.width !== width || parts.height !== height))
      return fail('file-not-media', { format: 'AVIF' });
    return isTooLarge(size) ? tooLarge(size) : ok(factsFrom({ sniffed, parts, size, pixelFormat }));
  };
};
