/** An unsure job: found at the provider by our request id, or sent again by a user who knows the risk. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { FindOutcome, StartOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, storedState } from './harness.ts';
import { jobId, jobRecord, lostAnswer } from './samples.ts';

const unsure: StartOutcome = { kind: 'unsure', error: lostAnswer };

const lost = async (find: () => Promise<FindOutcome>) => {
  const queried: string[] = [];
  const starts: string[] = [];
  const fal = createFakeProvider({
    start: async ({ requestId }) => {
      starts.push(requestId);
      return starts.length === 1 ? unsure : { kind: 'accepted', ticket: { request: 'second' } };
    },
    find: ({ requestId }) => {
      queried.push(requestId);
      return find();
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'unsure');
  return { program, fal, queried, starts };
};

test('a request that the provider has is resumed, and never sent again', async () => {
  const { program, fal, queried } = await lost(async () => ({ kind: 'found', ticket: { request: 'r7' } }));
  expect(program.job('j1').actions).toEqual(['find', 'resolve']);
  expect(await program.jobs.find(jobId('j1'))).toMatchObject({
    ok: true,
    value: { isFound: true, job: { state: { kind: 'waiting' } } },
  });
  await program.untilState('j1', 'done');
  expect([queried, fal.count('start')]).toEqual([['j1'], 1]);
});

test('a request that the provider has never received stays unsure until the user decides', async () => {
  const { program } = await lost(async () => ({ kind: 'absent' }));
  expect(await program.jobs.find(jobId('j1'))).toMatchObject({
    ok: true,
    value: { isFound: false, job: { state: { kind: 'unsure' } } },
  });
  expect(storedState(program, 'j1').kind).toBe('unsure');
});

test.each<[string, () => Promise<FindOutcome>]>([
  ['provider-unreachable', async () => ({ kind: 'unreachable', error: fail('provider-unreachable').error })],
  ['internal', () => Promise.reject(new TypeError('a bug'))],
])('a look that teaches nothing (%s) changes nothing', async (code, find) => {
  const { program } = await lost(find);
  expect(await program.jobs.find(jobId('j1'))).toMatchObject({
    ok: false,
    error: { code, charged: 'unknown' },
  });
  expect(program.job('j1').state.kind).toBe('unsure');
});

test('find is refused for jobs that are not unsure, and for providers that do not support it', async () => {
  const { program } = await lost(async () => ({ kind: 'found', ticket: { request: 'r7' } }));
  await program.jobs.find(jobId('j1'));
  expect(await program.jobs.find(jobId('j1'))).toMatchObject({ error: { code: 'job-not-in-state' } });

  const harness = createHarness();
  harness.leave('j2', 'unsure');
  const other = harness.open({ providers: [createFakeProvider().provider] });
  expect(await other.jobs.find(jobId('j2'))).toEqual(fail('not-supported-by-provider', { subject: 'fal' }));
});

test('sending again creates a job with its own id, and the first one stays as possibly charged', async () => {
  const { program, starts } = await lost(async () => ({ kind: 'absent' }));
  const again = await program.jobs.resolve(jobId('j1'), { as: 'send-again' });
  expect(again).toMatchObject({ ok: true, value: { parentId: 'j1' } });
  if (!again.ok) return;
  await program.untilState(again.value.id, 'done');
  expect(program.job('j1').state).toEqual({ kind: 'failed', error: lostAnswer });
  expect(starts).toEqual(['j1', again.value.id]);
});

test('sending again is refused for jobs that are not unsure', async () => {
  const harness = createHarness();
  harness.leave('j1', 'waiting');
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  expect(await program.jobs.resolve(jobId('j1'), { as: 'send-again' })).toMatchObject({
    error: { code: 'job-not-in-state' },
  });
  expect([fal.count('start'), program.jobs.list().length]).toEqual([0, 1]);
});
