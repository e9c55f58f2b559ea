/** Follows the queue: reads it at each change, also after another process becomes the owner of the data folder. */
import type { Result } from '#contract/errors.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import type { Context } from './command.ts';

/** Prints that the queue is paused, so that a missing start is explained. */
export const notePause = async ({ app, output }: Pick<Context, 'app' | 'output'>): Promise<void> => {
  const settings = await app.handlers['settings.get']({});
  if (settings.ok && settings.value.queue.isPaused)
    output.note('The queue is paused. Running jobs will finish. Resume it with "understudy jobs resume".');
};

/** Runs until `onJobs` returns true or until Ctrl+C. `jobIds`: the jobs to resume after the owner ends; null: all jobs. */
export const followQueue = async (
  { app, output, signal }: Pick<Context, 'app' | 'output' | 'signal'>,
  request: {
    readonly jobIds: readonly JobId[] | null;
    readonly onJobs: (jobs: readonly Job[]) => boolean;
  },
): Promise<Result<readonly Job[]>> => {
  let change = Promise.withResolvers<void>();
  let hasOwnerEnded = false;
  const wake = (): void => change.resolve();
  const unsubscribe = app.subscribe((event) => {
    if (event === 'jobs.changed') wake();
  });
  const ignoreOwner = app.onOwnerEnding(() => {
    hasOwnerEnded = true;
    wake();
  });
  signal.addEventListener('abort', wake);
  try {
    for (;;) {
      change = Promise.withResolvers();
      if (hasOwnerEnded && !signal.aborted) {
        hasOwnerEnded = false;
        output.note('The process that owned the data folder has ended. This process continues.');
        const taken = await app.takeOver(request.jobIds);
        if (!taken.ok && !hasOwnerEnded) return taken;
      }
      const jobs = await app.handlers['jobs.list']({});
      // The owner ended before it replied; the next owner lists the jobs.
      if (!jobs.ok && hasOwnerEnded && !signal.aborted) continue;
      if (!jobs.ok || request.onJobs(jobs.value) || signal.aborted) return jobs;
      await change.promise;
    }
  } finally {
    unsubscribe();
    ignoreOwner();
    signal.removeEventListener('abort', wake);
  }
};
