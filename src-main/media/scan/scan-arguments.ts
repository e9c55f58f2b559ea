/** How a clip is looked through: at which size, how often, and with what ffmpeg leaves out. Pure. */
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { frameRate } from '../video/video-arguments.ts';

/** Enough to see a hand move and a shot change; ffmpeg's averaging has removed grain by then. In pixels. */
const longSide = 96;
/** A strip of pixels still has some to compare. */
const minSide = 16;
/** More frames a second tell nothing more about shots. */
const maxFps = 60;
/** A clip of varying rate may have bursts faster than its average. */
const minVariableFps = 30;
/** How often motion is told, in seconds: a step of a dance lasts longer. */
const aboutStepSec = 0.1;
/** Up to this length every frame is decoded: it takes a second or two. */
const exactUpToSec = 20;

export type Sampling = {
  readonly width: number;
  readonly height: number;
  /** As ffmpeg's fps filter takes it. */
  readonly rate: string;
  /** As in the facts: `0:V:<stream>`. */
  readonly stream: number;
  readonly fps: number;
  /** Frames from one value of motion to the next. */
  readonly stepFrames: number;
  /** False: frames that no other needs are left out, so that some of those seen are the one before once more. */
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
  const asked = facts.isVariableFps ? Math.max(facts.fps, minVariableFps) : facts.fps;
  const rate = frameRate(Math.min(maxFps, asked));
  const fps = fractionOf(rate);
  return {
    width: side(facts.width),
    height: side(facts.height),
    rate,
    fps,
    stream: facts.videoStream,
    stepFrames: Math.max(1, Math.round(fps * aboutStepSec)),
    // Where the clock starts again, no frame can be looked at a second time by its time.
    isExact: facts.isVariableFps || facts.hasRestarts || facts.durationSec <= exactUpToSec,
  };
};

/**
 * Options before the file. Deblocking a frame that no other is made from changes nothing that is looked at here; without
 * any, pictures grow a little coarser up to the next key frame, which averaging hides, and a third of the time is saved.
 */
export const inputOptions = ({ isExact }: Pick<Sampling, 'isExact'>): readonly string[] =>
  isExact ? ['-skip_loop_filter', 'noref'] : ['-skip_loop_filter', 'all', '-skip_frame', 'noref'];

/** The same steady clock from zero on that fitting cuts by, so that a time means the same frame in both. */
export const outputArguments = ({ width, height, rate, stream }: Sampling): readonly string[] => [
  ...['-map', `0:V:${stream}`, '-an', '-sn', '-dn'],
  ...['-vf', `fps=fps=${rate}:start_time=0,scale=${width}:${height}:flags=area,format=gray`],
  ...['-c:v', 'rawvideo', '-f', 'rawvideo'],
];
