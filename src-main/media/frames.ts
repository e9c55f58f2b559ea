/** Single frames of a clip as small JPEG pictures. */
import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import { toFileError } from '../files/file-error.ts';
import type { Ffmpeg } from './ffmpeg.ts';

/** Sound often lasts longer than the pictures: where a time shows nothing, the last frame does. In seconds from the end. */
const backFromEndSec = [0.25, 2];
const posterHeightPx = 480;

/** `dar` is the shape as displayed: a pixel need not be square. */
const squareScale = (heightPx: number): string => {
  const height = `2*trunc(min(${heightPx}\\,ih)/2)`;
  return `scale=w='max(2,2*trunc(${height}*dar/2))':h='max(2,${height})',setsar=1`;
};

export const createFrames = (ffmpeg: Ffmpeg) => {
  const frameAt = async (request: {
    readonly path: string;
    readonly atSec: number;
    readonly heightPx: number;
    readonly signal?: AbortSignal;
  }): Promise<Result<Uint8Array>> => {
    const fromEnd = backFromEndSec.map((sec) => ['-sseof', `-${sec}`]);
    for (const options of [['-ss', request.atSec.toFixed(3)], ...fromEnd]) {
      const captured = await ffmpeg.capture(
        { path: request.path, demuxer: null, options },
        // Square pixels, even sides, and never larger than the frame itself.
        [
          '-map',
          '0:V:0',
          '-frames:v',
          '1',
          '-vf',
          squareScale(request.heightPx),
          '-c:v',
          'mjpeg',
          '-pix_fmt',
          'yuvj420p',
          '-q:v',
          '4',
          '-f',
          'image2pipe',
        ],
        request.signal,
      );
      if (!captured.ok) return captured;
      if (captured.value.length > 0) return ok(captured.value);
    }
    return fail('tool-failed', { subject: 'ffmpeg', detail: 'There is no frame at that time.' });
  };

  /** A third into the clip somebody is usually in the picture. */
  const writePoster = async (request: {
    readonly videoPath: string;
    readonly to: string;
    readonly facts: Extract<Facts, { kind: 'video' }>;
    readonly signal: AbortSignal;
  }): Promise<Result<Record<string, never>>> => {
    const { videoPath: path, signal } = request;
    const frame = await frameAt({
      path,
      atSec: request.facts.durationSec / 3,
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
