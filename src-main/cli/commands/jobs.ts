/** `jobs`: lists, follows, reorders, pauses and resumes the queue. */
import { Option } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import { isSettled, type Job, type JobId } from '#contract/model/job.ts';
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import type { AddCommand, Command } from './command.ts';
import { followQueue, notePause } from './follow-queue.ts';
import { addJobActions, readJobId } from './job-actions.ts';
import { jobSentence } from './text.ts';

const isWaiting = ({ state }: Job): boolean => state.kind === 'queued';
const isUnsettled = ({ state }: Job): boolean => !isSettled(state);

const byPlace = (a: Job, b: Job): number => a.place - b.place || a.createdAt.localeCompare(b.createdAt);

/** The queued jobs in the order in which they start. */
const waitingIn = (jobs: readonly Job[]): readonly Job[] => jobs.filter(isWaiting).sort(byPlace);

/** Running jobs, then queued jobs in their order, then settled jobs with the newest first. */
const inOrder = (jobs: readonly Job[]): readonly Job[] => [
  ...jobs.filter((job) => !isWaiting(job) && isUnsettled(job)).sort(byPlace),
  ...waitingIn(jobs),
  ...jobs.filter((job) => isSettled(job.state)).sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
];

const listSentences = (jobs: readonly Job[]): readonly string[] => {
  const waiting = waitingIn(jobs);
  return inOrder(jobs).map((job) => {
    const at = waiting.indexOf(job);
    return at < 0 ? jobSentence(job) : `${at + 1}. ${jobSentence(job)}`;
  });
};

const listJobs: Command = async ({ app, output }) => {
  const jobs = await app.handlers['jobs.list']({});
  if (!jobs.ok) return output.failure(jobs.error);
  await notePause({ app, output });
  output.answer(inOrder(jobs.value), jobs.value.length === 0 ? ['No jobs.'] : listSentences(jobs.value));
  return exitStatus.done;
};

/** Resumes every unfinished job, and follows them until all are settled. */
const watchJobs: Command = async (context) => {
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

type MoveOptions = {
  readonly before?: string;
  readonly first?: boolean;
  readonly last?: boolean;
};

/** null: the end of the queue. */
const targetOf = (jobId: JobId, options: MoveOptions, jobs: readonly Job[]): Result<JobId | null> => {
  if (options.last === true) return ok(null);
  if (options.before !== undefined) return readJobId(options.before);
  if (options.first !== true)
    return fail('bad-request', { reason: 'option-missing', options: ['--before ID', '--first', '--last'] });
  return ok(waitingIn(jobs).find(({ id }) => id !== jobId)?.id ?? null);
};

const moveJob =
  (id: string, options: MoveOptions): Command =>
  async ({ app, output }) => {
    const jobId = readJobId(id);
    if (!jobId.ok) return output.failure(jobId.error);
    const before = await app.handlers['jobs.list']({});
    if (!before.ok) return output.failure(before.error);
    const target = targetOf(jobId.value, options, before.value);
    if (!target.ok) return output.failure(target.error);
    const moved = await app.handlers['jobs.reorder']({ jobId: jobId.value, beforeId: target.value });
    if (!moved.ok) return output.failure(moved.error);
    const after = await app.handlers['jobs.list']({});
    if (!after.ok) return output.failure(after.error);
    const waiting = waitingIn(after.value);
    output.answer(waiting, listSentences(waiting));
    return exitStatus.done;
  };

const pauseQueue =
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

export const addJobs: AddCommand = (cli, pick) => {
  const jobs = cli.command('jobs').description('the queue');
  jobs
    .command('list', { isDefault: true })
    .description('list running, queued and finished jobs')
    .addOption(json())
    .action((options) => pick.data(options, listJobs));
  jobs
    .command('watch')
    .description('continue unfinished jobs until all are settled')
    .addOption(json())
    .action((options) => pick.data(options, watchJobs));
  jobs
    .command('move')
    .description('change the position of a queued job')
    .argument('<id>')
    .addOption(new Option('--before <id>', 'before this queued job').conflicts(['first', 'last']))
    .addOption(new Option('--first', 'to the top').conflicts('last'))
    .addOption(new Option('--last', 'to the bottom'))
    .addOption(json())
    .action((id, options) => pick.data(options, moveJob(id, options)));
  jobs
    .command('pause')
    .description('pause the queue; running jobs will finish')
    .addOption(json())
    .action((options) => pick.data(options, pauseQueue(true)));
  jobs
    .command('resume')
    .description('resume the queue')
    .addOption(json())
    .action((options) => pick.data(options, pauseQueue(false)));
  addJobActions(jobs, pick);
};
