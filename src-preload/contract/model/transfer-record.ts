/** A transfer record: where one file goes for a run, who can read it there and until when. */
import { z } from 'zod';

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
