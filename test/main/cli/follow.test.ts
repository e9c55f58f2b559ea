import { expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { followJob } from '#main/cli/commands/follow.ts';
import { job } from '#test/renderer/samples.ts';

/** The progress lines while the job passes through these states. */
const linesOf = async (...states: readonly Job['state'][]): Promise<readonly string[]> => {
  const left = states.map((state) => job('one', state));
  const lines: string[] = [];
  let notify: () => void = () => undefined;
  const context = {
    app: {
      handlers: { 'jobs.list': async () => ok([left.length > 1 ? left.shift() : left[0]]) },
      subscribe: (listener: (event: string) => void) => {
        notify = () => listener('jobs.changed');
        return () => {
          notify = () => undefined;
        };
      },
      onOwnerEnding: () => () => undefined,
    },
    output: {
      progress: (line: string) => {
        lines.push(line);
        queueMicrotask(() => notify());
      },
      failure: () => 1,
    },
    signal: new AbortController().signal,
  };
  // followJob uses only these members.
  await followJob(context as unknown as Parameters<typeof followJob>[0], job('one', { kind: 'queued' }).id);
  return lines;
};

test('shows the time of the next submit while a provider is busy', async () => {
  const busyUntil = new Date(2026, 10, 21, 14, 3).toISOString();
  const lines = await linesOf(
    { kind: 'uploading', fraction: null, busyUntil },
    { kind: 'cancelled', charged: 'no' },
  );
  expect(lines[0]).toMatch(/^The provider is busy; retrying at 2:03.PM$/);
});

test('shows what a run is waiting for', async () => {
  const waits = (trouble: AppError | null): Job['state'] => ({
    kind: 'downloading',
    fraction: 1,
    trouble,
  });
  expect(
    await linesOf(waits(null), waits(fail('library-away', { charged: 'yes', subject: 'videos' }).error), {
      kind: 'cancelled',
      charged: 'no',
    }),
  ).toEqual([
    'Downloading the result 100 %',
    "Downloading the result: The library's folder is not there (videos).",
    'Cancelled',
  ]);
});
