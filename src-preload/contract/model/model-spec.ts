/** A model: one endpoint of one provider, with its limits and prices, each figure with source and date. */
import { z } from 'zod';
import { modelIdSchema } from './choices.ts';
import { originSchema, priceSchema } from './price.ts';

export const providerIdSchema = z.enum(['demo', 'fal', 'novita', 'aimlapi', 'runpod']);
export type ProviderId = z.infer<typeof providerIdSchema>;

/** Owners of the keys that the program stores: the providers, and the user's own bucket. */
export const keyHolderSchema = z.enum([...providerIdSchema.options, 'bucket']);
export type KeyHolder = z.infer<typeof keyHolderSchema>;

const limit = <T extends z.ZodType>(value: T) => z.object({ value, ...originSchema.shape });
const range = z.object({ min: z.number(), max: z.number() });

export const imageLimitsSchema = z.object({
  containers: limit(z.array(z.string())),
  maxBytes: limit(z.int().positive()),
  /** Minimum of either side, in pixels. */
  minSidePx: limit(z.int().positive()),
  maxSidePx: limit(z.int().positive()),
  /** Width divided by height. */
  aspect: limit(range),
});
export type ImageLimits = z.infer<typeof imageLimitsSchema>;

export const videoLimitsSchema = z.object({
  containers: limit(z.array(z.string())),
  /** Codecs that the provider is known to read. */
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
  /** The file never leaves this computer. */
  z.object({ kind: z.literal('local') }),
  /** By a link that the provider reads. */
  z.object({ kind: z.literal('link') }),
  /** Inside the request itself. `maxBytes`: of the file, before it is encoded as text. */
  z.object({
    kind: z.literal('inline'),
    form: z.enum(['data-uri', 'base64']),
    maxBytes: z.int().positive(),
    ...originSchema.shape,
  }),
]);
export type DeliveryMethod = z.infer<typeof deliveryMethodSchema>;

/** Length of the result: that of the video that was sent, or fixed. */
export const outputLengthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('as-video') }),
  /** Documented by the provider, against Kling's own rules. */
  z.object({
    kind: z.literal('fixed'),
    sec: z.number().positive(),
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
  /** How a file can be delivered; unordered. */
  deliveryMethods: z.object({ image: z.array(deliveryMethodSchema), video: z.array(deliveryMethodSchema) }),
  promptMaxChars: limit(z.int().positive()),
  /** null: not supported. */
  negativePromptMaxChars: limit(z.int().positive()).nullable(),
  /** The options that the model supports; the others are shown as unavailable. */
  options: z.object({ prompt: z.boolean(), negativePrompt: z.boolean(), audio: z.boolean() }),
  /** By orientation. */
  output: z.object({ image: outputLengthSchema, video: outputLengthSchema }),
  /** How long the provider keeps the link to a finished result, in seconds; null: not documented. */
  resultLink: z.object({ keptSec: z.number().positive().nullable(), ...originSchema.shape }),
  price: priceSchema,
  /** Whether the provider publishes the price over the network. */
  livePrice: z.enum(['none', 'without-key', 'with-key']),
  /** The provider's own name of the model. */
  remoteName: z.string(),
  /** Providers rename models; where the name is a field of the request, the user may set the new one. */
  isRemoteNameEditable: z.boolean(),
  /** Where the provider shows jobs and bills to the user. */
  dashboardUrl: z.string().nullable(),
});
export type ModelSpec = z.infer<typeof modelSpecSchema>;
