/** What a person should hear before a paid run is sent: it was made before, or it costs more than they wanted to spend. */
import { z } from 'zod';
import { itemIdSchema } from './item.ts';
import { jobIdSchema } from './job.ts';
import { spendingExcessSchema } from './spending.ts';

/** A run of the very same files and choices. */
export const earlierRunSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), itemId: itemIdSchema, at: z.iso.datetime() }),
  /** Not finished, or of unknown end. */
  z.object({ kind: z.literal('job'), jobId: jobIdSchema, at: z.iso.datetime() }),
  /** The same run stands twice in one order. */
  z.object({ kind: z.literal('this-order'), index: z.int().nonnegative() }),
]);
export type EarlierRun = z.infer<typeof earlierRunSchema>;

export const spendCheckSchema = z.object({
  /** `index`: which of the runs asked about. */
  repeats: z.array(z.object({ index: z.int().nonnegative(), earlier: earlierRunSchema })),
  ...spendingExcessSchema.shape,
});
export type SpendCheck = z.infer<typeof spendCheckSchema>;

/** What a person has agreed to, having been asked. */
export const approvalsSchema = z.object({
  repeat: z.boolean().default(false),
  overLimit: z.boolean().default(false),
  /** The question that was answered: what has come up since is not agreed to. Left out: whatever there is to say. */
  asked: spendCheckSchema.optional(),
  /** `overCap` holds for this very excess only. Left out: for whatever there is. */
  askedExcess: spendingExcessSchema.optional(),
});
export type Approvals = z.infer<typeof approvalsSchema>;

export const noApprovals: Approvals = approvalsSchema.parse({});
