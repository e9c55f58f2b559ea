/** What the soak and the program that it kills say to each other. */
import { z } from 'zod';
import { errorCodeSchema } from '#contract/errors.ts';
import { stopAfterSchema } from '#contract/model/batch.ts';
import { choicesSchema } from '#contract/model/choices.ts';
import { hostSchema } from '#contract/model/delivery-setup.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema, jobSchema } from '#contract/model/job.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';

/** Handed over when the program is started. */
export const beginningSchema = z.object({
  /** Of the clock that all starts share: where its hand stood, in milliseconds, and how many seconds pass in one. */
  epochMs: z.number(),
  speed: z.number().positive(),
  prefers: hostSchema,
  /** How many runs of one provider go on at the same time; null: as it is set. */
  concurrency: z.int().positive().nullable(),
  /** Sets nothing: another program of the same user has set it. */
  isCompanion: z.boolean(),
});
export type Beginning = z.infer<typeof beginningSchema>;

/** One run that a person has said yes to. Its prompt is its name: the stand-ins see it, too. */
export const approvalSchema = z.object({
  prompt: z.string().min(1),
  imagePath: z.string(),
  videoPath: z.string(),
  choices: choicesSchema.omit({ prompt: true }),
});
export type Approval = z.infer<typeof approvalSchema>;

const ofItem = { itemId: itemIdSchema };

/** What a person does. */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submit'), approval: approvalSchema }),
  z.object({
    kind: z.literal('submit-batch'),
    approvals: z.array(approvalSchema).min(1),
    stopAfter: stopAfterSchema,
  }),
  /** Fetches a paid result again. */
  z.object({ kind: z.literal('retry'), jobId: jobIdSchema }),
  z.object({ kind: z.literal('reorder'), jobId: jobIdSchema, beforeId: jobIdSchema.nullable() }),
  z.object({ kind: z.literal('pause'), isPaused: z.boolean() }),
  z.object({ kind: z.literal('mark'), ...ofItem, change: marksChangeSchema }),
  z.object({ kind: z.literal('remove'), ...ofItem }),
  z.object({ kind: z.literal('restore'), ...ofItem }),
  z.object({ kind: z.literal('delete'), ...ofItem }),
]);
export type Act = z.infer<typeof actSchema>;

export const toProgramSchema = z.discriminatedUnion('kind', [
  /** `id`: by which it is answered. */
  z.object({ kind: z.literal('do'), id: z.int(), act: actSchema }),
  z.object({ kind: z.literal('close') }),
]);
export type ToProgram = z.infer<typeof toProgramSchema>;

export const seenJobSchema = jobSchema
  .pick({ id: true, state: true, actions: true, place: true, estimate: true })
  .extend({ prompt: z.string() });
export type SeenJob = z.infer<typeof seenJobSchema>;

/** `code`: null where it was done. `changed`: how many items are other than before; null where that says nothing. */
const answerSchema = z.object({ code: errorCodeSchema.nullable(), changed: z.int().nullable() });
export type Answer = z.infer<typeof answerSchema>;

export const fromProgramSchema = z.discriminatedUnion('kind', [
  /** It could not be opened at all. */
  z.object({ kind: z.literal('refused'), code: errorCodeSchema }),
  /** It is open and goes on with what earlier starts left. */
  z.object({ kind: z.literal('ready'), isPaused: z.boolean() }),
  z.object({ kind: z.literal('jobs'), jobs: z.array(seenJobSchema) }),
  z.object({ kind: z.literal('did'), id: z.int(), ...answerSchema.shape }),
]);
export type FromProgram = z.infer<typeof fromProgramSchema>;
