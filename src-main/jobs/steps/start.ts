/** The paid request. Only `startRun` spends money, and each job calls it once. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail } from '#contract/errors.ts';
import type { StartOutcome } from '../../providers/spec.ts';
import type { JobEvent } from '../machine.ts';
import { uploadsOf } from '../ports.ts';
import { rateLimited } from './prepare.ts';
import { type StateOf, type StepContext, unchargedIfFree } from './step-context.ts';

export const startEvent = (outcome: StartOutcome, context: StepContext): JobEvent => {
  const { ports, model, provider, record } = context;
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'accepted', ticket: outcome.ticket, at: ports.clock.now().toISOString() };
    case 'refused':
      return { kind: 'refused', error: unchargedIfFree(outcome.error, model) };
    case 'not-sent':
      return { kind: 'not-sent', error: { ...outcome.error, charged: 'no' } };
    case 'busy': {
      const error: AppError = { ...outcome.error, charged: 'no' };
      const later = rateLimited(context, outcome.retryAfterSec);
      ports.log.info('request rate limited', { jobId: record.id, error });
      return later ?? { kind: 'refused', error };
    }
    case 'unsure': {
      const detail = outcome.error.detail ?? outcome.error.code;
      const error = fail('answer-lost', { charged: 'unknown', subject: provider.id, detail }).error;
      return { kind: 'unsure', error: unchargedIfFree(error, model) };
    }
    default:
      return assertNever(outcome);
  }
};

/** Runs right after the state `starting` is stored. Without the line in sent.jsonl nothing is sent. */
export const startRun = async (state: StateOf<'starting'>, context: StepContext): Promise<JobEvent> => {
  const { ports, provider, record, model, giveUp } = context;
  const logged = ports.sentRequests.sending(record);
  if (!logged.ok) return startEvent({ kind: 'not-sent', error: logged.error }, context);
  const outcome = await provider.start(
    {
      requestId: record.id,
      modelId: model.id,
      remoteName: record.remoteName ?? model.remoteName,
      ...state.delivered,
      orientation: record.choices.orientation,
      prompt: record.choices.prompt,
      negativePrompt: record.choices.negativePrompt,
      keepAudio: record.choices.keepAudio,
      outputSec: record.plan.expected.outputSec,
    },
    { signal: giveUp },
  );
  ports.sentRequests.answered(record, outcome);
  if (outcome.kind === 'refused' && outcome.error.code === 'input-unreadable-there')
    ports.forgetUploads(uploadsOf(state.fitted));
  return startEvent(outcome, context);
};
