/** Single frames of a video as small JPEG images. */
import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { seekTo } from '../video/video-arguments.ts';
import { squareScale } from '../video/video-filters.ts';

/** Audio is often longer than the video: where a time has no frame, the last one is used. In seconds from the end. */
const backFromEndSec = [0.25, 2];
const posterHeightPx = 480;

type FrameRequest = {
  readonly path: string;
  readonly atSec: number;
  readonly heightPx: number;
  /**
   * Whether the keyframe before that time is sufficient: much faster, because no further frame has to be decoded. A
   * video without a keyframe there is decoded exactly.
   */
  readonly isNear?: boolean;
  /** As in the facts: some containers need more decoding before the frame. */
  readonly container?: string;
  readonly hasRestarts?: boolean;
  /** As in the facts; the first where it is not given. */
  readonly videoStream?: number;
  readonly signal?: AbortSignal;
};

/** One thread decodes a single frame faster than several that wait for each other's first frame. */
const nearOptions = ['-threads', '1', '-skip_frame', 'nokey', '-noaccurate_seek'];

type Try = {
  /** Options before the file. */
  readonly options: readonly string[];
  /** How much is decoded before the frame and discarded, in seconds. */
  readonly leadSec: number;
  readonly filters: readonly string[];
};

/** A frame from before the requested time is dropped, unless its own time is set to 0. */
const nearTry = (seek: readonly string[]): Try => ({
  options: [...nearOptions, ...seek],
  leadSec: 0,
  filters: ['setpts=PTS-STARTPTS'],
});

const triesFor = ({
  atSec,
  isNear = false,
  container,
  hasRestarts = false,
}: FrameRequest): readonly Try[] => {
  const plain = ['-ss', atSec.toFixed(3)];
  const window = { startSec: Math.max(0, atSec), endSec: atSec };
  const seek =
    container === undefined ? { input: plain, leadSec: 0 } : seekTo(window, true, { container, hasRestarts });
  const isSearched = seek.leadSec > 0;
  return [
    ...(isNear ? [nearTry(plain)] : []),
    // Without an index a seek may end behind the last keyframe.
    ...(isNear && isSearched ? [nearTry(seek.input)] : []),
    { options: seek.input, leadSec: seek.leadSec, filters: [] },
    ...backFromEndSec.map((sec) => ({ options: ['-sseof', `-${sec}`], leadSec: 0, filters: [] })),
    ...(isSearched ? [nearTry(seek.input)] : []),
  ];
};

export const createFrames = (ffmpeg: Ffmpeg) => {
  const frameAt = async (request: FrameRequest): Promise<Result<Uint8Array>> => {
    for (const { options, leadSec: lead, filters } of triesFor(request)) {
      const filter = [...filters, squareScale(request.heightPx), 'setsar=1'].join(',');
      const captured = await ffmpeg.capture(
        { path: request.path, demuxer: null, options },
        [
          ...(lead > 0 ? ['-ss', lead.toFixed(3)] : []),
          ...['-map', `0:V:${request.videoStream ?? 0}`, '-frames:v', '1', '-vf', filter],
          ...['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '4', '-f', 'image2pipe'],
        ],
        request.signal,
      );
      if (!captured.ok) return captured;
      if (captured.value.length > 0) return ok(captured.value);
    }
    return fail('tool-failed', { subject: 'ffmpeg', reason: 'no-frame-at-time' });
  };

  /** At a third of the video a body is visible in most cases. */
  const writePoster = async (request: {
    readonly videoPath: string;
    readonly to: string;
    readonly facts: Extract<Facts, { kind: 'video' }>;
    readonly signal: AbortSignal;
  }): Promise<Result<Record<string, never>>> => {
    const { videoPath: path, signal } = request;
    const { durationSec, container, hasRestarts, videoStream } = request.facts;
    const frame = await frameAt({
      path,
      atSec: durationSec / 3,
      container,
      hasRestarts,
      videoStream,
      heightPx: posterHeightPx,
      signal,
    });
    if (!frame.ok) return frame;
    try {
      await writeFile(request.to, frame.value);
      return ok({});
    } catch (cause) {
      return { ok: false, error: toFileError(cause, 'poster.jpg') };
    }
  };
  return { frameAt, writePoster };
};
