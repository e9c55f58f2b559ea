/** An input file of ffmpeg or ffprobe. */
import { openForReading } from '../../storage/open-for-reading.ts';
import { demuxerBytes, demuxerOf, inputRestrictions, isLikePattern } from './input-restrictions.ts';

export type Input = {
  /** Full path. */
  readonly path: string;
  readonly demuxer: string | null;
  /** Options for this input only, such as `-ss`. */
  readonly options?: readonly string[];
};

/** Where ffmpeg would decide by the file name alone, the first bytes decide. */
const demuxerFor = async ({ path, demuxer }: Input): Promise<string | null> => {
  if (demuxer !== null || !isLikePattern(path)) return demuxer;
  const file = await openForReading(path).catch(() => null);
  try {
    const read = await file?.read(Buffer.alloc(demuxerBytes), 0, demuxerBytes, 0);
    return read ? demuxerOf(read.buffer.subarray(0, read.bytesRead)) : null;
  } catch {
    return null;
  } finally {
    await file?.close();
  }
};

/** The arguments before an input: its restrictions, then its own options. */
export const restrictedInput = async (input: Input): Promise<readonly string[]> => [
  ...inputRestrictions(await demuxerFor(input)),
  ...(input.options ?? []),
];
