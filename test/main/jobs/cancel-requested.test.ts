/** A run with a pending cancel request, which may finish all the same: nothing that is paid for is lost. */
import { expect, test } from 'vitest';
import type { StatusOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, storedState } from './harness.ts';
import { jobId, jobRecord } from './samples.ts';

/** Waits until the test ends the run. */
const openWithCancelRequest = async () => {
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

test('a run with a pending cancel request keeps waiting, reports it, and offers no second cancel', async () => {
  const { program, answer } = await openWithCancelRequest();
  expect(answer).toMatchObject({
    ok: true,
    value: { state: { kind: 'waiting', isCancelRequested: true }, actions: ['stop-polling'] },
  });
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'waiting', isCancelRequested: true });
});

test('a result that arrives after the cancel request is paid for, so it is kept', async () => {
  const { program, end } = await openWithCancelRequest();
  const result = { kind: 'link', url: 'https://cdn.example/result.mp4', expiresAt: null } as const;
  end({ kind: 'done', result, billed: null });
  expect((await program.untilState('j1', 'done')).actions).toEqual(['dismiss']);
});

test.each(['no', 'unknown'] as const)(
  'a run that the provider cancelled is cancelled, with the reported charge: %s',
  async (charged) => {
    const { program, end } = await openWithCancelRequest();
    end({ kind: 'cancelled', charged });
    expect((await program.untilState('j1', 'cancelled')).state).toEqual({ kind: 'cancelled', charged });
  },
);

test('a cancel request survives a restart', async () => {
  const { harness, program, end } = await openWithCancelRequest();
  program.kill();
  end({ kind: 'cancelled', charged: 'no' });
  const next = harness.open({
    providers: [createFakeProvider({ status: async () => ({ kind: 'cancelled', charged: 'no' }) }).provider],
  });
  expect(next.job('j1').state).toMatchObject({ kind: 'waiting', isCancelRequested: true });
  await next.jobs.resume();
  await next.untilState('j1', 'cancelled');
});
