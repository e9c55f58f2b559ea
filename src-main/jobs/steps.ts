/** One step for each state of a job, and the event in which it ends. */
import { assertNever } from '#contract/assert-never.ts';
import { fail } from '#contract/errors.ts';
import { toFileError } from '../storage/file-error.ts';
import { fetchAndKeep, waitForRun } from './collect.ts';
import type { JobEvent } from './machine.ts';
import { begin, deliverBoth, fitBoth, prepareFailed, startEvent, startRun } from './send.ts';
import { afterRun, type StepContext } from './step-context.ts';

const perform = async (context: StepContext): Promise<JobEvent | null> => {
  const { state } = context.record;
  switch (state.kind) {
    case 'queued':
      return begin(context);
    case 'preparing':
      return fitBoth(context);
    case 'uploading':
      return deliverBoth(state, context);
    case 'starting':
      return startRun(state, context);
    case 'waiting':
      return waitForRun(state, context);
    case 'downloading':
      return fetchAndKeep(state, context);
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'unsure':
      return null;
    default:
      return assertNever(state);
  }
};

/** What a bug or a failing disk in the middle of a step means. */
const afterThrow = (cause: unknown, context: StepContext): JobEvent | null => {
  const { record, model, provider, ports } = context;
  ports.log.error('a step of a job failed', { jobId: record.id, state: record.state.kind, cause });
  const error = toFileError(cause, 'work folder');
  switch (record.state.kind) {
    case 'starting':
      // It may have been sent before it failed.
      return startEvent(
        { kind: 'unsure', error: fail('answer-lost', { subject: provider.id }).error },
        context,
      );
    case 'downloading':
      return { kind: 'keep-failed', error: afterRun(error, model) };
    case 'waiting':
      return null;
    default:
      return prepareFailed(error);
  }
};

/** Never rejects. null: nothing to write down, the job is cancelled or the program closes. */
export const takeStep = (context: StepContext): Promise<JobEvent | null> =>
  perform(context).catch((cause: unknown) => afterThrow(cause, context));
