/** Queue commands: order, pause, and submitting again. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { batchIdSchema, type Job } from '#contract/model/job.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { falModel, job } from '#test/renderer/samples.ts';
import { callInputs, typed } from './fake-program.ts';

const doneState = { kind: 'done' as const, itemId: itemIdSchema.parse('item-one') };
const batchId = batchIdSchema.parse('batch-1');
const jobs: readonly Job[] = [
  job('third', { kind: 'queued' }, { place: 7.5 }),
  job('old', doneState, { createdAt: '2026-11-20T10:00:00.000Z' }),
  job('first', { kind: 'queued' }, { place: 2, batchId }),
  job('running', { kind: 'starting' }, { place: 1 }),
  job('new', doneState),
  job('second', { kind: 'queued' }, { place: 4 }),
];
const listing = { 'jobs.list': async () => ok([...jobs]) };
const paused = {
  'settings.get': async () =>
    ok(settingsSchema.parse({ queue: { isPaused: true, concurrency: { fal: 5 } } })),
};

test('lists running jobs first, then queued jobs in order, then settled jobs', async () => {
  const { stdout } = await typed(['jobs', '--json'], { handlers: listing });
  const printed = (JSON.parse(stdout) as Job[]).map(({ id }) => id);
  expect(printed).toEqual(['running', 'first', 'second', 'third', 'new', 'old']);
});

test('numbers queued jobs and names their batch', async () => {
  const { stdout, stderr } = await typed(['jobs', 'list'], { handlers: { ...listing, ...paused } });
  const [, first = ''] = stdout.split('\n');
  expect(first.startsWith('1. first  Queued')).toBe(true);
  expect(first.endsWith('batch batch-1')).toBe(true);
  expect(stderr).toContain('The queue is paused');
});

test.each([
  [['third', '--before', 'second'], { jobId: 'third', beforeId: 'second' }],
  [['third', '--first'], { jobId: 'third', beforeId: 'first' }],
  [['first', '--first'], { jobId: 'first', beforeId: 'second' }],
  [['first', '--last'], { jobId: 'first', beforeId: null }],
] as const)('jobs move %j sends the new position', async (args, reorder) => {
  const ended = await typed(['jobs', 'move', ...args, '--json'], {
    handlers: { ...listing, 'jobs.reorder': async () => ok({}) },
  });
  expect(callInputs(ended, 'jobs.reorder')).toEqual([reorder]);
  expect((JSON.parse(ended.stdout) as Job[]).map(({ id }) => id)).toEqual(['first', 'second', 'third']);
});

test.each([
  [['jobs', 'move', 'third']],
  [['jobs', 'move', 'third', '--first', '--last']],
  [['jobs', 'move', 'third', '--before', 'first', '--last']],
])('rejects %j without moving a job', async (args) => {
  const ended = await typed(args, { handlers: listing });
  expect({ status: ended.status, moved: callInputs(ended, 'jobs.reorder') }).toEqual({
    status: 2,
    moved: [],
  });
});

test.each([
  [['jobs', 'cancel', '']],
  [['jobs', 'find', 'x'.repeat(101)]],
  [['jobs', 'cancel-batch', '']],
  [['jobs', 'move', '', '--last']],
  [['jobs', 'move', 'third', '--before', '']],
])('reports a job as unknown if its id is empty or too long: %j', async (args) => {
  const ended = await typed([...args, '--json'], { handlers: listing });
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 2,
    json: { error: { code: 'job-unknown', charged: 'no' } },
  });
});

test('does not move a job that has started meanwhile', async () => {
  const ended = await typed(['jobs', 'move', 'running', '--last', '--json'], {
    handlers: { ...listing, 'jobs.reorder': async () => fail('job-not-in-state', { reason: 'not-queued' }) },
  });
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 1,
    json: { error: { code: 'job-not-in-state', charged: 'no' } },
  });
});

test('pause and resume change no other queue setting', async () => {
  const set = { 'settings.set': async () => ok(settingsSchema.parse({})) };
  const pausing = await typed(['jobs', 'pause'], { handlers: set });
  const resuming = await typed(['jobs', 'resume'], { handlers: { ...paused, ...set } });
  expect([...callInputs(pausing, 'settings.set'), ...callInputs(resuming, 'settings.set')]).toEqual([
    { queue: { isPaused: true, concurrency: {} } },
    { queue: { isPaused: false, concurrency: { fal: 5 } } },
  ]);
});

test('cancel-batch reports the number of cancelled jobs, which are not charged', async () => {
  const ended = await typed(['jobs', 'cancel-batch', 'batch-1'], {
    handlers: { 'jobs.cancelBatch': async () => ok({ cancelled: 3 }) },
  });
  expect(ended).toMatchObject({
    status: 0,
    stdout: '3 jobs of the batch cancelled and not charged.\n',
    calls: [['jobs.cancelBatch', { batchId: 'batch-1' }]],
  });
});

const failed = job(
  'failed',
  { kind: 'failed', error: fail('provider-failed').error },
  { actions: ['retry'] },
);
const retrying = (isTaken: boolean) => ({
  'models.list': async () => ok([falModel]),
  'jobs.list': async () => ok([failed, job('again', doneState)]),
  'jobs.retry': async ({ allowOverLimit }: { allowOverLimit: boolean }) =>
    isTaken || allowOverLimit
      ? ok(job('again', { kind: 'queued' }))
      : fail('spending-limit-exceeded', {
          breaches: [{ limit: 'day', limitMicros: 5_000_000, wouldBeMicros: 5_600_000 }],
          unknownCosts: 0,
        }),
});

test('submitting again over a limit needs --over-limit', async () => {
  const ended = await typed(['jobs', 'retry', 'failed', '--yes'], { handlers: retrying(false) });
  expect({ status: ended.status, retried: callInputs(ended, 'jobs.retry') }).toEqual({
    status: 2,
    retried: [{ jobId: 'failed', allowOverLimit: false }],
  });
  expect(ended.stderr).toContain(
    '(day: $5.60 of $5.00). Add --over-limit to generate anyway. Nothing was submitted or charged.',
  );
  const other = await typed(['jobs', 'resolve', 'failed', '--as', 'send-again', '--yes', '--over-limit'], {
    handlers: { ...listing, 'jobs.resolve': async () => ok(job('done', doneState)) },
  });
  expect(callInputs(other, 'jobs.resolve')).toEqual([
    { jobId: 'failed', as: 'send-again', allowOverLimit: true },
  ]);
});

test('estimates another submit at the current price', async () => {
  const price = { ...falModel.price, microsPerSec: 500_000 };
  const { stderr } = await typed(['jobs', 'retry', 'failed'], {
    handlers: {
      ...retrying(true),
      'models.list': async () => ok([{ ...falModel, price } as typeof falModel]),
    },
  });
  expect(stderr).toContain('charged again: about $5.00');
});

test('asks before another submit, and refuses it without an interactive terminal', async () => {
  const ended = await typed(['jobs', 'retry', 'failed'], { handlers: retrying(true) });
  expect({
    status: ended.status,
    questions: ended.questions,
    retried: callInputs(ended, 'jobs.retry'),
  }).toEqual({
    status: 2,
    questions: ['Submit again and pay? [y/N] '],
    retried: [],
  });
});
