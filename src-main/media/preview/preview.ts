/** A small copy of a video that every browser plays, with the exact frame times of the original. */
import { basename, dirname } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { mainSize } from '#contract/rules/plan-video.ts';
import { removeLeftover, rename } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { downmix } from '../video/video-arguments.ts';
import { filteredVideo, letterboxFilters, letterboxInput, squareScale } from '../video/video-filters.ts';
import type { AnalysisRequest } from './analysis-cache.ts';

/** The height of the pane on most screens; above it, encoding would take longer than decoding. */
const heightPx = 480;
/** Frames between two keyframes: the most that a player decodes for a seek. */
const keyframeEvery = 15;
/** The clock of MPEG, fine enough that no frame of any video moves or is lost. */
const ticksPerSec = 90_000;

/** `outPath`: full path of the copy; its folder exists. */
type PreviewRequest = AnalysisRequest & { readonly outPath: string };

const hasSeveralSizes = ({ sizeChanges }: SeenVideoFacts): boolean => sizeChanges.length > 0;
const whole = ({ durationSec }: SeenVideoFacts) => ({ startSec: 0, endSec: durationSec });

const audioArguments = (facts: SeenVideoFacts): readonly string[] => {
  if (facts.audioCodec === null) return ['-an'];
  const { filters, options } = downmix(facts, 2);
  const filter = filters.length > 0 ? ['-af', filters.join(',')] : [];
  return ['-map', `0:a:${facts.audioStream}?`, '-c:a', 'flac', ...options, ...filter];
};

const encodeArguments = (facts: SeenVideoFacts): readonly string[] => [
  ...filteredVideo(
    [
      ...(hasSeveralSizes(facts) ? letterboxFilters(mainSize(facts, whole(facts)), facts.rotationDeg) : []),
      ...(facts.isInterlaced ? ['yadif=mode=send_frame'] : []),
      `${squareScale(heightPx)}:flags=fast_bilinear`,
      'setsar=1',
      'format=yuv420p',
    ],
    { stream: facts.videoStream, isTurned: hasSeveralSizes(facts) && facts.rotationDeg !== 0 },
  ),
  ...['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '24', '-profile:v', 'baseline'],
  ...['-g', String(keyframeEvery), '-sc_threshold', '0', '-enc_time_base', `1:${ticksPerSec}`],
  ...audioArguments(facts),
  ...['-f', 'matroska'],
];

const packArguments: readonly string[] = [
  ...['-map', '0', '-map_metadata', '-1', '-c:v', 'copy', '-video_track_timescale', String(ticksPerSec)],
  // Not earlier: AAC begins a little early, which only MP4 compensates without moving the video.
  ...['-c:a', 'aac', '-b:a', '96k'],
  ...['-movflags', '+faststart', '-f', 'mp4'],
];

/** A file with the final name is always complete. */
export const createPreview =
  ({ ffmpeg }: { readonly ffmpeg: Pick<Ffmpeg, 'encode'> }) =>
  async (request: PreviewRequest): Promise<Result<Record<string, never>>> => {
    const { path, facts, outPath, signal, onProgress } = request;
    const encoded = `${outPath}.mkv`;
    const packed = `${outPath}.part`;
    const common = { outFolder: dirname(outPath), signal };
    try {
      // In MP4 ffmpeg would round the frames to a constant rate; in Matroska each keeps its own time.
      const made = await ffmpeg.encode({
        ...common,
        inputs: [{ path, demuxer: null, options: hasSeveralSizes(facts) ? letterboxInput : [] }],
        args: encodeArguments(facts),
        outPath: encoded,
        lengthSec: facts.durationSec,
        onProgress,
      });
      if (!made.ok) return made;
      const finished = await ffmpeg.encode({
        ...common,
        inputs: [{ path: encoded, demuxer: 'matroska' }],
        args: packArguments,
        outPath: packed,
        lengthSec: null,
        onProgress,
      });
      if (!finished.ok) return finished;
      if (signal.aborted) return fail('cancelled');
      await rename(packed, outPath);
      return ok({});
    } catch (cause) {
      return { ok: false, error: toFileError(cause, basename(outPath)) };
    } finally {
      await Promise.all([encoded, packed].map((left) => removeLeftover(left)));
    }
  };
