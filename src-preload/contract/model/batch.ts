/** A batch: several runs agreed to at once. */
import { z } from 'zod';

export const batchIdSchema = z.string().min(1).max(100).brand<'BatchId'>();
export type BatchId = z.infer<typeof batchIdSchema>;

/** As many runs as one agreement may cover. */
export const maxBatchJobs = 200;

/** After so many failed runs the rest of the batch is called off unsent; null: never. */
export const stopAfterSchema = z.int().min(1).max(maxBatchJobs).nullable();
