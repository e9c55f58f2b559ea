/** The request to make the video that is sent, and the expected properties of the result. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoLimits } from '#contract/model/model-spec.ts';
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import { unevenSec } from '#contract/rules/duration.ts';
import type { Place } from '../finish.ts';
import type { ExpectedVideo } from '../verify.ts';
import { frameCount } from './video-arguments.ts';
import { findStep, type Step } from './video-filters.ts';

export type FitVideoRequest = Place & {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly steps: readonly VideoStep[];
  readonly window: Plan['window'];
  /** The limits that the fitted video is verified against. */
  readonly limits: VideoLimits;
  readonly maxSec: number;
  readonly onProgress: (fraction: number) => void;
};

/** As displayed: the last of the steps that change it. */
const sizeAfter = ({ steps, facts }: FitVideoRequest): ExpectedVideo['size'] =>
  findStep(steps, 'pad') ??
  findStep(steps, 'scale') ??
  findStep(steps, 'crop') ??
  findStep(steps, 'letterbox') ??
  facts;

/** Of a frame, with rounding: one frame more or less is accepted. */
const oneFrame = 1.01;

/** `step`: null where the file is kept unchanged. */
export const expectedVideo = (
  request: FitVideoRequest,
  step: Step<'encode' | 'remux'> | null,
): ExpectedVideo => {
  const { facts, limits, maxSec, steps, window } = request;
  const windowSec = window.endSec - window.startSec;
  const isCut = findStep(steps, 'cut') !== undefined;
  const common = { limits, maxSec, size: sizeAfter(request) };
  if (step?.kind === 'encode') {
    const lengthSec = frameCount(windowSec, step.fps, limits.minSec.value) / step.fps;
    return {
      ...common,
      maxBytes: step.maxBytes,
      lengthSec,
      toleranceSec: oneFrame / step.fps,
      longestSec: Math.max(lengthSec, windowSec),
      fps: step.fps,
      audio: step.audio === 'none' ? 'none' : 'optional',
    };
  }
  const audio = step?.audio ?? 'copy';
  const toleranceSec = Math.max(oneFrame / facts.fps, unevenSec);
  return {
    ...common,
    maxBytes: step?.maxBytes ?? limits.maxBytes.value,
    lengthSec: windowSec,
    toleranceSec,
    // A whole video keeps its frames; a part is requested by its duration.
    longestSec: isCut ? windowSec : windowSec + toleranceSec,
    fps: facts.fps,
    // A part may have no audio.
    audio: audio === 'none' ? 'none' : isCut || facts.audioCodec === null ? 'optional' : 'required',
  };
};
