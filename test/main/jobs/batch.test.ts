import { expect, test } from 'vitest';
import { type AppError, fail } from '#contract/errors.ts';
import { batchIdSchema } from '#contract/model/job.ts';
import { countsAsFailure, toCallOff } from '#main/jobs/batches.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { errorOf } from '#test/fixtures/errors.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never } from './harness.ts';
import { jobId, jobRecord, statesIn } from './samples.ts';

const states = statesIn('/data/j1');
const failedWith = (code: AppError['code']): StoredState => ({
  ...states.failed,
  error: errorOf(code),
});
const { kind: _, ...download } = states.downloading;

test('only errors that predict something for the other runs count as failures', () => {
  const counted = {
    refused: countsAsFailure(failedWith('content-refused')),
    unpaid: countsAsFailure(failedWith('no-credit')),
    'not fetched yet': countsAsFailure({ ...states.failed, download }),
    'polling stopped by the user': countsAsFailure(failedWith('polling-stopped')),
    'of unknown end': countsAsFailure(failedWith('answer-lost')),
    'no room here': countsAsFailure(failedWith('disk-full')),
    cancelled: countsAsFailure(states.cancelled),
    unsure: countsAsFailure(states.unsure),
  };
  expect(Object.entries(counted).flatMap(([name, counts]) => (counts ? [name] : []))).toEqual([
    'refused',
    'unpaid',
  ]);
});

test('at the last allowed failure unsent jobs are cancelled, and jobs that may be paid continue', () => {
  const records = [
    jobRecord('bad', { state: failedWith('content-refused') }),
    ...(['queued', 'preparing', 'uploading', 'starting', 'waiting', 'done', 'unsure'] as const).map((kind) =>
      jobRecord(kind, { state: states[kind] }),
    ),
  ];
  const idsFor = (stopAfter: number | null) => toCallOff({ records, stopAfter }).map(({ id }) => id);
  expect([idsFor(1), idsFor(2), idsFor(null)]).toEqual([['queued', 'preparing', 'uploading'], [], []]);
});

const records = (...ids: readonly string[]) => ids.map((id) => jobRecord(id));
/** Each fit fails when the test ends it. */
const failingFits = () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const fit: JobPorts['fit'] = ({ folder, signal }) => {
    const id = folder.split('/').at(-2) ?? '';
    begun.push(id);
    return new Promise((resolve) => {
      ends.set(id, () => resolve(fail('tool-failed', { reason: 'exit' })));
      signal.addEventListener('abort', () => resolve(fail('cancelled')));
    });
  };
  return { begun, fit, end: (id: string) => ends.get(id)?.() };
};

test('a batch is stored as a whole, in its order, under one id', async () => {
  const program = createHarness().open({ providers: [createFakeProvider({ status: never }).provider] });
  const sent = await program.jobs.submitBatch(records('a', 'b', 'c'), { stopAfter: null });
  if (!sent.ok) throw new Error(sent.error.code);
  const { batchId, jobs } = sent.value;
  expect(jobs.map((job) => [job.id, job.batchId, job.place])).toEqual([
    ['a', batchId, 1],
    ['b', batchId, 2],
    ['c', batchId, 3],
  ]);
});

test('after `stopAfter` failures the unsent jobs of a batch are cancelled unpaid, and their work stops', async () => {
  const harness = createHarness();
  const { begun, fit, end } = failingFits();
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider], fit });
  await program.jobs.submitBatch(records('a', 'b', 'c', 'd', 'e'), { stopAfter: 2 });
  await program.jobs.submit(jobRecord('other'));
  await program.clock.rest();
  end('a');
  await program.clock.until(() => begun.includes('c'));
  end('b');
  await program.untilState('other', 'preparing');
  const shown = ['a', 'b', 'c', 'd', 'e'].map((id) => program.job(id).state);
  const cancelled = { kind: 'cancelled', charged: 'no' };
  expect(shown).toMatchObject([{ kind: 'failed' }, { kind: 'failed' }, cancelled, cancelled, cancelled]);
  expect([begun, fal.calls]).toEqual([['a', 'b', 'c', 'other'], []]);
});

test('cancelling a batch cancels its unsent jobs and returns their number', async () => {
  const program = createHarness().open({ providers: [createFakeProvider({ status: never }).provider] });
  const sent = await program.jobs.submitBatch(records('a', 'b', 'c', 'd'), { stopAfter: null });
  if (!sent.ok) throw new Error(sent.error.code);
  await program.untilState('b', 'waiting');
  expect(await program.jobs.cancelBatch(sent.value.batchId)).toEqual({ ok: true, value: { cancelled: 2 } });
  expect(['a', 'b', 'c', 'd'].map((id) => program.job(id).state.kind)).toEqual([
    'waiting',
    'waiting',
    'cancelled',
    'cancelled',
  ]);
  expect(await program.jobs.cancelBatch(batchIdSchema.parse('none'))).toEqual({
    ok: true,
    value: { cancelled: 0 },
  });
});

test('a batch that reached its failures before a crash is cancelled at the next start, not started', async () => {
  const harness = createHarness();
  const before = harness.open({ providers: [] });
  const batchId = batchIdSchema.parse('batch-1');
  const inBatch = (id: string, state: StoredState) => ({ ...jobRecord(id, { state }), batchId });
  before.store.insert([inBatch('bad', failedWith('content-refused')), inBatch('next', states.queued)], {
    batch: { id: batchId, createdAt: '2026-11-21T10:00:00.000Z', stopAfter: 1 },
  });
  before.kill();
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.resume();
  await program.clock.rest();
  expect([program.job('next').state, fal.calls]).toEqual([{ kind: 'cancelled', charged: 'no' }, []]);
});

test('a retry is not part of the batch', async () => {
  const { fit, end } = failingFits();
  const program = createHarness().open({ providers: [createFakeProvider().provider], fit });
  await program.jobs.submitBatch(records('a', 'b'), { stopAfter: 2 });
  await program.clock.rest();
  end('a');
  await program.untilState('a', 'failed');
  const again = await program.jobs.retry(jobId('a'));
  expect(again).toMatchObject({ ok: true, value: { parentId: 'a', batchId: null } });
});
