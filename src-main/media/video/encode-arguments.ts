/** Converts a plan's encoding to ffmpeg arguments. Pure. */
import { assertNever } from '#contract/assert-never.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import { aheadSec } from '#contract/rules/size.ts';
import { type Colours, colourTags } from './colour.ts';
import type { Rate } from './rate-control.ts';
import { aacArguments, besideVideo, mp4 } from './video-arguments.ts';
import { filteredVideo, findStep, type Step, type Stretched, videoFilters } from './video-filters.ts';

/**
 * x264's "superfast" plus lookahead, which it disables: bits go to what later frames refer to. On 1080p it takes 5 %
 * more time and reaches the quality of "veryfast" (see test/tools/bench).
 */
const encoder = [
  ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'high'],
  ...['-x264-params', 'mbtree=1:rc-lookahead=20'],
];

/**
 * A finer quantiser makes no visible difference; without a bound, a simple video would use all that the size limit
 * allows.
 */
const finestQuantiser = 10;

/** `path`: of x264's stats file, without its extension. `number`: 1 writes it, 2 reads it. */
export type Pass = { readonly number: 1 | 2; readonly path: string };

const rateArguments = ({ kind, kbps }: Rate, pass: Pass): readonly string[] => {
  switch (kind) {
    case 'quality':
      return ['-crf', '18', '-maxrate', `${kbps}k`, '-bufsize', `${kbps * aheadSec}k`];
    case 'size':
      return [
        ...['-b:v', `${kbps}k`, '-qmin', String(finestQuantiser)],
        // Both passes use the same settings: the first is nearly always the only one.
        ...['-pass', String(pass.number), '-passlogfile', pass.path, '-fastfirstpass', '0'],
      ];
    default:
      return assertNever(kind);
  }
};

export const encodeArguments = (request: {
  readonly steps: readonly VideoStep[];
  readonly encode: Step<'encode'>;
  readonly frames: number;
  readonly rate: Rate;
  readonly pass: Pass;
  /** The video's own colours. */
  readonly colours: Colours;
  readonly stretched: Stretched;
  readonly leadSec: number;
  readonly facts: Pick<
    VideoFacts,
    'videoStream' | 'audioStream' | 'audioChannels' | 'audioRateHz' | 'rotationDeg'
  >;
}): readonly string[] => {
  const { steps, encode, frames, rate, pass, colours, stretched, leadSec, facts } = request;
  const hasAudio = encode.audio === 'aac';
  const lengthSec = frames / encode.fps;
  return [
    ...filteredVideo(videoFilters(steps, colours, stretched, facts.rotationDeg), {
      stream: facts.videoStream,
      isTurned: findStep(steps, 'letterbox') !== undefined && facts.rotationDeg !== 0,
    }),
    ...besideVideo(hasAudio, facts),
    ...(leadSec > 0 ? ['-ss', leadSec.toFixed(6)] : []),
    // A whole number of frames. Not by -frames:v, which also ends the audio when the last frame is decoded before it.
    '-t',
    lengthSec.toFixed(6),
    ...encoder,
    ...rateArguments(rate, pass),
    ...colourTags,
    ...(hasAudio ? aacArguments(facts, leadSec + lengthSec) : []),
    ...mp4,
  ];
};
