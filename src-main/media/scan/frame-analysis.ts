/** Runs all detectors over the small frames of a video in one pass, without keeping the frames. */
import type { Scan } from '#contract/model/scan.ts';
import { createCutFinder, type FoundCut } from './cut-finder.ts';
import { createDissolveFinder } from './dissolve-finder.ts';
import { halve, type Image } from './frame.ts';
import { createMotionCurve } from './motion-curve.ts';
import type { Sampling } from './scan-arguments.ts';
import { createBlackFinder, createFrozenFinder, type Stretch } from './stretches.ts';

/** A dissolve this close to a cut is not reported, in seconds. */
const besideSec = 0.5;
/** Where the frames end this much earlier than the video, the last one is held, in seconds. */
const heldSec = 0.5;

export type Watched = {
  readonly frames: number;
  readonly cuts: readonly FoundCut[];
  readonly dissolves: readonly number[];
  readonly black: readonly Stretch[];
  readonly frozen: readonly Stretch[];
  readonly curve: (steps: number, cuts: readonly number[]) => Pick<Scan, 'motion' | 'camera'>;
};

export const createWatch = ({ fps, stepFrames }: Pick<Sampling, 'fps' | 'stepFrames'>) => {
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
    finish: (): Watched => ({
      frames,
      cuts: cuts.finish(),
      dissolves: dissolves.finish(),
      black: black.finish(),
      frozen: frozen.finish(),
      curve: (steps, at) => {
        const { motion, camera } = curve.finish(steps, at);
        return { motion: [...motion], camera: [...camera] };
      },
    }),
  };
};

/** A microsecond is far below the duration of any frame. */
const rounded = (sec: number): number => Math.round(sec * 1e6) / 1e6;

const overlaps = (one: Stretch, other: Stretch): boolean => one.from < other.to && other.from < one.to;

/** `cuts`: the first frame of each shot but the first, hard cuts only, ascending. */
export const scanOf = (request: {
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
