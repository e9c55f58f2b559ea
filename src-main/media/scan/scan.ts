/** One fast scan of a whole video: shots, frozen stretches, motion and camera. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Scan } from '#contract/model/scan.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { createExactCuts } from './exact-cuts.ts';
import { createWatch, scanOf } from './frame-analysis.ts';
import { createFrameReader } from './frame-reader.ts';
import { inputOptions, outputArguments, type Sampling, samplingOf } from './scan-arguments.ts';

export type ScanRequest = {
  /** Full path. */
  readonly path: string;
  readonly facts: SeenVideoFacts;
  readonly signal: AbortSignal;
  /** 0..1 */
  readonly onProgress: (fraction: number) => void;
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
  return async ({ path, facts, signal, onProgress }: ScanRequest): Promise<Result<Scan>> => {
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
