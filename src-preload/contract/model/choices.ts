/** Choices: what a person decides about a run, apart from the two files. */
import { z } from 'zod';

export const orientationSchema = z.enum(['image', 'video']);
/** `image`: faces and frames as the picture; `video`: as the clip. */
export type Orientation = z.infer<typeof orientationSchema>;

/** The part of the clip to use, in seconds from its start. */
export const trimSchema = z
  .object({ startSec: z.number().nonnegative(), endSec: z.number().positive() })
  .refine((trim) => trim.endSec > trim.startSec, 'the end must come after the start');
export type Trim = z.infer<typeof trimSchema>;

export const modelIdSchema = z
  .string()
  .regex(/^[a-z0-9]+\/[a-z0-9.-]+$/)
  .brand<'ModelId'>();
/** `provider/name`, for example `fal/kling-v2.6-pro`. */
export type ModelId = z.infer<typeof modelIdSchema>;

export const choicesSchema = z.object({
  modelId: modelIdSchema,
  orientation: orientationSchema,
  /** null: the whole clip, or its best window where it is too long. */
  trim: trimSchema.nullable(),
  prompt: z.string().max(20_000),
  keepSound: z.boolean(),
});
export type Choices = z.infer<typeof choicesSchema>;
