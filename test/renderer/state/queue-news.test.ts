import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { batchIdSchema } from '#contract/model/batch.ts';
import type { Job } from '#contract/model/job.ts';
import { knownOf, newsOf } from '#renderer/state/queue-news.ts';
import { item, job } from '#test/renderer/samples.ts';

const batchId = batchIdSchema.parse('batch-1');
const done = { kind: 'done', itemId: item('item-0001').id } as const;
const refused = { kind: 'failed', error: fail('content-refused').error } as const;
const told = (before: readonly Job[], after: readonly Job[]) =>
  newsOf(knownOf(before), after).map((news) => (news.kind === 'job' ? news.job.id : news.kind));

test('each step of a single run is news, its progress is not', () => {
  const at = (fraction: number) => job('one', { kind: 'uploading', fraction });
  expect(told([job('one', { kind: 'queued' })], [at(0.1)])).toEqual(['one']);
  expect(told([at(0.1)], [at(0.2)])).toEqual([]);
});

test('of a batch only what asks for a person is news', () => {
  const one = (state: Job['state']) => job('one', state, { batchId });
  const two = job('two', { kind: 'queued' }, { batchId });
  expect(told([], [one({ kind: 'queued' }), two])).toEqual([]);
  expect(told([one({ kind: 'queued' }), two], [one({ kind: 'starting' }), two])).toEqual([]);
  expect(told([one({ kind: 'starting' }), two], [one(refused), two])).toEqual(['one']);
});

test('the end of a batch is said once', () => {
  const one = job('one', done, { batchId });
  const two = (state: Job['state']) => job('two', state, { batchId });
  expect(told([one, two({ kind: 'starting' })], [one, two(done)])).toEqual(['batch-ended']);
  expect(told([one, two(done)], [one, two(done)])).toEqual([]);
  // Putting its runs away is no end.
  expect(told([one, two(done)], [one])).toEqual([]);
});
