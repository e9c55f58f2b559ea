import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { countFates, followJobs, isUnsent } from '#renderer/state/batch-jobs.ts';
import { job } from './samples.ts';

const id = (name: string) => jobIdSchema.parse(name);
const failed = { kind: 'failed', error: fail('provider-failed').error } as const;
const done = job('two', { kind: 'queued' }, { parentId: id('one') });

test('a run that was tried again is the last one that took its place', () => {
  const third = job('three', { kind: 'starting' }, { parentId: id('two') });
  const follow = followJobs([third, done, job('one', failed)]);
  expect([follow(id('one'))?.id, follow(id('two'))?.id]).toEqual(['three', 'three']);
});

test('a run whose first try was put away is still found by what took its place', () => {
  const follow = followJobs([done]);
  expect([follow(id('one'))?.id, follow(id('gone'))]).toEqual(['two', null]);
});

test('every run is counted once, by what became of it', () => {
  const jobs = [
    job('a', { kind: 'queued' }),
    job('b', { kind: 'uploading', fraction: null }),
    job('c', failed),
    job('d', { kind: 'cancelled', charged: 'no' }),
    null,
  ];
  expect(countFates(jobs)).toEqual({
    done: 0,
    moving: 1,
    queued: 1,
    failed: 1,
    unsure: 0,
    cancelled: 1,
    gone: 1,
  });
  expect(jobs.map(isUnsent)).toEqual([true, true, false, false, false]);
});
