/** Commands on single jobs: watch, cancel, stop, retry, resolve, find. */
import type { AppError } from '#contract/errors.ts';
import { en } from '#contract/messages/en.ts';
import { isSettled, type Job, type JobId, jobIdSchema } from '#contract/model/job.ts';
import type { Estimate } from '#contract/model/price.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { isFreeOfCharge } from '#contract/rules/spend-check.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { refusedBy } from './consent.ts';
import type { Command, Context } from './context.ts';
import { followJob } from './follow.ts';
import { followQueue } from './follow-queue.ts';
import { notePause } from './queue.ts';
import { estimateSentence, jobSentence } from './text.ts';

const isUnsettled = (job: Job): boolean => !isSettled(job.state);

/** Resumes every unfinished job, and follows them until all are settled. */
export const watchJobs: Command = async (context) => {
  const { app, output } = context;
  const resumed = await app.owner.resume({ jobIds: null });
  if (!resumed.ok) return output.failure(resumed.error);
  await notePause({ app, output });
  const printed = new Map<string, string>();
  const jobs = await followQueue(context, {
    jobIds: null,
    onJobs: (all) => {
      const now = all.filter((job) => isUnsettled(job) || printed.has(job.id));
      for (const job of now) {
        const { state } = job;
        const status = 'busyUntil' in state ? `busy until ${state.busyUntil}` : state.kind;
        if (printed.get(job.id) !== status) output.note(jobSentence(job));
        printed.set(job.id, status);
      }
      return !now.some(isUnsettled);
    },
  });
  if (!jobs.ok) return output.failure(jobs.error);
  const watched = jobs.value.filter((job) => printed.has(job.id));
  output.answer(watched, watched.length === 0 ? ['No unfinished jobs.'] : watched.map(jobSentence));
  return exitStatus.done;
};

const withId = (id: string, then: (jobId: JobId) => Command): Command => then(jobIdSchema.parse(id));

export const cancelJob = (id: string): Command =>
  withId(id, (jobId) => async ({ app, output }) => {
    const job = await app.handlers['jobs.cancel']({ jobId });
    if (!job.ok) return output.failure(job.error);
    output.answer(job.value, [jobSentence(job.value)]);
    return exitStatus.done;
  });

/** Stops polling the provider; `jobs retry` polls again without a charge. */
export const stopJob = (id: string): Command =>
  withId(id, (jobId) => async ({ app, output }) => {
    const job = await app.handlers['jobs.stopPolling']({ jobId });
    if (!job.ok) return output.failure(job.error);
    output.answer(job.value, [jobSentence(job.value)]);
    return exitStatus.done;
  });

export type PayOptions = {
  /** Submits again without a question. */
  readonly yes: boolean;
  readonly overLimit: boolean;
};
export type ResolveOptions = PayOptions & {
  readonly as: 'sent' | 'not-sent' | 'send-again';
  readonly providerId?: string;
};

/** Another submit is charged at the current price. */
const currentEstimate = async ({ app }: Context, job: Job): Promise<Estimate> => {
  const models = await app.handlers['models.list']({});
  const model = models.ok ? models.value.find(({ id }) => id === job.choices.modelId) : undefined;
  return model === undefined ? job.estimate : estimateCost(model.price, job.outputSec);
};

/** null: allowed. Asks before another charge, as `run` does. */
const refusedToPay = async (
  context: Context,
  jobId: JobId,
  isConfirmed: boolean,
): Promise<ExitStatus | null> => {
  const jobs = await context.app.handlers['jobs.list']({});
  const job = jobs.ok ? jobs.value.find((candidate) => candidate.id === jobId) : undefined;
  const pays = job !== undefined && (job.actions.includes('retry') || job.actions.includes('resolve'));
  if (!pays || isConfirmed) return null;
  const estimate = await currentEstimate(context, job);
  if (isFreeOfCharge(estimate)) return null;
  context.output.note(
    `This is submitted again as a new job and charged again: ${estimateSentence(estimate)}`,
  );
  return refusedBy(context, {
    question: 'Submit again and pay?',
    withoutTerminal: 'Confirmation needed: add --yes to submit. Nothing was submitted or charged.',
    whenDeclined: 'Nothing was submitted or charged.',
  });
};

const notSent = ({ output }: Context, error: AppError): ExitStatus =>
  error.code === 'spending-limit-exceeded'
    ? output.failure(
        error,
        `${en.error(error).what} Add --over-limit to generate anyway. Nothing was submitted or charged.`,
      )
    : output.failure(error);

export const retryJob = (id: string, { yes, overLimit }: PayOptions): Command =>
  withId(id, (jobId) => async (context) => {
    const refused = await refusedToPay(context, jobId, yes);
    if (refused !== null) return refused;
    const job = await context.app.handlers['jobs.retry']({ jobId, allowOverLimit: overLimit });
    return job.ok ? followJob(context, job.value.id) : notSent(context, job.error);
  });

export const resolveJob = (id: string, { as, providerId, yes, overLimit }: ResolveOptions): Command =>
  withId(id, (jobId) => async (context) => {
    const { app, output } = context;
    const refused = as === 'send-again' ? await refusedToPay(context, jobId, yes) : null;
    if (refused !== null) return refused;
    const job = await app.handlers['jobs.resolve']({
      ...{ jobId, as, allowOverLimit: overLimit },
      ...(providerId === undefined || providerId === '' ? {} : { providerJobId: providerId }),
    });
    if (!job.ok) return notSent(context, job.error);
    // A job with a provider id is polled; without one it is settled.
    if (!isSettled(job.value.state)) return followJob(context, job.value.id);
    output.answer(job.value, [jobSentence(job.value)]);
    return exitStatus.done;
  });

/** Looks up a request whose reply was lost at the provider, and follows the job if it is found. */
export const findJob = (id: string): Command =>
  withId(id, (jobId) => async (context) => {
    const { app, output } = context;
    const found = await app.handlers['jobs.find']({ jobId });
    if (!found.ok) return output.failure(found.error);
    if (found.value.isFound) return followJob(context, jobId);
    output.answer(found.value, [
      'The provider does not list the request yet; a running job may be listed later.',
    ]);
    return exitStatus.unsure;
  });
