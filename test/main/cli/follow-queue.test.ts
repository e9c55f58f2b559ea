import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { job } from '#test/renderer/samples.ts';
import { createFakeProgram } from './fake-program.ts';

const doneState = { kind: 'cancelled' as const, charged: 'no' as const };
const waiting = job('one', { kind: 'starting' });
const settled = job('one', doneState);

/** A program that lists the queue with one reply after another; calls `before` with the count before each. */
const following = (replies: readonly Result<Job[]>[], before: (count: number) => void) => {
  let count = 0;
  const program = createFakeProgram({
    handlers: {
      'jobs.list': async () => {
        count += 1;
        before(count);
        return replies[count - 1] ?? fail('internal');
      },
    },
  });
  return program;
};

test('resumes the followed jobs at the next owner after the owner ends', async () => {
  const program = following([ok([waiting]), ok([settled])], (count) => {
    if (count === 1) queueMicrotask(() => program.endOwner());
  });
  const { status, stderr } = await program.type('jobs', 'watch');
  expect([status, program.takenOver]).toEqual([0, [null]]);
  expect(stderr).toContain('has ended');
});

test('lists the queue again if the reply is lost with the owner', async () => {
  const program = following([fail('connection-lost'), ok([settled])], (count) => {
    if (count === 1) program.endOwner();
  });
  expect((await program.type('jobs', 'watch')).status).toBe(0);
  expect(program.takenOver).toEqual([null]);
});

test('any other error ends the command', async () => {
  const program = following([fail('disk-full')], () => undefined);
  const { status, stderr } = await program.type('jobs', 'watch');
  expect([status, program.takenOver]).toEqual([1, []]);
  expect(stderr).toContain('full');
});
