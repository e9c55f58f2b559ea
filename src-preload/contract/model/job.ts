/**
 * A job: one paid request and its life, as the page sees it; and a batch: several jobs submitted with one agreement.
 * Tickets and result links stay in the main process.
 */
import { z } from 'zod';
import { appErrorSchema, chargedSchema } from '../errors.ts';
import { choicesSchema, modelIdSchema } from './choices.ts';
import { transferRecordSchema } from './delivery.ts';
import { itemIdSchema } from './item.ts';
import { estimateSchema } from './price.ts';

export const batchIdSchema = z.string().min(1).max(100).brand<'BatchId'>();
export type BatchId = z.infer<typeof batchIdSchema>;

/** Maximum number of runs per batch. */
export const maxBatchJobs = 200;

/** After this many failed runs the unsent rest of the batch is cancelled; null: never. */
export const stopAfterSchema = z.int().min(1).max(maxBatchJobs).nullable();

export const jobIdSchema = z.string().min(1).max(100).brand<'JobId'>();
export type JobId = z.infer<typeof jobIdSchema>;

/** 0..1; null: unknown. */
const fraction = z.number().min(0).max(1).nullable();

/** Why the last poll or download failed; the job continues and is not lost. */
const trouble = appErrorSchema.nullable();

export const jobStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('preparing'), fraction }),
  /** `busyUntil`: the provider is rate limiting; the request is sent at that time. */
  z.object({ kind: z.literal('uploading'), fraction, busyUntil: z.iso.datetime().optional() }),
  z.object({ kind: z.literal('starting') }),
  z.object({
    kind: z.literal('waiting'),
    fraction,
    queuePosition: z.int().nonnegative().nullable(),
    /** The provider's own estimate of the seconds left; null: none. */
    etaSec: z.number().nonnegative().nullable(),
    trouble,
    /** The user requested a cancel, but the provider may still run the job to its end; then its result is stored. */
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

/** The actions that are available now. Decided in the main process, so that no screen decides by itself. */
export const jobActions = [
  'cancel',
  /** The run may continue at the provider; its id is kept, so polling can be resumed. */
  'stop-polling',
  /** Sends it again as a new job, which is charged again. */
  'retry',
  /** These are free of charge. */
  'retry-download',
  'poll-again',
  'find',
  'resolve',
  'dismiss',
] as const;
export const jobActionSchema = z.enum(jobActions);
export type JobAction = z.infer<typeof jobActionSchema>;

export const jobSchema = z.object({
  id: jobIdSchema,
  parentId: jobIdSchema.nullable(),
  /** null: submitted by itself. */
  batchId: batchIdSchema.nullable(),
  /** Queued jobs are started in ascending order. */
  place: z.number(),
  createdAt: z.iso.datetime(),
  /** Start of the current state. */
  stateSince: z.iso.datetime(),
  imageName: z.string(),
  videoName: z.string(),
  choices: choicesSchema,
  outputSec: z.number().positive(),
  estimate: estimateSchema,
  /** Where the files went; empty before they are sent. */
  transferRecords: z.array(transferRecordSchema),
  state: jobStateSchema,
  actions: z.array(jobActionSchema),
});
export type Job = z.infer<typeof jobSchema>;

const batchFileSchema = z.object({
  name: z.string(),
  /** Of the user's file before fitting, in hex. */
  sha256: z.string(),
});

/** The order of a batch as submitted: its files as rows and columns, and the position of each run. */
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

/** No work is done for a settled job without an action of the user. */
export const settledKinds: readonly JobStateKind[] = ['done', 'failed', 'cancelled', 'unsure'];

/** For a job's state as the page sees it and as it is stored: both have the same kinds. */
export const isSettled = (state: { readonly kind: JobStateKind }): boolean =>
  settledKinds.includes(state.kind);
