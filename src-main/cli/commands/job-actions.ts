/** `jobs`: the actions on one job or one batch: cancel, stop, retry, resolve, find. */
import { Option } from 'commander';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { batchIdSchema, isSettled, type Job, type JobId, jobIdSchema } from '#contract/model/job.ts';
import type { Estimate } from '#contract/model/price.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { isFreeOfCharge } from '#contract/rules/spend-check.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { json, overLimit } from '../options.ts';
import type { AddCommand, Command, Context } from './command.ts';
import { refusedBy } from './consent.ts';
import { followJob } from './follow.ts';
import { counted, estimateSentence, jobSentence } from './text.ts';

/** An id that no job can have is unknown. */
export const readJobId = (id: string): Result<JobId> => {
  const jobId = jobIdSchema.safeParse(id);
  return jobId.success ? ok(jobId.data) : fail('job-unknown', { subject: id.slice(0, 100) });
};

const withId =
  (id: string, then: (jobId: JobId) => Command): Command =>
  async (context) => {
    const jobId = readJobId(id);
    return jobId.ok ? then(jobId.value)(context) : context.output.failure(jobId.error);
  };

const cancelJob = (id: string): Command =>
  withId(
    id,
    (jobId) =>
      async ({ app, output }) =>
        output.result(await app.handlers['jobs.cancel']({ jobId }), (job) => [jobSentence(job)]),
  );

const cancelBatch =
  (id: string): Command =>
  async ({ app, output }) => {
    const batchId = batchIdSchema.safeParse(id);
    if (!batchId.success) return output.failure(fail('job-unknown', { subject: id.slice(0, 100) }).error);
    const done = await app.handlers['jobs.cancelBatch']({ batchId: batchId.data });
    if (!done.ok) return output.failure(done.error);
    output.answer({ batchId: batchId.data, ...done.value }, [
      `${counted(done.value.cancelled, 'job')} of the batch cancelled and not charged.`,
    ]);
    return exitStatus.done;
  };

/** Stops polling the provider; `jobs retry` polls again without a charge. */
const stopJob = (id: string): Command =>
  withId(
    id,
    (jobId) =>
      async ({ app, output }) =>
        output.result(await app.handlers['jobs.stopPolling']({ jobId }), (job) => [jobSentence(job)]),
  );

type PayOptions = {
  /** Submits again without a question. */
  readonly yes: boolean;
  readonly overLimit: boolean;
};
type ResolveOptions = PayOptions & {
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

const retryJob = (id: string, { yes, overLimit }: PayOptions): Command =>
  withId(id, (jobId) => async (context) => {
    const refused = await refusedToPay(context, jobId, yes);
    if (refused !== null) return refused;
    const job = await context.app.handlers['jobs.retry']({ jobId, allowOverLimit: overLimit });
    return job.ok ? followJob(context, job.value.id) : notSent(context, job.error);
  });

const resolveJob = (id: string, { as, providerId, yes, overLimit }: ResolveOptions): Command =>
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
    return output.result(job, (settled) => [jobSentence(settled)]);
  });

/** Looks up a request whose reply was lost at the provider, and follows the job if it is found. */
const findJob = (id: string): Command =>
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

export const addJobActions: AddCommand = (jobs, pick) => {
  jobs
    .command('cancel')
    .description('cancel a job')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick.data(options, cancelJob(id)));
  jobs
    .command('cancel-batch')
    .description('cancel the jobs of a batch that are not yet submitted; they are not charged')
    .argument('<batch-id>')
    .addOption(json())
    .action((id, options) => pick.data(options, cancelBatch(id)));
  jobs
    .command('stop')
    .description('stop checking a job; it may continue at the provider. retry checks again, free of charge')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick.data(options, stopJob(id)));
  jobs
    .command('retry')
    .description(
      'download or check again free of charge, or generate again as a new job; asks before it pays',
    )
    .argument('<id>')
    .option('--yes', 'submit and pay without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) => pick.data(options, retryJob(id, options)));
  jobs
    .command('resolve')
    .description(
      'resolve an unconfirmed job: it was sent, it was not sent, or send it again (may be charged twice)',
    )
    .argument('<id>')
    .addOption(new Option('--as <what>').choices(['sent', 'not-sent', 'send-again']).makeOptionMandatory())
    .option('--provider-id <id>', 'request id at the provider')
    .option('--yes', 'submit again without asking', false)
    .addOption(overLimit())
    .addOption(json())
    .action((id, options) => pick.data(options, resolveJob(id, options)));
  jobs
    .command('find')
    .description('look up an unconfirmed job at the provider, where the provider supports it')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick.data(options, findJob(id)));
};
