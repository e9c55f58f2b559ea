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

const share = z.number().min(0).max(1);

/** What happens to a picture or clip whose shape the model does not take. */
export const framingSchema = z.discriminatedUnion('kind', [
  /** Edges are added: the picture itself, blurred, or one plain colour. */
  z.object({ kind: z.literal('pad'), edge: z.enum(['blur', 'plain']) }),
  /** Some of it is left out. `x`, `y`: where the kept part lies, 0 at the left or top, 1 at the right or bottom. */
  z.object({ kind: z.literal('crop'), x: share, y: share }),
]);
export type Framing = z.infer<typeof framingSchema>;

export const framingsSchema = z.object({ image: framingSchema, video: framingSchema });
export type Framings = z.infer<typeof framingsSchema>;

/** A still surrounding helps a picture; around a moving body it would move, too. */
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
  /** null: from the start, as much as the model takes. Where that is not the whole clip, page and terminal name the part. */
  trim: trimSchema.nullable(),
  prompt: z.string().max(20_000),
  /** What should not be seen; empty: nothing. */
  negativePrompt: z.string().max(20_000).default(''),
  keepAudio: z.boolean(),
  framing: framingsSchema.default(defaultFraming),
});
export type Choices = z.infer<typeof choicesSchema>;
