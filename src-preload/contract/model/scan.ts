/** The result of one fast scan of a video: cuts, frozen stretches, and the amount of motion over time. */
import { z } from 'zod';
import { trimSchema } from './choices.ts';

const share = z.number().min(0).max(1);

export const scanSchema = z.object({
  durationSec: z.number().positive(),
  /** Start of each shot but the first, ascending. */
  cutsSec: z.array(z.number().nonnegative()),
  blackSec: z.array(trimSchema),
  /** Stretches with one frame repeated, exactly or nearly. */
  frozenSec: z.array(trimSchema),
  /** `motion` and `camera` hold one value for each step of this length, from 0 on. */
  stepSec: z.number().positive(),
  /** Share of the frame that changes: 0 none, 1 the maximum that occurs in practice. */
  motion: z.array(share),
  /** Share of that which is caused by the camera, not by a body in front of it. */
  camera: z.array(share),
});
export type Scan = z.infer<typeof scanSchema>;

/** A part of a video that suits motion control: one shot, no frozen stretch, steady motion. */
export const bestWindowSchema = z.object({
  startSec: z.number().nonnegative(),
  endSec: z.number().positive(),
  /** 0..1; comparable only within one video. */
  score: share,
});
export type BestWindow = z.infer<typeof bestWindowSchema>;

export const waveformSchema = z.object({
  stepSec: z.number().positive(),
  /** Peak amplitude of each step, 0..1. */
  peaks: z.array(share),
});
export type Waveform = z.infer<typeof waveformSchema>;
