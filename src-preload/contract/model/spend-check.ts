/** Questions before a paid run is sent: it repeats an earlier run, or it exceeds a spending limit. */
import { z } from 'zod';
import { itemIdSchema } from './item.ts';
import { jobIdSchema } from './job.ts';
import { spendingExcessSchema } from './spending.ts';

/** A run of the same files and choices. */
export const earlierRunSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), itemId: itemIdSchema, at: z.iso.datetime() }),
  /** Not finished, or with an unknown outcome. */
  z.object({ kind: z.literal('job'), jobId: jobIdSchema, at: z.iso.datetime() }),
  /** The same run occurs twice in one batch. */
  z.object({ kind: z.literal('same-request'), index: z.int().nonnegative() }),
]);
export type EarlierRun = z.infer<typeof earlierRunSchema>;

export const spendCheckSchema = z.object({
  /** `index`: of the run in the request. */
  repeats: z.array(z.object({ index: z.int().nonnegative(), earlier: earlierRunSchema })),
  ...spendingExcessSchema.shape,
});
export type SpendCheck = z.infer<typeof spendCheckSchema>;

/** What the user has agreed to after a question. */
export const approvalsSchema = z.object({
  repeat: z.boolean().default(false),
  overLimit: z.boolean().default(false),
  /**
   * The question that the user answered: it covers nothing that has changed since. Omitted: every question is
   * covered.
   */
  question: spendCheckSchema.optional(),
  /** `overLimit` covers exactly this excess. Omitted: any excess. */
  agreedExcess: spendingExcessSchema.optional(),
});
export type Approvals = z.infer<typeof approvalsSchema>;

export const noApprovals: Approvals = approvalsSchema.parse({});
