/** Finds people in single frames, in a worker process. */
import { z } from 'zod';
import { fail, type Result } from '#contract/errors.ts';
import { type Person, personSchema } from '#contract/model/body.ts';
import type { WorkerProcess } from '../../ports.ts';
import { createWorkerPool } from '../worker/worker-pool.ts';
import type { Frame } from './pose-model.ts';

const subject = 'TensorFlow.js';
/** One process uses one core; more would take them from the encoder. */
const maxProcesses = 1;
const defaultLimits = {
  /** The first frame waits until the model is loaded. */
  frameMs: 60_000,
  idleMs: 30_000,
};

const peopleSchema = z.array(personSchema);
const failureSchema = z.object({ reason: z.enum(['not-loaded', 'failed']), detail: z.string() });

export type BodyDetector = (frame: Frame, signal: AbortSignal) => Promise<Result<readonly Person[]>>;

/** `tool-missing` where model or runtime cannot be loaded: everything else of the program works without them. */
export const createBodyDetector = (
  start: () => WorkerProcess,
  limits: typeof defaultLimits = defaultLimits,
): BodyDetector => {
  const { ask } = createWorkerPool({
    start,
    subject,
    maxProcesses,
    idleMs: limits.idleMs,
    failureOf: (failure) => {
      const parsed = failureSchema.safeParse(failure);
      if (!parsed.success) return fail('tool-failed', { subject, reason: 'answer-invalid' });
      const { reason, detail } = parsed.data;
      return reason === 'not-loaded'
        ? fail('tool-missing', { subject, reason: 'not-found', detail })
        : fail('tool-failed', { subject, reason: 'nothing-made', detail });
    },
  });
  return (frame, signal) =>
    ask(frame, { limitMs: limits.frameMs, signal }, (value) => peopleSchema.safeParse(value).data);
};
