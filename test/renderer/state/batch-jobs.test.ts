import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { countFates, followJobs, isUnsent, type SentState, wayOf } from '#renderer/state/batch-jobs.ts';
import { item, job } from '#test/renderer/samples.ts';

const id = (name: string) => jobIdSchema.parse(name);
const failed = { kind: 'failed', error: fail('provider-failed').error } as const;
const done = job('two', { kind: 'queued' }, { parentId: id('one') });

test('a run that was retried is its last retry', () => {
  const third = job('three', { kind: 'starting' }, { parentId: id('two') });
  const follow = followJobs([third, done, job('one', failed)]);
  expect([follow(id('one'))?.id, follow(id('two'))?.id]).toEqual(['three', 'three']);
});

test('a run whose first attempt was dismissed is found by its retry', () => {
  const follow = followJobs([done]);
  expect([follow(id('one'))?.id, follow(id('gone'))]).toEqual(['two', null]);
});

const itemId = item('item-0001').id;
const ofJob = (...of: Parameters<typeof job>): SentState => ({ kind: 'job', job: job(...of) });

test('every run is counted once, by its outcome', () => {
  const states: readonly SentState[] = [
    ofJob('a', { kind: 'queued' }),
    ofJob('b', { kind: 'uploading', fraction: null }),
    ofJob('c', failed),
    ofJob('d', { kind: 'cancelled', charged: 'no' }),
    { kind: 'gone' },
    { kind: 'kept', itemId },
    { kind: 'not-sent' },
    { kind: 'absent' },
  ];
  expect(countFates(states)).toEqual({
    done: 0,
    kept: 1,
    moving: 1,
    queued: 1,
    failed: 1,
    unsure: 0,
    cancelled: 1,
    gone: 1,
    'not-sent': 1,
    absent: 1,
  });
  expect(states.map(isUnsent)).toEqual([true, true, false, false, false, false, false, false]);
});

test('a result opens the library, another end its row in the queue, and a running job nothing', () => {
  const states: readonly SentState[] = [
    ofJob('a', { kind: 'done', itemId }),
    { kind: 'kept', itemId },
    ofJob('c', failed),
    ofJob('d', { kind: 'starting' }),
    { kind: 'gone' },
  ];
  expect(states.map(wayOf)).toEqual([
    { kind: 'result', itemId },
    { kind: 'result', itemId },
    { kind: 'row', jobId: 'c' },
    null,
    null,
  ]);
});
