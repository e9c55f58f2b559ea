/** A model: one provider's one endpoint, with what it takes and what it costs, each figure with source and date. */
import { z } from 'zod';
import { modelIdSchema } from './choices.ts';
import { originSchema, priceSchema } from './price.ts';

export const providerIdSchema = z.enum(['demo', 'fal', 'novita', 'aimlapi', 'runpod']);
export type ProviderId = z.infer<typeof providerIdSchema>;

const limit = <T extends z.ZodType>(value: T) => z.object({ value, ...originSchema.shape });
const range = z.object({ min: z.number(), max: z.number() });

export const imageLimitsSchema = z.object({
  containers: limit(z.array(z.string())),
  maxBytes: limit(z.int().positive()),
  /** Least length of either side, in pixels. */
  minSidePx: limit(z.int().positive()),
  maxSidePx: limit(z.int().positive()),
  /** Width divided by height. */
  aspect: limit(range),
});
export type ImageLimits = z.infer<typeof imageLimitsSchema>;

export const videoLimitsSchema = z.object({
  containers: limit(z.array(z.string())),
  /** What is inside: codecs that the provider is known to read. */
  videoCodecs: limit(z.array(z.string())),
  maxBytes: limit(z.int().positive()),
  minSidePx: limit(z.int().positive()),
  maxSidePx: limit(z.int().positive()),
  aspect: limit(range),
  minSec: limit(z.number().positive()),
  maxSec: z.object({ image: limit(z.number().positive()), video: limit(z.number().positive()) }),
});
export type VideoLimits = z.infer<typeof videoLimitsSchema>;

export const modelSpecSchema = z.object({
  id: modelIdSchema,
  provider: providerIdSchema,
  name: z.string(),
  image: imageLimitsSchema,
  video: videoLimitsSchema,
  promptMaxChars: limit(z.int().positive()),
  /** What the model lets a person choose; what it lacks is shown as not available. */
  options: z.object({ prompt: z.boolean(), sound: z.boolean() }),
  price: priceSchema,
  /** False while this version fits files for the model but cannot send them. */
  canRun: z.boolean(),
  /** Where a person sees their jobs and their bill at the provider. */
  dashboardUrl: z.string().nullable(),
});
export type ModelSpec = z.infer<typeof modelSpecSchema>;
