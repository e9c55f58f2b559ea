/** The order of a batch as submitted: its files as rows and columns, and the position of each run. */
import { z } from 'zod';
import { modelIdSchema } from './choices.ts';
import { jobIdSchema } from './job.ts';

const batchFileSchema = z.object({
  name: z.string(),
  /** Of the user's file before fitting, in hex. */
  sha256: z.string(),
});

export const batchOrderSchema = z.object({
  createdAt: z.iso.datetime(),
  /** The character images. */
  rows: z.array(batchFileSchema),
  /** The reference videos. */
  columns: z.array(batchFileSchema),
  runs: z.array(
    z.object({
      modelId: modelIdSchema,
      /** Indices into `rows` and `columns`. */
      row: z.int().nonnegative(),
      column: z.int().nonnegative(),
      /** The submitted job, then its retries; the last one applies. */
      jobIds: z.array(jobIdSchema).min(1),
    }),
  ),
  /** False: the batch is from before the order was stored; runs that were dismissed since are missing. */
  isComplete: z.boolean(),
});
export type BatchOrder = z.infer<typeof batchOrderSchema>;
