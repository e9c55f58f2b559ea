/** What the soak and the program that it kills say to each other. */
import { z } from 'zod';
import { errorCodeSchema } from '#contract/errors.ts';
import { choicesSchema } from '#contract/model/choices.ts';
import { hostSchema } from '#contract/model/hosting.ts';
import { jobIdSchema, jobSchema } from '#contract/model/job.ts';

/** Handed over when the program is started. */
export const beginningSchema = z.object({
  /** Of the clock that all starts share: where its hand stood, in milliseconds, and how many seconds pass in one. */
  epochMs: z.number(),
  speed: z.number().positive(),
  prefers: hostSchema,
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

export const toProgramSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submit'), approval: approvalSchema }),
  /** Fetches a paid result again. */
  z.object({ kind: z.literal('retry'), jobId: jobIdSchema }),
  z.object({ kind: z.literal('close') }),
]);
export type ToProgram = z.infer<typeof toProgramSchema>;

export const seenJobSchema = jobSchema
  .pick({ id: true, state: true, actions: true })
  .extend({ prompt: z.string() });
export type SeenJob = z.infer<typeof seenJobSchema>;

/** `code`: null where it was taken. */
const answer = { code: errorCodeSchema.nullable() };
export const fromProgramSchema = z.discriminatedUnion('kind', [
  /** It could not be opened at all. */
  z.object({ kind: z.literal('refused'), code: errorCodeSchema }),
  /** It is open and goes on with what earlier starts left. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('jobs'), jobs: z.array(seenJobSchema) }),
  z.object({ kind: z.literal('submitted'), prompt: z.string(), ...answer }),
  z.object({ kind: z.literal('retried'), jobId: jobIdSchema, ...answer }),
]);
export type FromProgram = z.infer<typeof fromProgramSchema>;
