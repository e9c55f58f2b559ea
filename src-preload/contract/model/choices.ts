/** Choices: what the user decides about a run, apart from the two files. */
import { z } from 'zod';

export const orientationSchema = z.enum(['image', 'video']);
/** `image`: the result faces and is framed as the image; `video`: as the video. */
export type Orientation = z.infer<typeof orientationSchema>;

/** The part of the video to use, in seconds from its start. */
export const trimSchema = z
  .object({ startSec: z.number().nonnegative(), endSec: z.number().positive() })
  .refine((trim) => trim.endSec > trim.startSec, 'the end must come after the start');
export type Trim = z.infer<typeof trimSchema>;

const share = z.number().min(0).max(1);

/** What happens to an image or video whose aspect ratio the model does not accept. */
export const framingSchema = z.discriminatedUnion('kind', [
  /** Adds edges: the image itself, blurred, or one plain colour. */
  z.object({ kind: z.literal('pad'), edge: z.enum(['blur', 'plain']) }),
  /** Removes a part. `x`, `y`: position of the kept part, 0 at the left or top, 1 at the right or bottom. */
  z.object({ kind: z.literal('crop'), x: share, y: share }),
]);
export type Framing = z.infer<typeof framingSchema>;

export const framingsSchema = z.object({ image: framingSchema, video: framingSchema });
export type Framings = z.infer<typeof framingsSchema>;

/** A blurred edge suits an image; around a moving body it would move as well. */
export const defaultFraming: Framings = {
  image: { kind: 'pad', edge: 'blur' },
  video: { kind: 'pad', edge: 'plain' },
};

export const modelIdSchema = z
  .string()
  .regex(/^[a-z0-9]+\/[a-z0-9.-]+$/)
  .brand<'ModelId'>();
/** `provider/name`, for example `fal/kling-v2.6-pro`. */
export type ModelId = z.infer<typeof modelIdSchema>;

export const choicesSchema = z.object({
  modelId: modelIdSchema,
  orientation: orientationSchema,
  /**
   * null: from the start, as much as the model accepts. Where that is not the whole video, page and terminal show the
   * part.
   */
  trim: trimSchema.nullable(),
  prompt: z.string().max(20_000),
  /** Empty: none. */
  negativePrompt: z.string().max(20_000).default(''),
  keepAudio: z.boolean(),
  framing: framingsSchema.default(defaultFraming),
});
export type Choices = z.infer<typeof choicesSchema>;
