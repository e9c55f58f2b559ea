/** Sampling of a scan: frame size, frame rate, and what ffmpeg skips. Pure. */
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { frameRate } from '../video/video-arguments.ts';

/** Sufficient to see a hand move and a shot change; ffmpeg's averaging has removed grain at this size. In pixels. */
const longSide = 96;
/** A very narrow frame still has some pixels to compare. */
const minSide = 16;
/** A higher rate adds no information about shots. */
const maxFps = 60;
/** A video with a variable frame rate may have bursts above its average. */
const minVariableFps = 30;
/** Interval of the motion curve, in seconds: a step of a dance takes longer. */
const aboutStepSec = 0.1;
/** Up to this length every frame is decoded, which takes a second or two. */
const exactUpToSec = 20;

export type Sampling = {
  readonly width: number;
  readonly height: number;
  /** In the form that ffmpeg's fps filter takes. */
  readonly rate: string;
  /** As in the facts: `0:V:<stream>`. */
  readonly stream: number;
  readonly fps: number;
  /** Frames from one motion value to the next. */
  readonly stepFrames: number;
  /** False: non-reference frames are skipped, so some of the frames repeat the previous one. */
  readonly isExact: boolean;
};

type Facts = Pick<
  SeenVideoFacts,
  'width' | 'height' | 'fps' | 'isVariableFps' | 'durationSec' | 'hasRestarts' | 'videoStream'
>;

const fractionOf = (rate: string): number => {
  const [top = 0, bottom = 1] = rate.split('/').map(Number);
  return top / bottom;
};

export const samplingOf = (facts: Facts): Sampling => {
  const scale = longSide / Math.max(facts.width, facts.height);
  const side = (length: number) => Math.max(minSide, 2 * Math.round((length * scale) / 2));
  const requestedFps = facts.isVariableFps ? Math.max(facts.fps, minVariableFps) : facts.fps;
  const rate = frameRate(Math.min(maxFps, requestedFps));
  const fps = fractionOf(rate);
  return {
    width: side(facts.width),
    height: side(facts.height),
    rate,
    fps,
    stream: facts.videoStream,
    stepFrames: Math.max(1, Math.round(fps * aboutStepSec)),
    // Where timestamps restart, a frame cannot be sought by its time for a second pass.
    isExact: facts.isVariableFps || facts.hasRestarts || facts.durationSec <= exactUpToSec,
  };
};

/**
 * Options before the file. Deblocking a non-reference frame has no effect on the scan; without any deblocking, frames
 * get slightly coarser up to the next keyframe, which averaging hides, and a third of the time is saved.
 */
export const inputOptions = ({ isExact }: Pick<Sampling, 'isExact'>): readonly string[] =>
  isExact ? ['-skip_loop_filter', 'noref'] : ['-skip_loop_filter', 'all', '-skip_frame', 'noref'];

/** The same constant rate from zero on as in fitting, so that a time means the same frame in both. */
export const outputArguments = ({ width, height, rate, stream }: Sampling): readonly string[] => [
  ...['-map', `0:V:${stream}`, '-an', '-sn', '-dn'],
  ...['-vf', `fps=fps=${rate}:start_time=0,scale=${width}:${height}:flags=area,format=gray`],
  ...['-c:v', 'rawvideo', '-f', 'rawvideo'],
];
