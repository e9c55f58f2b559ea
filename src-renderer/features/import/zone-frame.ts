/**
 * Position of the sent frame over an image or video, read from the plan. Pure; all values are fractions of its sides.
 */
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';

type Size = { readonly width: number; readonly height: number };

export type ZoneFrame =
  /** The shape is accepted without changes. */
  | { readonly kind: 'as-is' }
  /** `growX`, `growY`: canvas size relative to the image; 1 means equal. */
  | { readonly kind: 'pad'; readonly edge: 'blur' | 'plain'; readonly growX: number; readonly growY: number }
  /** The part that is kept. `along`: the axis on which it can be moved. */
  | {
      readonly kind: 'crop';
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
      readonly along: 'x' | 'y';
    };

/** `image`: size as displayed, upright. */
export const zoneFrame = (image: Size, steps: readonly (ImageStep | VideoStep)[]): ZoneFrame => {
  let drawn: Size = image;
  for (const step of steps) {
    if (step.kind === 'crop')
      return {
        kind: 'crop',
        left: step.x / image.width,
        top: step.y / image.height,
        width: step.width / image.width,
        height: step.height / image.height,
        along: step.width < image.width ? 'x' : 'y',
      };
    if (step.kind === 'scale') drawn = step;
    if (step.kind === 'pad')
      return {
        kind: 'pad',
        edge: step.edge,
        growX: step.width / drawn.width,
        growY: step.height / drawn.height,
      };
  }
  return { kind: 'as-is' };
};

/** Moved by this fraction of the available room, clamped to it. */
export const movedBy = (at: number, by: number): number => Math.min(1, Math.max(0, at + by));
