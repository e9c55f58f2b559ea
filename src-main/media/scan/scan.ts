/** One fast scan of a whole video: shots, frozen stretches, motion and camera. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Scan } from '#contract/model/scan.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { AnalysisRequest } from '../preview/analysis-cache.ts';
import { createCutFinder } from './cut-finder.ts';
import { createDissolveFinder } from './dissolve-finder.ts';
import { createExactCuts } from './exact-cuts.ts';
import { createFrameReader, halve, type Image } from './frame.ts';
import { createMotionCurve } from './motion-curve.ts';
import { inputOptions, outputArguments, type Sampling, samplingOf } from './scan-arguments.ts';
import { createBlackFinder, createFrozenFinder, type Stretch } from './stretches.ts';

/** A dissolve this close to a cut is not reported, in seconds. */
const besideSec = 0.5;
/** Where the frames end this much earlier than the video, the last one is held, in seconds. */
const heldSec = 0.5;

/** Runs all detectors over the small frames in one pass, without keeping the frames. */
const createWatch = ({ fps, stepFrames }: Pick<Sampling, 'fps' | 'stepFrames'>) => {
  const cuts = createCutFinder({ fps });
  const dissolves = createDissolveFinder({ fps });
  const black = createBlackFinder({ fps });
  const frozen = createFrozenFinder({ fps });
  const curve = createMotionCurve({ stepFrames });
  let frames = 0;
  return {
    add: (image: Image) => {
      const small = halve(image);
      cuts.add(small);
      dissolves.add(small);
      curve.add(small);
      black.add(image);
      frozen.add(image);
      frames += 1;
    },
    frames: () => frames,
    finish: () => ({
      frames,
      cuts: cuts.finish(),
      dissolves: dissolves.finish(),
      black: black.finish(),
      frozen: frozen.finish(),
      curve: curve.finish,
    }),
  };
};

type Watched = ReturnType<ReturnType<typeof createWatch>['finish']>;

/** A microsecond is far below the duration of any frame. */
const rounded = (sec: number): number => Math.round(sec * 1e6) / 1e6;

const overlaps = (one: Stretch, other: Stretch): boolean => one.from < other.to && other.from < one.to;

/** `cuts`: the first frame of each shot but the first, hard cuts only, ascending. */
const scanOf = (request: {
  readonly watched: Watched;
  readonly cuts: readonly number[];
  readonly sampling: Pick<Sampling, 'fps' | 'stepFrames'>;
  readonly durationSec: number;
}): Scan => {
  const { watched, cuts, durationSec } = request;
  const { fps, stepFrames } = request.sampling;
  const isFree = (frame: number) => cuts.every((cut) => Math.abs(cut - frame) > besideSec * fps);
  const all = [...cuts, ...watched.dissolves.filter(isFree)].sort((a, b) => a - b);
  const stepSec = stepFrames / fps;
  const secondsOf = ({ from, to }: Stretch) => ({
    startSec: rounded(from / fps),
    endSec: rounded(to >= watched.frames ? Math.max(durationSec, from / fps) : to / fps),
  });
  const seenSec = watched.frames / fps;
  const held = durationSec - seenSec > heldSec ? [{ from: watched.frames - 1, to: watched.frames }] : [];
  // Black is a standstill as well, but is reported once.
  const frozen = watched.frozen.filter((stretch) => !watched.black.some((dark) => overlaps(dark, stretch)));
  const isHeldAlready = watched.frozen.at(-1)?.to === watched.frames;
  return {
    durationSec,
    cutsSec: all.map((cut) => rounded(cut / fps)),
    blackSec: watched.black.map(secondsOf),
    frozenSec: [...frozen, ...(isHeldAlready ? [] : held)].map(secondsOf),
    stepSec,
    ...watched.curve(Math.ceil(durationSec / stepSec - 1e-6), all),
  };
};

/**
 * A change of the frame size starts another recording, however similar it looks; a cut found next to it is the same
 * one.
 */
const withSizeChanges = (
  cuts: readonly number[],
  { sizeChanges }: SeenVideoFacts,
  { fps }: Pick<Sampling, 'fps'>,
): readonly number[] => {
  const changes = sizeChanges.map(({ atSec }) => Math.round(atSec * fps)).filter((frame) => frame > 0);
  const isOther = (cut: number) => changes.every((frame) => Math.abs(frame - cut) > 2);
  return [...cuts.filter(isOther), ...changes].toSorted((a, b) => a - b);
};

/** Times are on the video's timeline, which starts at 0. Memory use does not depend on the size of the file. */
export const createScan = ({ ffmpeg }: { readonly ffmpeg: Pick<Ffmpeg, 'stream'> }) => {
  const exactCuts = createExactCuts({ ffmpeg });
  return async ({ path, facts, signal, onProgress }: AnalysisRequest): Promise<Result<Scan>> => {
    const sampling = samplingOf(facts);
    const watch = createWatch(sampling);
    const expected = Math.max(1, facts.durationSec * sampling.fps);
    const read = createFrameReader({ ...sampling, onFrame: watch.add });
    const streamed = await ffmpeg.stream(
      { path, demuxer: null, options: inputOptions(sampling) },
      outputArguments(sampling),
      {
        signal,
        onChunk: (chunk) => {
          read(chunk);
          onProgress(Math.min(1, watch.frames() / expected));
        },
      },
    );
    if (!streamed.ok) return streamed;
    if (watch.frames() === 0) return fail('tool-failed', { subject: 'ffmpeg', reason: 'no-frame-decoded' });
    const watched = watch.finish();
    const cuts = await exactCuts({ path, facts, sampling, found: watched.cuts, signal });
    if (!cuts.ok) return cuts;
    return ok(
      scanOf({
        watched,
        cuts: withSizeChanges(cuts.value, facts, sampling),
        sampling,
        durationSec: facts.durationSec,
      }),
    );
  };
};
