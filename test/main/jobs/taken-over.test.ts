/** Actions on a job that no process works on, and on a free job. */
import { expect, test } from 'vitest';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, storedState } from './harness.ts';
import { freeModel, jobId, jobRecord, lostAnswer } from './samples.ts';

test('a run cancelled right after its program was killed is still polled', async () => {
  const harness = createHarness();
  const first = harness.open({ providers: [createFakeProvider({ status: never }).provider] });
  await first.jobs.submit(jobRecord('j1'));
  await first.untilState('j1', 'waiting');
  const second = harness.open({
    providers: [createFakeProvider({ cancel: async () => ({ kind: 'requested' }) }).provider],
  });
  await second.jobs.resume();
  first.kill();
  expect(await second.jobs.cancel(jobId('j1'))).toMatchObject({
    ok: true,
    value: { state: { kind: 'waiting', isCancelRequested: true } },
  });
  expect((await second.untilState('j1', 'done')).actions).toEqual(['dismiss']);
});

test.each([
  ['waiting', { status: never }],
  ['downloading', { download: never }],
] as const)(
  'a free run whose polling was stopped while it is %s is not reported as charged',
  async (kind, script) => {
    const program = createHarness().open({ providers: [createFakeProvider(script, freeModel).provider] });
    await program.jobs.submit(jobRecord('j1', { model: freeModel }));
    await program.untilState('j1', kind);
    await program.jobs.stopPolling(jobId('j1'));
    expect(storedState(program, 'j1')).toMatchObject({
      kind: 'failed',
      error: { code: 'polling-stopped', charged: 'no' },
    });
  },
);

test('a free run that the user resolves as sent is not reported as charged', async () => {
  const demo = createFakeProvider({ start: async () => ({ kind: 'unsure', error: lostAnswer }) }, freeModel);
  const program = createHarness().open({ providers: [demo.provider] });
  await program.jobs.submit(jobRecord('j1', { model: freeModel }));
  await program.untilState('j1', 'unsure');
  await program.jobs.resolve(jobId('j1'), { as: 'sent' });
  expect(storedState(program, 'j1')).toMatchObject({
    kind: 'failed',
    error: { code: 'answer-lost', charged: 'no' },
  });
});
