/** Follows the jobs of a batch on stderr until all are settled, and describes the end of each. */
import { assertNever } from '#contract/assert-never.ts';
import { ok, type Result } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { isSettled, type Job, type JobId, type JobState } from '#contract/model/job.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../exit-status.ts';
import { errorSentence } from '../../output.ts';
import type { Context } from '../command.ts';
import { followQueue } from '../follow-queue.ts';

const stateCounts = (jobs: readonly Job[]): string => {
  const kinds = new Map<JobState['kind'], number>();
  for (const { state } of jobs) kinds.set(state.kind, (kinds.get(state.kind) ?? 0) + 1);
  const counted = [...kinds].map(([kind, count]) => `${en.state(kind)}: ${count}`).join(', ');
  const [nextAt] = jobs
    .flatMap(({ state }) => (state.kind === 'uploading' ? (state.busyUntil ?? []) : []))
    .sort();
  return nextAt === undefined ? counted : `${counted}. ${en.busyUntil(nextAt)}`;
};

/** The settled jobs, or their states at Ctrl+C, in the order of the ids. */
export const followBatch = async (
  context: Context,
  ids: readonly JobId[],
): Promise<Result<readonly Job[]>> => {
  const ofBatch = (jobs: readonly Job[]): readonly Job[] => {
    const byId = new Map(jobs.map((job) => [job.id, job]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };
  const jobs = await followQueue(context, {
    jobIds: ids,
    onJobs: (now) => {
      context.output.progress(stateCounts(ofBatch(now)));
      return ofBatch(now).every(({ state }) => isSettled(state));
    },
  });
  return jobs.ok ? ok(ofBatch(jobs.value)) : jobs;
};

export const endStatus = ({ state }: Job): ExitStatus => {
  switch (state.kind) {
    case 'done':
      return exitStatus.done;
    case 'failed':
      return statusOf(state.error.code);
    case 'unsure':
      return exitStatus.unsure;
    default:
      return exitStatus.other;
  }
};

export const endText = async ({ app }: Pick<Context, 'app'>, { state }: Job): Promise<string> => {
  switch (state.kind) {
    case 'done': {
      const paths = await app.owner.itemPaths({ itemId: state.itemId });
      return paths.ok ? `result ${state.itemId}, ${paths.value.result}` : `result ${state.itemId}`;
    }
    case 'failed':
    case 'unsure':
      return `${en.state(state.kind)}. ${errorSentence(state.error)}`;
    case 'cancelled':
      return `${en.state(state.kind)}. ${en.charged(state.charged)}`;
    case 'queued':
    case 'preparing':
    case 'uploading':
    case 'starting':
    case 'waiting':
    case 'downloading':
      return `${en.state(state.kind)}, no longer watched`;
    default:
      return assertNever(state);
  }
};
