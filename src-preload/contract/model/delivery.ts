/** How a local file gets a link that a provider can read, and the record of where each file went. */
import { z } from 'zod';

export const hostSchema = z.enum(['fal', 'bucket']);
export type Host = z.infer<typeof hostSchema>;

/** The user's own S3-compatible bucket. The secret half of its key is stored with the other keys. */
export const bucketSchema = z.object({
  /** https://<account>.r2.cloudflarestorage.com, https://s3.eu-central-1.amazonaws.com ...; http for this computer only. */
  endpoint: z.string().max(500).default(''),
  region: z.string().max(100).default('auto'),
  name: z.string().max(100).default(''),
  accessKeyId: z.string().max(200).default(''),
  /** Prefix of each object's name. */
  prefix: z.string().max(200).default('understudy/'),
});
export type Bucket = z.infer<typeof bucketSchema>;

export const deliverySettingsSchema = z.object({
  /** Used where both are ready. */
  prefers: hostSchema.default('fal'),
  /** Images are sent inside the request where the model accepts that, so that no link to them exists. */
  inlineImages: z.boolean().default(false),
  bucket: bucketSchema.default(bucketSchema.parse({})),
});
export type DeliverySettings = z.infer<typeof deliverySettingsSchema>;

/** What is available now. */
export const deliveryStatusSchema = z.object({
  prefers: hostSchema,
  inlineImages: z.boolean(),
  fal: z.object({ isReady: z.boolean() }),
  /** `host`: host name of the endpoint, for the transfer record; null while none is set. */
  bucket: z.object({
    isReady: z.boolean(),
    host: z.string().nullable(),
    /** The configured bucket name when it is invalid. */
    wrongName: z.string().optional(),
  }),
});
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** Links that the user provides for exactly the files that would be sent; null: the program delivers the file. */
export const pastedLinksSchema = z.object({
  image: z.url().max(4000).nullable().default(null),
  video: z.url().max(4000).nullable().default(null),
});
export type PastedLinks = z.infer<typeof pastedLinksSchema>;
export const noPastedLinks: PastedLinks = { image: null, video: null };

/** Where one file goes for a run, who can read it there and until when. */
export const transferRecordSchema = z.object({
  file: z.enum(['image', 'video', 'result']),
  /** null: not known yet. */
  sizeBytes: z.int().nonnegative().nullable(),
  via: z.enum(['this-computer', 'inside-request', 'fal-storage', 'bucket', 'pasted-link', 'provider']),
  /** The host that stores it, for example `v3.fal.media`; null: not known yet, or this computer. */
  host: z.string().nullable(),
  readableBy: z.enum(['only-you', 'provider', 'anyone-with-the-link']),
  /** When the link expires; null: not documented. Before the run there is only `keptSec`. */
  until: z.iso.datetime().nullable(),
  /** How long it is kept, in seconds; null: not documented. */
  keptSec: z.number().positive().nullable(),
  /** Deleted by this program as soon as the run has ended. */
  isDeletedAfterwards: z.boolean(),
});
export type TransferRecord = z.infer<typeof transferRecordSchema>;
