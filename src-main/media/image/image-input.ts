/** How ffmpeg gets to see a picture: mostly the file itself, else a stream that is taken out of it first. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import { heicStream } from './heif.ts';
import { imageDemuxer, imageInputOptions } from './image-arguments.ts';
import { firstFrame } from './webp-parts.ts';

type ImageInput = {
  readonly input: {
    readonly path: string;
    readonly demuxer: string | null;
    readonly options: readonly string[];
  };
  /** Filters that make the picture out of what is decoded. */
  readonly prepared: readonly string[];
};

type Taken = { readonly bytes: Buffer; readonly demuxer: string; readonly prepared: readonly string[] };

const takeHeic = (file: Buffer): Taken | null => {
  const heic = heicStream(file);
  if (!heic) return null;
  const { stream, columns, rows, width, height } = heic;
  return {
    bytes: stream,
    demuxer: 'hevc',
    // In colours of which each pixel has its own: others can only be cropped by twos.
    prepared: [
      ...(columns * rows > 1 ? [`tile=${columns}x${rows}`] : []),
      'format=rgb24',
      `crop=${width}:${height}:0:0`,
    ],
  };
};

const takeFirst = (file: Buffer): Taken | null => {
  const first = firstFrame(file);
  if (!first) return null;
  const { width, height, x, y } = first;
  const onCanvas = `format=rgba,pad=${width}:${height}:${x}:${y}:color=black@0`;
  return { bytes: first.file, demuxer: 'webp_pipe', prepared: [onCanvas] };
};

const takerOf = ({ container, isAnimated }: SeenImageFacts) => {
  if (container === 'heic') return takeHeic;
  return container === 'webp' && isAnimated ? takeFirst : null;
};

/** What is taken out stands in `folder` until `work` has ended. */
export const withImageInput = async <T>(
  source: { readonly path: string; readonly facts: SeenImageFacts; readonly folder: string },
  work: (input: ImageInput) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const { path, facts, folder } = source;
  const take = takerOf(facts);
  if (!take)
    return work({ input: { path, demuxer: imageDemuxer(facts), options: imageInputOptions }, prepared: [] });
  const taken = join(folder, 'character.taken.part');
  try {
    await mkdir(folder, { recursive: true });
    const found = take(await readFile(path));
    if (!found) return fail('file-not-media', { format: facts.container });
    await writeFile(taken, found.bytes);
    const input = { path: taken, demuxer: found.demuxer, options: imageInputOptions };
    return await work({ input, prepared: found.prepared });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'character') };
  } finally {
    await removeLeftover(taken);
  }
};
