/** The order of the queue, and its concurrency. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type QueueSettings, queueSettingsSchema, settingsSchema } from '#contract/model/settings.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, type Harness, never, type Program } from './harness.ts';
import { jobId, jobRecord } from './samples.ts';

type Opened = {
  readonly program: Program;
  /** Jobs in the order of their start. */
  readonly begun: readonly string[];
  /** Ends the work on a started job. */
  readonly end: (id: string) => void;
  readonly set: (queue: Partial<QueueSettings>) => void;
};

/** A program whose started jobs run until the test ends them. */
const openWith = (queue: Partial<QueueSettings> = {}, harness: Harness = createHarness()): Opened => {
  let settings = queueSettingsSchema.parse(queue);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const fit: JobPorts['fit'] = ({ folder, signal }) => {
    const id = folder.split('/').at(-2) ?? '';
    begun.push(id);
    return new Promise((resolve) => {
      ends.set(id, () => resolve(fail('tool-failed', { reason: 'exit' })));
      signal.addEventListener('abort', () => resolve(fail('cancelled')));
    });
  };
  const program = harness.open({
    providers: [createFakeProvider().provider],
    fit,
    settings: () => ({ ...settingsSchema.parse({}), queue: settings }),
  });
  return {
    program,
    begun,
    end: (id) => ends.get(id)?.(),
    set: (change) => {
      settings = queueSettingsSchema.parse({ ...settings, ...change });
      program.jobs.settingsChanged();
    },
  };
};

const submitAll = async ({ program }: Opened, ...ids: readonly string[]) => {
  for (const id of ids) await program.jobs.submit(jobRecord(id));
  await program.clock.rest();
};
const isDone = { ok: true, value: {} };

test('queued jobs start in the order that the user gave them', async () => {
  const opened = openWith({ concurrency: { fal: 1 } });
  const { program, begun, end } = opened;
  await submitAll(opened, 'a', 'b', 'c', 'd');
  expect(await program.jobs.reorder(jobId('d'), jobId('b'))).toEqual(isDone);
  expect(await program.jobs.reorder(jobId('b'), null)).toEqual(isDone);
  for (const id of ['a', 'd', 'c']) {
    await program.clock.until(() => begun.includes(id));
    end(id);
  }
  await program.clock.until(() => begun.length === 4);
  expect(begun).toEqual(['a', 'd', 'c', 'b']);
});

test('a started job cannot be moved, nor can another be moved before it', async () => {
  const opened = openWith({ concurrency: { fal: 1 } });
  await submitAll(opened, 'a', 'b', 'c');
  const { reorder } = opened.program.jobs;
  const refused = { ok: false, error: { code: 'job-not-in-state' } };
  expect(await reorder(jobId('a'), jobId('c'))).toMatchObject(refused);
  expect(await reorder(jobId('c'), jobId('a'))).toMatchObject(refused);
  expect(await reorder(jobId('c'), jobId('none'))).toMatchObject({
    ok: false,
    error: { code: 'job-unknown' },
  });
});

test('the order survives a restart, and a started job returns to its place', async () => {
  const harness = createHarness();
  const first = openWith({ concurrency: { fal: 1 } }, harness);
  await submitAll(first, 'a', 'b', 'c');
  await first.program.jobs.reorder(jobId('c'), jobId('b'));
  first.program.kill();
  const second = openWith({ concurrency: { fal: 1 } }, harness);
  await second.program.jobs.resume();
  for (const id of ['a', 'c']) {
    await second.program.clock.until(() => second.begun.includes(id));
    second.end(id);
  }
  await second.program.clock.until(() => second.begun.length === 3);
  expect(second.begun).toEqual(['a', 'c', 'b']);
});

test('a paused queue starts nothing, and resuming starts jobs immediately', async () => {
  const opened = openWith({ isPaused: true });
  await submitAll(opened, 'a', 'b', 'c');
  expect(opened.begun).toEqual([]);
  opened.set({ isPaused: false });
  await opened.program.clock.rest();
  expect(opened.begun).toEqual(['a', 'b']);
});

test('pausing does not stop running jobs', async () => {
  const harness = createHarness();
  let isPaused = false;
  const program = harness.open({
    providers: [createFakeProvider().provider],
    settings: () => settingsSchema.parse({ queue: { isPaused } }),
  });
  for (const id of ['a', 'b', 'c']) await program.jobs.submit(jobRecord(id));
  isPaused = true;
  await program.untilState('a', 'done');
  await program.untilState('b', 'done');
  await program.clock.rest();
  expect(program.job('c').state.kind).toBe('queued');
});

test('a pause survives a restart, also for jobs that were started and not sent', async () => {
  const harness = createHarness();
  harness.leave('queued', 'queued');
  harness.leave('uploading', 'uploading');
  const opened = openWith({ isPaused: true }, harness);
  await opened.program.jobs.resume();
  await opened.program.clock.until(() => opened.program.clock.waits.length > 4);
  expect([opened.begun, opened.program.job('uploading').state.kind]).toEqual([[], 'queued']);
});

test('a changed concurrency applies immediately to queued jobs', async () => {
  const opened = openWith({ concurrency: { fal: 1 } });
  const { program, begun, end, set } = opened;
  await submitAll(opened, 'a', 'b', 'c', 'd', 'e');
  expect(begun).toEqual(['a']);
  set({ concurrency: { fal: 3 } });
  await program.clock.rest();
  expect(begun).toEqual(['a', 'b', 'c']);
  set({ concurrency: { fal: 1 } });
  end('a');
  await program.untilState('a', 'failed');
  await program.clock.rest();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('a queue that is resumed starts jobs within a second', async () => {
  let isPaused = true;
  const program = createHarness().open({
    providers: [createFakeProvider({ status: never }).provider],
    settings: () => settingsSchema.parse({ queue: { isPaused } }),
  });
  await program.jobs.resume();
  await program.jobs.submit(jobRecord('a'));
  isPaused = false;
  expect((await program.untilState('a', 'waiting')).state.kind).toBe('waiting');
});
