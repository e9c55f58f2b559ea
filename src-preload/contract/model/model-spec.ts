/** A model: one provider's one endpoint, with what it takes and what it costs, each figure with source and date. */
import { z } from 'zod';
import { modelIdSchema } from './choices.ts';
import { originSchema, priceSchema } from './price.ts';

export const providerIdSchema = z.enum(['demo', 'fal', 'novita', 'aimlapi', 'runpod']);
export type ProviderId = z.infer<typeof providerIdSchema>;

/** Whose keys the program keeps: the providers', and that of a person's own bucket. */
export const keyHolderSchema = z.enum([...providerIdSchema.options, 'bucket']);
export type KeyHolder = z.infer<typeof keyHolderSchema>;

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

/** How a file can reach a model. */
export const deliveryMethodSchema = z.discriminatedUnion('kind', [
  /** It never leaves this computer. */
  z.object({ kind: z.literal('local') }),
  /** By a link that the provider reads. */
  z.object({ kind: z.literal('link') }),
  /** Inside the request itself. `maxBytes`: of the file, before it is written out as text. */
  z.object({
    kind: z.literal('inline'),
    form: z.enum(['data-uri', 'base64']),
    maxBytes: z.int().positive(),
    ...originSchema.shape,
  }),
]);
export type DeliveryMethod = z.infer<typeof deliveryMethodSchema>;

/** How long the result is: as the clip that was sent, or always the same. */
export const outputLengthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('as-clip') }),
  /** `doubt`: what speaks against it. */
  z.object({
    kind: z.literal('fixed'),
    sec: z.number().positive(),
    doubt: z.string(),
    ...originSchema.shape,
  }),
]);
export type OutputLength = z.infer<typeof outputLengthSchema>;

export const modelSpecSchema = z.object({
  id: modelIdSchema,
  provider: providerIdSchema,
  name: z.string(),
  image: imageLimitsSchema,
  video: videoLimitsSchema,
  /** How a file can be given to it; in no order. */
  deliveryMethods: z.object({ image: z.array(deliveryMethodSchema), video: z.array(deliveryMethodSchema) }),
  promptMaxChars: limit(z.int().positive()),
  /** null: it takes none. */
  negativePromptMaxChars: limit(z.int().positive()).nullable(),
  /** What the model lets a person choose; what it lacks is shown as not available. */
  options: z.object({ prompt: z.boolean(), negativePrompt: z.boolean(), audio: z.boolean() }),
  /** By orientation. */
  output: z.object({ image: outputLengthSchema, video: outputLengthSchema }),
  /** How long the provider keeps the link to a finished result, in seconds; null: it does not say. */
  resultLink: z.object({ keptSec: z.number().positive().nullable(), ...originSchema.shape }),
  price: priceSchema,
  /** Whether the provider tells the price over the network. */
  livePrice: z.enum(['none', 'without-key', 'with-key']),
  /** What the provider itself calls the model. */
  remoteName: z.string(),
  /** Providers rename; where the name is a field of the request, a person may put the new one in. */
  isRemoteNameEditable: z.boolean(),
  /** Where a person sees their jobs and their bill at the provider. */
  dashboardUrl: z.string().nullable(),
});
export type ModelSpec = z.infer<typeof modelSpecSchema>;
