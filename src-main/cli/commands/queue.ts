/** Commands on the whole queue: list, reorder, pause, resume, cancel a batch. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { batchIdSchema, isSettled, type Job, type JobId, jobIdSchema } from '#contract/model/job.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command, Context } from './context.ts';
import { counted, jobSentence } from './text.ts';

export type MoveOptions = {
  readonly before?: string;
  readonly first?: boolean;
  readonly last?: boolean;
};

const isWaiting = ({ state }: Job): boolean => state.kind === 'queued';

const byPlace = (a: Job, b: Job): number => a.place - b.place || a.createdAt.localeCompare(b.createdAt);

/** The queued jobs in the order in which they start. */
const waitingIn = (jobs: readonly Job[]): readonly Job[] => jobs.filter(isWaiting).sort(byPlace);

/** Running jobs, then queued jobs in their order, then settled jobs with the newest first. */
export const inOrder = (jobs: readonly Job[]): readonly Job[] => [
  ...jobs.filter((job) => !isWaiting(job) && !isSettled(job.state)).sort(byPlace),
  ...waitingIn(jobs),
  ...jobs.filter((job) => isSettled(job.state)).sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
];

/** Prints that the queue is paused, so that a missing start is explained. */
export const notePause = async ({ app, output }: Pick<Context, 'app' | 'output'>): Promise<void> => {
  const settings = await app.handlers['settings.get']({});
  if (settings.ok && settings.value.queue.isPaused)
    output.note('The queue is paused. Running jobs will finish. Resume it with "understudy jobs resume".');
};

const listSentences = (jobs: readonly Job[]): readonly string[] => {
  const waiting = waitingIn(jobs);
  return inOrder(jobs).map((job) => {
    const at = waiting.indexOf(job);
    return at < 0 ? jobSentence(job) : `${at + 1}. ${jobSentence(job)}`;
  });
};

export const listJobs: Command = async ({ app, output }) => {
  const jobs = await app.handlers['jobs.list']({});
  if (!jobs.ok) return output.failure(jobs.error);
  await notePause({ app, output });
  output.answer(inOrder(jobs.value), jobs.value.length === 0 ? ['No jobs.'] : listSentences(jobs.value));
  return exitStatus.done;
};

/** null: the end of the queue. */
const targetOf = (jobId: JobId, options: MoveOptions, jobs: readonly Job[]): Result<JobId | null> => {
  if (options.last === true) return ok(null);
  if (options.before !== undefined) return ok(jobIdSchema.parse(options.before));
  if (options.first !== true)
    return fail('bad-request', { reason: 'option-missing', options: ['--before ID', '--first', '--last'] });
  return ok(waitingIn(jobs).find(({ id }) => id !== jobId)?.id ?? null);
};

export const moveJob =
  (id: string, options: MoveOptions): Command =>
  async ({ app, output }) => {
    const jobId = jobIdSchema.parse(id);
    const before = await app.handlers['jobs.list']({});
    if (!before.ok) return output.failure(before.error);
    const target = targetOf(jobId, options, before.value);
    if (!target.ok) return output.failure(target.error);
    const moved = await app.handlers['jobs.reorder']({ jobId, beforeId: target.value });
    if (!moved.ok) return output.failure(moved.error);
    const after = await app.handlers['jobs.list']({});
    if (!after.ok) return output.failure(after.error);
    const waiting = waitingIn(after.value);
    output.answer(waiting, listSentences(waiting));
    return exitStatus.done;
  };

export const pauseQueue =
  (isPaused: boolean): Command =>
  async ({ app, output }) => {
    const settings = await app.handlers['settings.get']({});
    if (!settings.ok) return output.failure(settings.error);
    const changed = await app.handlers['settings.set']({ queue: { ...settings.value.queue, isPaused } });
    if (!changed.ok) return output.failure(changed.error);
    output.answer(changed.value.queue, [
      isPaused
        ? 'Queue paused. Running jobs will finish.'
        : 'Queue resumed. Queued jobs start in an open window, or with "understudy jobs watch".',
    ]);
    return exitStatus.done;
  };

export const cancelBatch =
  (id: string): Command =>
  async ({ app, output }) => {
    const batchId = batchIdSchema.parse(id);
    const done = await app.handlers['jobs.cancelBatch']({ batchId });
    if (!done.ok) return output.failure(done.error);
    output.answer({ batchId, ...done.value }, [
      `${counted(done.value.cancelled, 'job')} of the batch cancelled and not charged.`,
    ]);
    return exitStatus.done;
  };
