import { expect, test } from 'vitest';
import { holdBackUnsent } from '#main/jobs/hold-unsent.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness } from './harness.ts';

test('what a list that may be too old calls unsent is held back, and what is paid for goes on', async () => {
  const harness = createHarness();
  for (const kind of ['queued', 'preparing', 'uploading', 'waiting'] as const) harness.leave(kind, kind);
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  const heldBack = holdBackUnsent({ store: program.store, clock: program.clock, isFree: () => false });
  expect(heldBack).toBe(3);
  await program.jobs.resume();
  await program.untilState('waiting', 'done');
  for (const id of ['queued', 'preparing', 'uploading'])
    expect(program.job(id).state).toMatchObject({
      kind: 'failed',
      error: { code: 'answer-lost', charged: 'unknown' },
    });
  expect(fal.count('start')).toBe(0);
});

test('what costs nothing is simply made again', async () => {
  const harness = createHarness();
  harness.leave('j1', 'queued');
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  holdBackUnsent({ store: program.store, clock: program.clock, isFree: () => true });
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect(fal.count('start')).toBe(1);
});
