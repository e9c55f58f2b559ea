import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { batchIdSchema, type Job } from '#contract/model/job.ts';
import { knownOf, newsOf } from '#renderer/app/announcer.tsx';
import { item, job } from '#test/renderer/samples.ts';

const batchId = batchIdSchema.parse('batch-1');
const done = { kind: 'done', itemId: item('item-0001').id } as const;
const refused = { kind: 'failed', error: fail('content-refused').error } as const;
const announced = (before: readonly Job[], after: readonly Job[]) =>
  newsOf(knownOf(before), after).map((news) => (news.kind === 'job' ? news.job.id : news.kind));

test('each step of a single run is announced, its progress is not', () => {
  const at = (fraction: number) => job('one', { kind: 'uploading', fraction });
  expect(announced([job('one', { kind: 'queued' })], [at(0.1)])).toEqual(['one']);
  expect(announced([at(0.1)], [at(0.2)])).toEqual([]);
});

test('of a batch only runs that need the user are announced', () => {
  const one = (state: Job['state']) => job('one', state, { batchId });
  const two = job('two', { kind: 'queued' }, { batchId });
  expect(announced([], [one({ kind: 'queued' }), two])).toEqual([]);
  expect(announced([one({ kind: 'queued' }), two], [one({ kind: 'starting' }), two])).toEqual([]);
  expect(announced([one({ kind: 'starting' }), two], [one(refused), two])).toEqual(['one']);
});

test('the end of a batch is announced once', () => {
  const one = job('one', done, { batchId });
  const two = (state: Job['state']) => job('two', state, { batchId });
  expect(announced([one, two({ kind: 'starting' })], [one, two(done)])).toEqual(['batch-ended']);
  expect(announced([one, two(done)], [one, two(done)])).toEqual([]);
  // Dismissing its runs is not an end.
  expect(announced([one, two(done)], [one])).toEqual([]);
});
