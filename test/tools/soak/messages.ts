/** Messages between the soak and the program under test. */
import { z } from 'zod';
import { errorCodeSchema } from '#contract/errors.ts';
import { choicesSchema } from '#contract/model/choices.ts';
import { hostSchema } from '#contract/model/delivery.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema, jobSchema, stopAfterSchema } from '#contract/model/job.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';

/** The argument of the program at its start. */
export const beginningSchema = z.object({
  /** The clock that all starts share: its start in milliseconds, and its speed as a factor. */
  epochMs: z.number(),
  speed: z.number().positive(),
  prefers: hostSchema,
  /** Concurrent runs per provider; null: unchanged. */
  concurrency: z.int().positive().nullable(),
  /** The second program, which leaves the settings to the first. */
  isCompanion: z.boolean(),
});
export type Beginning = z.infer<typeof beginningSchema>;

/** One approved run. Its prompt identifies it, also in the sandboxes. */
export const approvalSchema = z.object({
  prompt: z.string().min(1),
  imagePath: z.string(),
  videoPath: z.string(),
  choices: choicesSchema.omit({ prompt: true }),
});
export type Approval = z.infer<typeof approvalSchema>;

const ofItem = { itemId: itemIdSchema };

/** A user action. */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submit'), approval: approvalSchema }),
  z.object({
    kind: z.literal('submit-batch'),
    approvals: z.array(approvalSchema).min(1),
    stopAfter: stopAfterSchema,
  }),
  /** Downloads a charged result again. */
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
  /** `id`: identifies the reply. */
  z.object({ kind: z.literal('do'), id: z.int(), act: actSchema }),
  z.object({ kind: z.literal('close') }),
]);
export type ToProgram = z.infer<typeof toProgramSchema>;

export const seenJobSchema = jobSchema
  .pick({ id: true, state: true, actions: true, place: true, estimate: true })
  .extend({ prompt: z.string() });
export type SeenJob = z.infer<typeof seenJobSchema>;

/** `code`: null on success. `changed`: the number of changed items; null if not applicable. */
const answerSchema = z.object({ code: errorCodeSchema.nullable(), changed: z.int().nullable() });
export type Answer = z.infer<typeof answerSchema>;

export const fromProgramSchema = z.discriminatedUnion('kind', [
  /** The program failed to open. */
  z.object({ kind: z.literal('refused'), code: errorCodeSchema }),
  /** The program is open and resumes the jobs of earlier starts. */
  z.object({ kind: z.literal('ready'), isPaused: z.boolean() }),
  z.object({ kind: z.literal('jobs'), jobs: z.array(seenJobSchema) }),
  z.object({ kind: z.literal('did'), id: z.int(), ...answerSchema.shape }),
]);
export type FromProgram = z.infer<typeof fromProgramSchema>;
