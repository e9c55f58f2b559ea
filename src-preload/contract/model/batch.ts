/** A batch: several runs submitted with one agreement. */
import { z } from 'zod';

export const batchIdSchema = z.string().min(1).max(100).brand<'BatchId'>();
export type BatchId = z.infer<typeof batchIdSchema>;

/** Maximum number of runs per batch. */
export const maxBatchJobs = 200;

/** After this many failed runs the unsent rest of the batch is cancelled; null: never. */
export const stopAfterSchema = z.int().min(1).max(maxBatchJobs).nullable();
