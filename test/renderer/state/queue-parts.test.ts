import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { batchIdSchema, type Job } from '#contract/model/job.ts';
import { keepSame, queueParts } from '#renderer/state/queue-parts.ts';
import { item, job } from '#test/renderer/samples.ts';

const batchId = batchIdSchema.parse('batch-1');
const done = { kind: 'done', itemId: item('item-0001').id } as const;
const refused = { kind: 'failed', error: fail('content-refused').error } as const;
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test('the queue has sections of running, queued, finished jobs and those that need the user, each in its order', () => {
  const parts = queueParts([
    job('later', { kind: 'queued' }, { place: 9 }),
    job('running', { kind: 'starting' }),
    job('next', { kind: 'queued' }, { place: 2.5 }),
    job('unsure', { kind: 'unsure', error: fail('answer-lost').error }),
    job('done', done),
    job('broken', refused),
    job('called-off', { kind: 'cancelled', charged: 'no' }),
    job('perhaps-paid', { kind: 'cancelled', charged: 'unknown' }),
  ]);
  expect({
    running: ids(parts.running),
    waiting: ids(parts.waiting),
    needing: ids(parts.needing),
    finished: ids(parts.finished),
    batches: parts.batches,
  }).toEqual({
    running: ['running'],
    waiting: ['next', 'later'],
    needing: ['unsure', 'perhaps-paid', 'broken'],
    finished: ['done', 'called-off'],
    batches: [],
  });
});

test('a batch has one header; its queued runs are listed in the common order', () => {
  const of = (name: string, state: Job['state'], more: Partial<Job> = {}) =>
    job(name, state, { batchId, ...more });
  const { batches, waiting, running, finished, needing } = queueParts([
    of('five', { kind: 'queued' }, { place: 5 }),
    job('own', { kind: 'queued' }, { place: 4 }),
    of('four', { kind: 'uploading', fraction: null }),
    of('three', refused),
    of('two', { kind: 'starting' }, { estimate: { unknown: 'no published price' } }),
    of('one', done, { createdAt: '2026-11-21T09:59:00.000Z' }),
  ]);
  expect([ids(waiting), running, finished, needing]).toEqual([['own', 'five'], [], [], []]);
  expect(batches.map(({ jobs, ...rest }) => ({ ...rest, jobs: ids(jobs) }))).toEqual([
    {
      id: 'batch-1',
      jobs: ['four', 'three', 'two', 'one'],
      counts: { done: 1, running: 2, waiting: 1, failed: 1, unsure: 0, cancelled: 0 },
      total: 5,
      createdAt: '2026-11-21T09:59:00.000Z',
      // The refused run cost nothing, the uploading and the queued one nothing yet.
      soFarMicros: 1_120_000,
      wholeMicros: 3_360_000,
      unknownPrices: 1,
      hasRest: true,
    },
  ]);
});

test('a batch without unsent runs has no rest to cancel', () => {
  const [batch] = queueParts([
    job('one', done, { batchId }),
    job('two', { kind: 'starting' }, { batchId }),
  ]).batches;
  expect(batch?.hasRest).toBe(false);
});

test('an unchanged run keeps its object identity', () => {
  const before = [job('one', { kind: 'queued' }), job('two', { kind: 'uploading', fraction: 0.1 })];
  expect(keepSame(before, structuredClone(before))).toBe(before);
  const after = keepSame(before, [
    job('one', { kind: 'queued' }),
    job('two', { kind: 'uploading', fraction: 0.2 }),
  ]);
  expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  expect(keepSame(before, structuredClone(before.slice(0, 1)))).toEqual(before.slice(0, 1));
});
