/** Where the frame that is sent lies over a picture or clip, read from the plan. Pure; all in shares of its sides. */
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';

type Size = { readonly width: number; readonly height: number };

export type ZoneFrame =
  /** The shape is taken as it is. */
  | { readonly kind: 'as-is' }
  /** `growX`, `growY`: how much wider and taller the canvas is than the picture, 1 for as much. */
  | { readonly kind: 'pad'; readonly edge: 'blur' | 'plain'; readonly growX: number; readonly growY: number }
  /** The part that stays. `along`: the way in which it can be moved. */
  | {
      readonly kind: 'crop';
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
      readonly along: 'x' | 'y';
    };

/** `picture`: as displayed, upright. */
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

/** Moved by this share of the room there is, and kept within it. */
export const movedBy = (at: number, by: number): number => Math.min(1, Math.max(0, at + by));
