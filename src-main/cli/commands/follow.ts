/** Follows one job on stderr until it is settled, prints its final state and returns the exit status. */
import { resolve } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import type { ItemId } from '#contract/model/item.ts';
import { isSettled, type Job, type JobId } from '#contract/model/job.ts';
import { usd } from '#contract/rules/cost.ts';
import { copyFile } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { Context } from './command.ts';
import { followQueue } from './follow-queue.ts';

const progressLine = (job: Job): string => {
  const { state } = job;
  const stateText = en.state(state.kind);
  // The job continues automatically, but may need an action of the user first.
  if ('trouble' in state && state.trouble !== null) return `${stateText}: ${en.error(state.trouble).what}`;
  if (state.kind === 'uploading' && state.busyUntil !== undefined) return en.busyUntil(state.busyUntil);
  if (state.kind === 'waiting' && state.queuePosition !== null && state.queuePosition > 0)
    return `${stateText}: #${state.queuePosition + 1} in provider queue`;
  if ('fraction' in state && state.fraction !== null)
    return `${stateText} ${Math.round(state.fraction * 100)} %`;
  return stateText;
};

/** The settled job, or its state at Ctrl+C; null: it is no longer in the queue. */
const untilSettled = async (context: Context, jobId: JobId): Promise<Result<Job | null>> => {
  const find = (jobs: readonly Job[]) => jobs.find(({ id }) => id === jobId);
  const jobs = await followQueue(context, {
    jobIds: [jobId],
    onJobs: (now) => {
      const job = find(now);
      if (job !== undefined) context.output.progress(progressLine(job));
      return job === undefined || isSettled(job.state);
    },
  });
  return jobs.ok ? ok(find(jobs.value) ?? null) : jobs;
};

const answerItem = async (
  { app, output }: Context,
  request: { readonly job: Job; readonly itemId: ItemId; readonly out: string | undefined },
): Promise<ExitStatus> => {
  const item = await app.handlers['library.get']({ itemId: request.itemId });
  if (!item.ok) return output.failure(item.error);
  const paths = await app.owner.itemPaths({ itemId: request.itemId });
  if (!paths.ok) return output.failure(paths.error);
  const out = request.out === undefined ? undefined : resolve(request.out);
  if (out !== undefined) {
    const copied = await copyFile(paths.value.result, out).then(
      () => null,
      (cause: unknown) => toFileError(cause, request.out ?? ''),
    );
    // The result is saved in the library; only the copy failed.
    if (copied) return output.failure(copied);
  }
  const { billedMicros, result } = item.value;
  output.answer({ job: request.job, item: { ...item.value, paths: paths.value }, ...(out ? { out } : {}) }, [
    `Done: ${out ?? paths.value.result}`,
    `${result.facts.durationSec.toFixed(2)} s, ${result.facts.width} x ${result.facts.height}${
      billedMicros === null || billedMicros === 0 ? '' : `, billed ${usd(billedMicros)}`
    }`,
  ]);
  return exitStatus.done;
};

export const followJob = async (context: Context, jobId: JobId, out?: string): Promise<ExitStatus> => {
  const { output } = context;
  const followed = await untilSettled(context, jobId);
  if (!followed.ok) return output.failure(followed.error);
  const job = followed.value;
  if (job === null) return output.failure(fail('job-unknown').error);
  const { state } = job;
  switch (state.kind) {
    case 'done':
      return answerItem(context, { job, itemId: state.itemId, out });
    case 'failed':
    case 'unsure':
      return output.failure(state.error);
    case 'cancelled':
      return output.failure(fail('cancelled', { charged: state.charged }).error);
    case 'queued':
    case 'preparing':
    case 'uploading':
    case 'starting':
    case 'waiting':
    case 'downloading':
      // Ctrl+C stops following the job; it does not cancel it.
      output.note(
        'Stopped watching. "understudy jobs watch" follows the job, "understudy jobs cancel" cancels it.',
      );
      output.answer({ job, item: null }, []);
      return exitStatus.other;
    default:
      return assertNever(state);
  }
};
