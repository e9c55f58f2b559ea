/** Draws an image from its own file, or from a PNG copy where sharp cannot read the container. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, type Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from './image-decoder.ts';
import type { DecodedContainer, DrawRequest } from './image-requests.ts';

const decoded: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heic'];
const isDecoded = (container: string): container is DecodedContainer => decoded.includes(container);

/** sharp's prebuilt libvips reads neither BMP nor AVIF sequences. Every ffmpeg build reads BMP, newer ones read AVIF sequences. */
const demuxerOf = ({ container, isAnimated }: SeenImageFacts): 'bmp_pipe' | 'mov' | null => {
  if (container === 'bmp') return 'bmp_pipe';
  return container === 'avif' && isAnimated ? 'mov' : null;
};

const copyLimitMs = 60_000;

type DrawSource = {
  readonly path: string;
  readonly facts: SeenImageFacts;
  readonly signal: AbortSignal;
} & Pick<DrawRequest, 'steps' | 'target'>;

/** Returns the bytes of a JPEG or PNG. The copy exists until the image is drawn. */
export const createDrawSource =
  (ffmpeg: Ffmpeg, images: ImageDecoder) =>
  async ({ path, facts, signal, ...drawing }: DrawSource): Promise<Result<Uint8Array>> => {
    const { container } = facts;
    const demuxer = demuxerOf(facts);
    if (demuxer === null)
      return isDecoded(container)
        ? images.draw({ path, container, facts, ...drawing }, signal)
        : fail('file-not-media', { detail: container });
    const folder = await mkdtemp(join(tmpdir(), 'understudy-image-'));
    const copy = join(folder, 'image.png');
    try {
      const made = await ffmpeg.encode({
        inputs: [{ path, demuxer }],
        args: [
          ...['-frames:v', '1', '-c:v', 'png', '-compression_level', '1'],
          ...['-pix_fmt', facts.hasAlpha ? 'rgba' : 'rgb24', '-f', 'image2pipe'],
        ],
        outPath: copy,
        outFolder: folder,
        lengthSec: null,
        limitMs: copyLimitMs,
        signal,
        onProgress: () => undefined,
      });
      return made.ok ? await images.draw({ path: copy, container: 'png', facts, ...drawing }, signal) : made;
    } finally {
      await removeLeftover(folder);
    }
  };

type StillRequest = Omit<DrawSource, 'steps' | 'target'> & {
  /** The longer side at most; a smaller image keeps its size. */
  readonly sidePx: number;
};

/**
 * A small copy for display, because not every browser shows HEIC, TIFF and others. Returns a JPEG, or a PNG where the
 * image has transparency; upright, without metadata.
 */
export const createImageStill = (ffmpeg: Ffmpeg, images: ImageDecoder) => {
  const drawSource = createDrawSource(ffmpeg, images);
  return ({ sidePx, ...source }: StillRequest): Promise<Result<Uint8Array>> => {
    const { width, height, hasAlpha } = source.facts;
    const share = Math.min(1, sidePx / Math.max(width, height));
    const side = (length: number) => Math.max(1, Math.round(length * share));
    const scale = { kind: 'scale' as const, width: side(width), height: side(height), because: [] };
    return drawSource({
      ...source,
      steps: share < 1 ? [scale] : [],
      target: { kind: 'preview', container: hasAlpha ? 'png' : 'jpg' },
    });
  };
};
