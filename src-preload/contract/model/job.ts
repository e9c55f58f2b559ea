/** A job: one paid request and its life, as the page sees it. Tickets and result links stay in the main process. */
import { z } from 'zod';
import { appErrorSchema, chargedSchema } from '../errors.ts';
import { batchIdSchema } from './batch.ts';
import { choicesSchema } from './choices.ts';
import { itemIdSchema } from './item.ts';
import { estimateSchema } from './price.ts';
import { transferRecordSchema } from './transfer-record.ts';

export const jobIdSchema = z.string().min(1).max(100).brand<'JobId'>();
export type JobId = z.infer<typeof jobIdSchema>;

/** 0..1, or null while nobody can say. */
const fraction = z.number().min(0).max(1).nullable();

/** Why nothing is learned or fetched just now; the job goes on and is not lost. */
const trouble = appErrorSchema.nullable();

export const jobStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('preparing'), fraction }),
  /** `busyUntil`: the provider takes no more requests just now; it is sent then. */
  z.object({ kind: z.literal('uploading'), fraction, busyUntil: z.iso.datetime().optional() }),
  z.object({ kind: z.literal('starting') }),
  z.object({
    kind: z.literal('waiting'),
    fraction,
    queuePosition: z.int().nonnegative().nullable(),
    /** The provider's own guess of the seconds left; null: it makes none. */
    etaSec: z.number().nonnegative().nullable(),
    trouble,
    /** A person asked to stop it, but the provider may run it to its end all the same; then its result is kept. */
    isCancelRequested: z.boolean(),
  }),
  z.object({ kind: z.literal('downloading'), fraction, trouble }),
  z.object({ kind: z.literal('done'), itemId: itemIdSchema }),
  z.object({ kind: z.literal('failed'), error: appErrorSchema }),
  z.object({ kind: z.literal('cancelled'), charged: chargedSchema }),
  z.object({ kind: z.literal('unsure'), error: appErrorSchema }),
]);
export type JobState = z.infer<typeof jobStateSchema>;
export type JobStateKind = JobState['kind'];

/** What may be pressed now. Decided in the main process, so that no screen judges by itself. */
export const jobActions = [
  'cancel',
  /** The run may go on at the provider; its number stays, so it can be asked for again. */
  'stop-asking',
  /** Sends it again as a new job, which pays again. */
  'retry',
  /** These cost nothing. */
  'retry-download',
  'ask-again',
  'find',
  'resolve',
  'dismiss',
] as const;
export const jobActionSchema = z.enum(jobActions);
export type JobAction = z.infer<typeof jobActionSchema>;

export const jobSchema = z.object({
  id: jobIdSchema,
  parentId: jobIdSchema.nullable(),
  /** null: it was ordered by itself. */
  batchId: batchIdSchema.nullable(),
  /** Waiting jobs are begun from the lowest up. */
  place: z.number(),
  createdAt: z.iso.datetime(),
  /** When the present state began. */
  stateSince: z.iso.datetime(),
  imageName: z.string(),
  videoName: z.string(),
  choices: choicesSchema,
  outputSec: z.number().positive(),
  estimate: estimateSchema,
  /** Where the files went; empty before they are on their way. */
  transferRecords: z.array(transferRecordSchema),
  state: jobStateSchema,
  actions: z.array(jobActionSchema),
});
export type Job = z.infer<typeof jobSchema>;
