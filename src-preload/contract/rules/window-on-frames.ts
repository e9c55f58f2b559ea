/** Aligns a best window to frames: from the start of a frame to the end of one. */
import type { BestWindow, Scan } from '../model/scan.ts';

/** Tolerance, so that rounding does not move a time to the next frame; far below any frame, in frames. */
const sameFrame = 1e-3;

/**
 * As many whole frames as the window holds, so that 10 s stay 10 s and no frame of the next shot is included.
 * Unchanged where whole frames would be too short.
 */
export const windowOnFrames = (
  part: BestWindow,
  video: {
    readonly scan: Pick<Scan, 'cutsSec' | 'durationSec'>;
    readonly fps: number;
    readonly minSec: number;
  },
): BestWindow => {
  const { scan, fps, minSec } = video;
  const start = Math.ceil(part.startSec * fps - sameFrame);
  const frames = Math.floor((part.endSec - part.startSec) * fps + sameFrame);
  const isClean = (endSec: number) =>
    endSec <= scan.durationSec + sameFrame / fps &&
    !scan.cutsSec.some((cutSec) => cutSec > part.startSec && cutSec < endSec - sameFrame / fps);
  const full = (start + frames) / fps;
  const endSec = isClean(full) ? full : Math.floor(part.endSec * fps + sameFrame) / fps;
  const startSec = start / fps;
  return endSec - startSec < minSec - sameFrame / fps ? part : { ...part, startSec, endSec };
};
