/** A run that was asked to stop and may go on all the same: nothing that is paid for is lost. */
import { expect, test } from 'vitest';
import type { StatusOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, storedState } from './harness.ts';
import { jobId, jobRecord } from './samples.ts';

/** Waits until the test says how it ended. */
const askedToStop = async () => {
  let ended: StatusOutcome | null = null;
  const fal = createFakeProvider({
    cancel: async () => ({ kind: 'requested' }),
    status: async () => ended ?? { kind: 'pending', fraction: null, queuePosition: null, etaSec: null },
  });
  const harness = createHarness();
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'waiting');
  const answer = await program.jobs.cancel(jobId('j1'));
  return {
    harness,
    program,
    answer,
    end: (outcome: StatusOutcome) => {
      ended = outcome;
    },
  };
};

test('it waits on, says so, and cannot be asked twice', async () => {
  const { program, answer } = await askedToStop();
  expect(answer).toMatchObject({
    ok: true,
    value: { state: { kind: 'waiting', isCancelRequested: true }, actions: ['stop-asking'] },
  });
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'waiting', isCancelRequested: true });
});

test('a result that comes all the same is paid for, so it is kept', async () => {
  const { program, end } = await askedToStop();
  const result = { kind: 'link', url: 'https://cdn.example/result.mp4', expiresAt: null } as const;
  end({ kind: 'done', result, billed: null });
  expect((await program.untilState('j1', 'done')).actions).toEqual(['dismiss']);
});

test.each(['no', 'unknown'] as const)(
  'a run that the provider has stopped is cancelled, charged as it says: %s',
  async (charged) => {
    const { program, end } = await askedToStop();
    end({ kind: 'cancelled', charged });
    expect((await program.untilState('j1', 'cancelled')).state).toEqual({ kind: 'cancelled', charged });
  },
);

test('a restart remembers that it was asked', async () => {
  const { harness, program, end } = await askedToStop();
  program.kill();
  end({ kind: 'cancelled', charged: 'no' });
  const next = harness.open({
    providers: [createFakeProvider({ status: async () => ({ kind: 'cancelled', charged: 'no' }) }).provider],
  });
  expect(next.job('j1').state).toMatchObject({ kind: 'waiting', isCancelRequested: true });
  await next.jobs.resume();
  await next.untilState('j1', 'cancelled');
});
