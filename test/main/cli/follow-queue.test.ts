import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { job } from '#test/renderer/samples.ts';
import { createFakeProgram } from './fake-program.ts';

const doneState = { kind: 'cancelled' as const, charged: 'no' as const };
const waiting = job('one', { kind: 'starting' });
const settled = job('one', doneState);

/** A program whose queue is asked for as often as there are answers; `before` is done before each of them. */
const following = (answers: readonly Result<Job[]>[], before: (ask: number) => void) => {
  let asked = 0;
  const program = createFakeProgram({
    handlers: {
      'jobs.list': async () => {
        asked += 1;
        before(asked);
        return answers[asked - 1] ?? fail('internal');
      },
    },
  });
  return program;
};

test('when the owner ends, the jobs that are followed are resumed by the next one', async () => {
  const program = following([ok([waiting]), ok([settled])], (ask) => {
    if (ask === 1) queueMicrotask(() => program.endOwner());
  });
  const { status, stderr } = await program.type('jobs', 'watch');
  expect([status, program.takenOver]).toEqual([0, [null]]);
  expect(stderr).toContain('has ended');
});

test('an answer that is lost with the owner is asked for again', async () => {
  const program = following([fail('connection-lost'), ok([settled])], (ask) => {
    if (ask === 1) program.endOwner();
  });
  expect((await program.type('jobs', 'watch')).status).toBe(0);
  expect(program.takenOver).toEqual([null]);
});

test('any other failure ends the command', async () => {
  const program = following([fail('disk-full')], () => undefined);
  const { status, stderr } = await program.type('jobs', 'watch');
  expect([status, program.takenOver]).toEqual([1, []]);
  expect(stderr).toContain('full');
});
