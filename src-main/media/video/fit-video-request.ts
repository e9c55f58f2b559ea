/** The request to make the video that is sent. */
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoLimits } from '#contract/model/model-spec.ts';
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import type { Place } from '../finish.ts';

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
