/** How a local file gets a link that a provider can read. */
import { z } from 'zod';

export const hostSchema = z.enum(['fal', 'bucket']);
export type Host = z.infer<typeof hostSchema>;

/** An S3-compatible bucket of the person's own. The secret half of its key is kept with the other keys. */
export const bucketSchema = z.object({
  /** https://<account>.r2.cloudflarestorage.com, https://s3.eu-central-1.amazonaws.com ...; http for this computer only. */
  endpoint: z.string().max(500).default(''),
  region: z.string().max(100).default('auto'),
  name: z.string().max(100).default(''),
  accessKeyId: z.string().max(200).default(''),
  /** Put before each object's name. */
  prefix: z.string().max(200).default('understudy/'),
});
export type Bucket = z.infer<typeof bucketSchema>;

export const deliverySettingsSchema = z.object({
  /** Used where both are ready. */
  prefers: hostSchema.default('fal'),
  /** Pictures travel inside the request where the model takes that, so that no link to them exists. */
  inlineImages: z.boolean().default(false),
  bucket: bucketSchema.default(bucketSchema.parse({})),
});
export type DeliverySettings = z.infer<typeof deliverySettingsSchema>;

/** What can be used now. */
export const deliveryStatusSchema = z.object({
  prefers: hostSchema,
  inlineImages: z.boolean(),
  fal: z.object({ isReady: z.boolean() }),
  /** `host`: the name of the machine, for the receipt; null while none is set. */
  bucket: z.object({
    isReady: z.boolean(),
    host: z.string().nullable(),
    /** What is set for its name and cannot be one. */
    wrongName: z.string().optional(),
  }),
});
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** Links that a person has made for the very files that would be sent; null: the program sees to it. */
export const pastedLinksSchema = z.object({
  image: z.url().max(4000).nullable().default(null),
  video: z.url().max(4000).nullable().default(null),
});
export type PastedLinks = z.infer<typeof pastedLinksSchema>;
export const noPastedLinks: PastedLinks = { image: null, video: null };
