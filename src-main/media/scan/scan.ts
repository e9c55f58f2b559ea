/** One cheap look through a whole clip: its shots, standstills, motion and camera. */
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

/** Where the frame size changes another recording begins, however alike it looks; a cut that was seen beside it is the same. */
const withSizeChanges = (
  cuts: readonly number[],
  { sizeChanges }: SeenVideoFacts,
  { fps }: Pick<Sampling, 'fps'>,
): readonly number[] => {
  const changes = sizeChanges.map(({ atSec }) => Math.round(atSec * fps)).filter((frame) => frame > 0);
  const isOther = (cut: number) => changes.every((frame) => Math.abs(frame - cut) > 2);
  return [...cuts.filter(isOther), ...changes].toSorted((a, b) => a - b);
};

/** Times are on the clip's own clock, which starts at 0. Memory does not grow with the size of the file. */
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
