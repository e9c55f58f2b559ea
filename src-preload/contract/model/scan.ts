/** What one cheap look through a clip tells: where its shots change, where nothing moves, how much moves when. */
import { z } from 'zod';
import { trimSchema } from './choices.ts';

const share = z.number().min(0).max(1);

export const scanSchema = z.object({
  durationSec: z.number().positive(),
  /** The time of the first frame of each shot but the first, ascending. */
  cutsSec: z.array(z.number().nonnegative()),
  blackSec: z.array(trimSchema),
  /** Where one picture stands still, to the pixel or nearly so. */
  frozenSec: z.array(trimSchema),
  /** `motion` and `camera` hold one value for each step of this length, from 0 on. */
  stepSec: z.number().positive(),
  /** How much of the picture changes: 0 nothing, 1 as much as anything does. */
  motion: z.array(share),
  /** How much of that is the camera rather than somebody in front of it. */
  camera: z.array(share),
});
export type Scan = z.infer<typeof scanSchema>;

/** A part of a clip that suits motion control: one shot, no standstill, steady motion. */
export const bestWindowSchema = z.object({
  startSec: z.number().nonnegative(),
  endSec: z.number().positive(),
  /** 0..1; only to compare windows of one clip. */
  score: share,
});
export type BestWindow = z.infer<typeof bestWindowSchema>;

export const waveformSchema = z.object({
  stepSec: z.number().positive(),
  /** The loudest moment of each step, 0..1. */
  peaks: z.array(share),
});
export type Waveform = z.infer<typeof waveformSchema>;
