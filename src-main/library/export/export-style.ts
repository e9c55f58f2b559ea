/** The little that an export must know of a file beyond its kept facts. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { createAudioTrack } from '../../media/audio-track.ts';
import type { Ffmpeg } from '../../media/ffmpeg/ffmpeg.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Track } from './arguments.ts';
import { refusal } from './refusal.ts';

const shownSchema = z.object({
  streams: z.array(z.object({ color_space: z.string().optional() })),
});

const parseShown = (text: string): Result<z.infer<typeof shownSchema>['streams'][number] | undefined> => {
  try {
    return ok(shownSchema.parse(JSON.parse(text)).streams[0]);
  } catch {
    return fail('tool-failed', { subject: 'ffprobe', reason: 'answer-invalid' });
  }
};

/** Up to here a clip that does not say is taken for standard definition, as players do. In pixels. */
const standardHeightPx = 576;

type Look = { readonly ffmpeg: Pick<Ffmpeg, 'probe'>; readonly path: string; readonly signal: AbortSignal };

/** The matrix of a clip's colours as the scale filter names it; `auto` follows what the file itself says. */
export const matrixOf = async (
  { ffmpeg, path, signal }: Look,
  facts: Pick<VideoFacts, 'height'>,
): Promise<Result<string>> => {
  const entries = ['-select_streams', 'V:0', '-show_entries', 'stream=color_space'];
  const shown = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
  if (!shown.ok) return shown;
  const stream = parseShown(shown.value);
  if (!stream.ok) return stream;
  const said = stream.value?.color_space ?? 'unknown';
  if (said !== 'unknown' && said !== 'gbr') return ok('auto');
  return ok(facts.height <= standardHeightPx ? 'bt601' : 'bt709');
};

/** Which audio of a file is taken. Fails in words where it has none that can be decoded. */
export const audioTrackOf = async ({
  audioTrack,
  path,
  signal,
}: {
  readonly audioTrack: ReturnType<typeof createAudioTrack>;
  readonly path: string;
  readonly signal: AbortSignal;
}): Promise<Result<Track>> => {
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
  return track.value === null ? refusal('file-silent') : ok(track.value);
};
