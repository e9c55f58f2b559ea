import { expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { followJob } from '#main/cli/commands/follow.ts';
import { job } from '#test/renderer/samples.ts';

/** Every line of progress while the job goes through these states. */
const linesOf = async (...states: readonly Job['state'][]): Promise<readonly string[]> => {
  const left = states.map((state) => job('one', state));
  const lines: string[] = [];
  let tell: () => void = () => undefined;
  const context = {
    app: {
      handlers: { 'jobs.list': async () => ok([left.length > 1 ? left.shift() : left[0]]) },
      subscribe: (listener: (event: string) => void) => {
        tell = () => listener('jobs.changed');
        return () => {
          tell = () => undefined;
        };
      },
      onOwnerEnding: () => () => undefined,
    },
    output: {
      progress: (line: string) => {
        lines.push(line);
        queueMicrotask(() => tell());
      },
      failure: () => 1,
    },
    signal: new AbortController().signal,
  };
  // Of the program, following a job uses these alone.
  await followJob(context as unknown as Parameters<typeof followJob>[0], job('one', { kind: 'queued' }).id);
  return lines;
};

test('while a provider is busy, the terminal says when the run is sent again', async () => {
  const busyUntil = new Date(2026, 10, 21, 14, 3).toISOString();
  const lines = await linesOf(
    { kind: 'uploading', fraction: null, busyUntil },
    { kind: 'cancelled', charged: 'no' },
  );
  expect(lines[0]).toMatch(/^The provider is busy; retrying at 2:03.PM$/);
});

test('while a run waits for something, the terminal says what that is', async () => {
  const waits = (trouble: AppError | null): Job['state'] => ({
    kind: 'downloading',
    fraction: 1,
    trouble,
  });
  expect(
    await linesOf(waits(null), waits(fail('library-away', { charged: 'yes', subject: 'clips' }).error), {
      kind: 'cancelled',
      charged: 'no',
    }),
  ).toEqual([
    'Downloading the result 100 %',
    "Downloading the result: The library's folder is not there (clips).",
    'Cancelled',
  ]);
});
