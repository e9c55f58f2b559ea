/** The file that the image process reads: the source, or a PNG copy where sharp cannot read the container. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, type Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { DecodedContainer, ImageFile } from './image-requests.ts';

const decoded: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heic'];
const isDecoded = (container: string): container is DecodedContainer => decoded.includes(container);

/** sharp's prebuilt libvips reads neither BMP nor AVIF sequences. Every ffmpeg build reads BMP, newer ones read AVIF sequences. */
const demuxerOf = ({ container, isAnimated }: SeenImageFacts): 'bmp_pipe' | 'mov' | null => {
  if (container === 'bmp') return 'bmp_pipe';
  return container === 'avif' && isAnimated ? 'mov' : null;
};

const copyLimitMs = 60_000;

/** The copy exists until `work` has ended. */
export const withImageFile = async <T>(
  request: {
    readonly ffmpeg: Ffmpeg;
    readonly path: string;
    readonly facts: SeenImageFacts;
    readonly signal: AbortSignal;
  },
  work: (file: ImageFile) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const { ffmpeg, path, facts, signal } = request;
  const { container } = facts;
  const demuxer = demuxerOf(facts);
  if (demuxer === null)
    return isDecoded(container) ? work({ path, container }) : fail('file-not-media', { detail: container });
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
    return made.ok ? await work({ path: copy, container: 'png' }) : made;
  } finally {
    await removeLeftover(folder);
  }
};
