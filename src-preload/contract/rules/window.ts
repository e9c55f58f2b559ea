/** Which part of a video is sent. */
import type { Orientation, Trim } from '../model/choices.ts';
import type { SeenVideoFacts } from '../model/facts.ts';
import type { VideoLimits } from '../model/model-spec.ts';
import type { Reason } from '../model/plan.ts';
import type { BestWindow, Scan } from '../model/scan.ts';
import { sameSec, secondsInWords, shownFromSec } from './duration.ts';

/** The shortest and longest part that the model accepts, in seconds. */
export const windowLimits = (limits: VideoLimits, orientation: Orientation) => ({
  minSec: limits.minSec.value,
  maxSec: limits.maxSec[orientation].value,
});

/**
 * The part that will be sent, never longer than the model accepts and never outside the video's frames, with a reason
 * for every difference from the selection.
 */
export const planWindow = (request: {
  readonly facts: Pick<SeenVideoFacts, 'durationSec' | 'firstFrameSec'>;
  readonly limits: VideoLimits;
  readonly orientation: Orientation;
  readonly trim: Trim | null;
}): { readonly window: Trim; readonly isTrimmed: boolean; readonly reasons: readonly Reason[] } => {
  const { facts, limits, orientation, trim } = request;
  const { minSec, maxSec } = windowLimits(limits, orientation);
  const reasons: Reason[] = [];
  const add = (
    code: Reason['code'],
    severity: Reason['severity'],
    limit: number,
    actual: number,
    source: string,
  ) =>
    reasons.push({
      code,
      subject: 'video',
      severity,
      limit: secondsInWords(limit),
      actual: secondsInWords(actual),
      source,
    });

  // Before the first frame there is nothing to send, though audio may be present.
  const fromSec = shownFromSec(facts);
  const requestedStartSec = trim?.startSec ?? 0;
  if (requestedStartSec < fromSec - sameSec)
    add('video-starts-late', 'mended', fromSec, requestedStartSec, 'video-itself');
  const startSec = Math.min(Math.max(requestedStartSec, fromSec), facts.durationSec);
  const requestedEndSec = trim?.endSec ?? facts.durationSec;
  if (requestedEndSec > facts.durationSec + sameSec)
    add('trim-past-end', 'mended', facts.durationSec, requestedEndSec, 'video-itself');
  let endSec = Math.min(requestedEndSec, facts.durationSec);
  if (endSec - startSec > maxSec + sameSec) {
    const source = limits.maxSec[orientation].source;
    add(trim ? 'trim-too-long' : 'video-too-long', 'mended', maxSec, endSec - startSec, source);
    endSec = startSec + maxSec;
  }
  if (endSec - startSec < minSec - sameSec) {
    const shownSec = facts.durationSec - fromSec;
    const isWholeVideo = shownSec < minSec - sameSec;
    const actual = isWholeVideo ? shownSec : Math.max(0, endSec - startSec);
    add(
      isWholeVideo ? 'video-too-short' : 'trim-too-short',
      'blocking',
      minSec,
      actual,
      limits.minSec.source,
    );
  }
  const isTrimmed = startSec > sameSec || endSec < facts.durationSec - sameSec;
  if (isTrimmed && reasons.length === 0)
    add('video-trimmed', 'mended', endSec - startSec, facts.durationSec, 'own-choice');
  // An empty window has nothing to send; the blocking reason above reports it.
  return { window: { startSec, endSec: Math.max(endSec, startSec + sameSec) }, isTrimmed, reasons };
};

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
