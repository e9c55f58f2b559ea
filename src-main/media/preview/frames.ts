/** Single frames of a clip as small JPEG pictures. */
import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { seekTo } from '../video/video-arguments.ts';
import { squareScale } from './square-scale.ts';

/** Sound often lasts longer than the pictures: where a time shows nothing, the last frame does. In seconds from the end. */
const backFromEndSec = [0.25, 2];
const posterHeightPx = 480;

type FrameRequest = {
  readonly path: string;
  readonly atSec: number;
  readonly heightPx: number;
  /**
   * Whether the key frame before that time will do: a small part of the time, because nothing has to be decoded on the
   * way to it. A clip that has none there is looked at exactly.
   */
  readonly isNear?: boolean;
  /** As in the facts: some need a longer way to a frame. */
  readonly container?: string;
  readonly hasRestarts?: boolean;
  /** As in the facts; the first where it is not given. */
  readonly videoStream?: number;
  readonly signal?: AbortSignal;
};

/** One frame alone is decoded sooner by one thread than by many that wait for each other's first frame. */
const nearOptions = ['-threads', '1', '-skip_frame', 'nokey', '-noaccurate_seek'];

type Try = {
  /** Before the file. */
  readonly options: readonly string[];
  /** What is decoded before the frame and thrown away, in seconds. */
  readonly leadSec: number;
  readonly filters: readonly string[];
};

/** A frame from before the time that was asked for is thrown away, unless its own time becomes nought. */
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
    // Without an index a jump may land behind the last key frame of all.
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

  /** A third into the clip somebody is usually in the picture. */
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
