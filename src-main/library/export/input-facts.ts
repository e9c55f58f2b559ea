/** Properties of a file that an export needs beyond its stored facts. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../../media/ffmpeg/ffmpeg.ts';
import type { AudioTrack, createAudioTrack } from '../../media/probe/main-streams.ts';
import { toFileError } from '../../storage/file-error.ts';

/** Up to this height a video without a colour tag is treated as standard definition, as in players. In pixels. */
const standardHeightPx = 576;

type MatrixRequest = {
  readonly ffmpeg: Pick<Ffmpeg, 'probe'>;
  readonly path: string;
  readonly signal: AbortSignal;
};

/** The colour matrix of a video as the scale filter names it; `auto`: the file's own tag. */
export const matrixOf = async (
  { ffmpeg, path, signal }: MatrixRequest,
  facts: Pick<VideoFacts, 'height'>,
): Promise<Result<string>> => {
  const entries = ['-select_streams', 'V:0', '-show_entries', 'stream=color_space'];
  const shown = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
  if (!shown.ok) return shown;
  const colourSpace = shown.value.streams[0]?.color_space ?? 'unknown';
  if (colourSpace !== 'unknown' && colourSpace !== 'gbr') return ok('auto');
  return ok(facts.height <= standardHeightPx ? 'bt601' : 'bt709');
};

/** The audio track of a file that is used. `audio-missing` where it has none that can be decoded. */
export const audioTrackOf = async ({
  audioTrack,
  path,
  signal,
}: {
  readonly audioTrack: ReturnType<typeof createAudioTrack>;
  readonly path: string;
  readonly signal: AbortSignal;
}): Promise<Result<AudioTrack>> => {
  const subject = basename(path);
  try {
    const found = await stat(path);
    if (found.isDirectory()) return fail('file-is-folder', { subject });
    if (found.size === 0) return fail('file-empty', { subject });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, subject) };
  }
  const track = await audioTrack(path, signal);
  if (!track.ok) return { ok: false, error: { ...track.error, subject } };
  return track.value === null ? fail('audio-missing', { owner: 'file' }) : ok(track.value);
};
