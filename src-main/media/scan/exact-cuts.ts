/** Determines the exact frame of a cut where the first pass skipped frames. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { FoundCut } from './cut-finder.ts';
import { createFrameReader, halve, type Image, mismatchOf } from './frame.ts';
import { outputArguments, type Sampling } from './scan-arguments.ts';

/** The middle of this many frames is off by at most one, which is not worth a second pass. */
const closeFrames = 3;
/** A gap as long as this is a standstill, not skipped frames: the cut is at its end. */
const longestGapFrames = 16;
/** More second passes would take longer than decoding everything. */
const maxPolls = 24;

type Request = {
  /** Full path. */
  readonly path: string;
  readonly facts: Pick<SeenVideoFacts, 'keyframesSec'>;
  readonly sampling: Sampling;
  readonly found: readonly FoundCut[];
  readonly signal: AbortSignal;
};

const gapOf = ({ index, earliest }: FoundCut): number => index - earliest + 1;

/** Encoders start a recognised shot with a keyframe, and keyframes are never skipped. */
const isAtKeyframe = (
  { index }: FoundCut,
  { facts, sampling }: Pick<Request, 'facts' | 'sampling'>,
): boolean => facts.keyframesSec?.some((sec) => Math.abs(sec * sampling.fps - index) < 0.6) ?? false;

export const createExactCuts = ({ ffmpeg }: { readonly ffmpeg: Pick<Ffmpeg, 'stream'> }) => {
  /** Every frame from the one before the earliest to the latest possible frame of the cut. */
  const refineCut = async (cut: FoundCut, { path, sampling, signal }: Request): Promise<Result<number>> => {
    const from = Math.max(0, cut.earliest - 1);
    const images: Image[] = [];
    const read = createFrameReader({ ...sampling, onFrame: (image) => images.push(halve(image)) });
    // A quarter of a frame early: a time in the file may be rounded down.
    const fromSec = Math.max(0, (from - 0.25) / sampling.fps);
    const streamed = await ffmpeg.stream(
      { path, demuxer: null, options: ['-ss', fromSec.toFixed(6)] },
      [...outputArguments(sampling), '-frames:v', String(cut.index - from + 1)],
      { signal, onChunk: read },
    );
    if (signal.aborted) return fail('cancelled');
    if (!streamed.ok) return streamed;
    const steps = images.slice(1).map((image, at) => mismatchOf(images[at] ?? image, image).rest);
    const maximum = steps.indexOf(Math.max(...steps));
    return ok(maximum < 0 ? cut.index : from + 1 + maximum);
  };

  return async (request: Request): Promise<Result<readonly number[]>> => {
    const cuts: number[] = [];
    let secondPasses = 0;
    for (const cut of request.found) {
      const gap = gapOf(cut);
      const isKnown = request.sampling.isExact || gap === 1 || gap > longestGapFrames;
      if (isKnown || isAtKeyframe(cut, request)) {
        cuts.push(cut.index);
      } else if (gap <= closeFrames || secondPasses >= maxPolls) {
        cuts.push(Math.round((cut.index + cut.earliest) / 2));
      } else {
        secondPasses += 1;
        const exact = await refineCut(cut, request);
        if (!exact.ok) return exact;
        cuts.push(exact.value);
      }
    }
    return ok(cuts);
  };
};
