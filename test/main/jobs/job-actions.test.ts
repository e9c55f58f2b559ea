import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { CancelOutcome, Provider, StartOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, type Program, storedState } from './harness.ts';
import { error, freeModel, jobId, jobRecord, lostAnswer } from './samples.ts';

const pending: Provider['status'] = async () => ({
  kind: 'pending',
  fraction: null,
  queuePosition: null,
  etaSec: null,
});
const notInState = { ok: false, error: { code: 'job-not-in-state' } };
const cancelledUnpaid = { ok: true, value: { state: { kind: 'cancelled', charged: 'no' } } };

test('cancelling while the files are prepared stops the work, and nothing is charged', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  let wasStopped = false;
  const fit: JobPorts['fit'] = ({ signal }) =>
    new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        wasStopped = true;
        resolve(fail('cancelled'));
      }),
    );
  const program = harness.open({ providers: [fal.provider], fit });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'preparing');
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(cancelledUnpaid);
  await program.clock.until(() => wasStopped && harness.workFolders().length === 0);
  expect([program.job('j1').state.kind, fal.calls]).toEqual(['cancelled', []]);
});

test('cancelling while the files are uploaded stops the upload, and nothing is sent or charged', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({
    deliver: (_file, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(fail('cancelled')))),
  });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'uploading');
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(cancelledUnpaid);
  await program.clock.until(() => harness.workFolders().length === 0);
  expect(fal.calls).toEqual(['deliver']);
});

test('an upload that ends just as the job is cancelled is not followed by a request', async () => {
  let finish: (() => void) | undefined;
  const fal = createFakeProvider({
    deliver: () =>
      new Promise((resolve) => {
        finish = () => resolve({ ok: true, value: { kind: 'local', path: '/x' } });
      }),
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'uploading');
  await program.clock.until(() => finish !== undefined);
  await program.jobs.cancel(jobId('j1'));
  finish?.();
  await program.clock.rest();
  finish?.();
  await program.clock.rest();
  expect([fal.count('start'), program.job('j1').state.kind]).toEqual([0, 'cancelled']);
});

test('a request that is just being sent cannot be cancelled', async () => {
  const program = createHarness().open({ providers: [createFakeProvider({ start: never }).provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'starting');
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(notInState);
  program.kill();
});

/** A job that waits at a provider with this answer to a cancel. */
const waitingAt = async (cancel: Provider['cancel'], more: Partial<Provider> = {}) => {
  const fal = createFakeProvider({ status: pending, ...(cancel ? { cancel } : {}), ...more });
  const { cancel: _, ...without } = fal.provider;
  const program = createHarness().open({ providers: [cancel ? fal.provider : without] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'waiting');
  return { program, fal };
};

test.each<[CancelOutcome, object, string]>([
  [{ kind: 'cancelled', charged: 'no' }, cancelledUnpaid, 'cancelled'],
  [
    { kind: 'requested' },
    { ok: true, value: { state: { kind: 'waiting', isCancelRequested: true } } },
    'waiting',
  ],
  [{ kind: 'too-late' }, notInState, 'waiting'],
  [
    { kind: 'unreachable', error: fail('provider-unreachable').error },
    { ok: false, error: { code: 'provider-unreachable' } },
    'waiting',
  ],
])('cancelling a run that the provider has accepted: %j', async (outcome, answer, kind) => {
  const { program } = await waitingAt(async () => outcome);
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(answer);
  expect([program.job('j1').state.kind, storedState(program, 'j1').kind]).toEqual([kind, kind]);
});

test('cancel is refused where the provider does not support it', async () => {
  const { program } = await waitingAt(undefined);
  expect(program.job('j1').actions).toEqual(['stop-polling']);
  expect(await program.jobs.cancel(jobId('j1'))).toEqual(
    fail('not-supported-by-provider', { charged: 'unknown', subject: 'fal' }),
  );
  expect(program.job('j1').state.kind).toBe('waiting');
});

test('a cancel that throws in our own code leaves the job unchanged', async () => {
  const { program } = await waitingAt(() => Promise.reject(new TypeError('a bug')));
  expect(await program.jobs.cancel(jobId('j1'))).toEqual(fail('internal', { charged: 'unknown' }));
  expect(program.job('j1').state.kind).toBe('waiting');
});

test('a run that ends because it was cancelled is cancelled, not failed', async () => {
  let isCancelled = false;
  let answer: (() => void) | undefined;
  const { program } = await waitingAt(
    () =>
      new Promise((resolve) => {
        isCancelled = true;
        answer = () => resolve({ kind: 'cancelled', charged: 'no' });
      }),
    {
      status: async (ticket, call) => (isCancelled ? { kind: 'failed', error } : pending(ticket, call)),
    },
  );
  const cancelling = program.jobs.cancel(jobId('j1'));
  const waits = program.clock.waits.length;
  await program.clock.until(() => program.clock.waits.length > waits || isCancelled);
  await program.clock.rest();
  answer?.();
  expect(await cancelling).toMatchObject(cancelledUnpaid);
  await program.clock.rest();
  expect(program.seen('j1').at(-1)).toBe('cancelled');
});

test('the cancel of a free run never reports a charge', async () => {
  const demo = createFakeProvider(
    { status: pending, cancel: async () => ({ kind: 'requested' }) },
    freeModel,
  );
  const program = createHarness().open({ providers: [demo.provider] });
  await program.jobs.submit(jobRecord('j1', { model: freeModel }));
  await program.untilState('j1', 'waiting');
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(cancelledUnpaid);
});

test('a paid run that is being downloaded is not cancelled', async () => {
  const fal = createFakeProvider({ download: never });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'downloading');
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(notInState);
  program.kill();
});

test.each(['done', 'failed', 'cancelled', 'unsure'] as const)(
  'a job that is %s is not cancelled',
  async (kind) => {
    const harness = createHarness();
    harness.leave('j1', kind);
    const program = harness.open({ providers: [createFakeProvider().provider] });
    expect(await program.jobs.cancel(jobId('j1'))).toMatchObject(notInState);
  },
);

const endedIn = async (outcome: StartOutcome, more: Partial<Provider> = {}): Promise<Program> => {
  const fal = createFakeProvider({ start: async () => outcome, ...more });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => ['failed', 'unsure'].includes(program.job('j1').state.kind));
  return program;
};

test('a refusal includes the charge by the provider’s policy', async () => {
  const refusal = fail('provider-refused', {
    charged: 'yes',
    subject: 'fal',
    detail: 'no person found',
  }).error;
  const program = await endedIn({ kind: 'refused', error: refusal });
  expect(program.job('j1')).toMatchObject({
    state: { kind: 'failed', error: refusal },
    actions: ['retry', 'dismiss'],
  });
});

test('a request of which no byte was sent can be retried unpaid', async () => {
  const lost = fail('provider-unreachable', { charged: 'unknown', subject: 'fal' }).error;
  const program = await endedIn({ kind: 'not-sent', error: lost });
  expect(program.job('j1')).toMatchObject({
    state: { kind: 'failed', error: { code: 'provider-unreachable', charged: 'no' } },
    actions: ['retry', 'dismiss'],
  });
  expect(await program.jobs.retry(jobId('j1'))).toMatchObject({ ok: true, value: { parentId: 'j1' } });
});

const unsure: StartOutcome = {
  kind: 'unsure',
  error: fail('provider-answer-invalid', { charged: 'unknown', subject: 'fal', detail: '500' }).error,
};

test('a lost answer is unsure, and can only be resolved', async () => {
  const program = await endedIn(unsure);
  expect(program.job('j1')).toMatchObject({
    state: { kind: 'unsure', error: { ...lostAnswer, detail: '500' } },
    actions: ['resolve'],
  });
  for (const decide of [program.jobs.retry, program.jobs.cancel, program.jobs.dismiss])
    expect(await decide(jobId('j1'))).toMatchObject(notInState);
});

test('a start that throws in our own code may have been sent, so it is unsure', async () => {
  const fal = createFakeProvider({ start: () => Promise.reject(new TypeError('a bug')) });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const job = await program.untilState('j1', 'unsure');
  expect([job.state, fal.count('start')]).toMatchObject([
    { error: { code: 'answer-lost', charged: 'unknown' } },
    1,
  ]);
});

test('an unsure job that was found at the provider resumes under the id found there', async () => {
  const tickets: unknown[] = [];
  const defaults = createFakeProvider().provider;
  const program = await endedIn(unsure, {
    status: async (ticket, call) => {
      tickets.push(ticket);
      return defaults.status(ticket, call);
    },
  });
  const resolved = await program.jobs.resolve(jobId('j1'), {
    as: 'sent',
    providerJobId: 'from-the-dashboard',
  });
  expect(resolved).toMatchObject({ ok: true, value: { state: { kind: 'waiting' } } });
  await program.untilState('j1', 'done');
  expect(tickets).toEqual([{ request: 'from-the-dashboard' }]);
});

test('an unsure job that was sent, but cannot be found, is kept as possibly charged', async () => {
  const program = await endedIn(unsure);
  expect(await program.jobs.resolve(jobId('j1'), { as: 'sent' })).toMatchObject({
    ok: true,
    value: { state: { kind: 'failed', error: lostAnswer }, actions: ['resolve', 'dismiss'] },
  });
});

test('an unsure job that was not sent can be retried', async () => {
  const program = await endedIn(unsure);
  expect(await program.jobs.resolve(jobId('j1'), { as: 'not-sent' })).toMatchObject({
    ok: true,
    value: { state: { kind: 'cancelled', charged: 'no' }, actions: ['retry', 'dismiss'] },
  });
});

test('an id is refused for a provider that cannot be polled by one', async () => {
  const fal = createFakeProvider({ start: async () => unsure });
  const { ticketFor: _, ...without } = fal.provider;
  const program = createHarness().open({ providers: [without] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'unsure');
  expect(await program.jobs.resolve(jobId('j1'), { as: 'sent', providerJobId: 'x' })).toEqual(
    fail('not-supported-by-provider', { subject: 'fal' }),
  );
  expect(program.job('j1').state.kind).toBe('unsure');
});

test('resolve is refused for jobs that are not unsure', async () => {
  const harness = createHarness();
  harness.leave('j1', 'failed');
  const program = harness.open({ providers: [createFakeProvider().provider] });
  for (const as of ['sent', 'not-sent'] as const)
    expect(await program.jobs.resolve(jobId('j1'), { as })).toMatchObject(notInState);
});

test('a job that is done or still runs is not retried', async () => {
  const harness = createHarness();
  harness.leave('done', 'done');
  harness.leave('waiting', 'waiting');
  const program = harness.open({ providers: [createFakeProvider().provider] });
  for (const id of ['done', 'waiting']) expect(await program.jobs.retry(jobId(id))).toMatchObject(notInState);
});

test('a cancelled job can be retried as a new one', async () => {
  const harness = createHarness();
  harness.leave('j1', 'cancelled');
  const program = harness.open({ providers: [createFakeProvider().provider] });
  const again = await program.jobs.retry(jobId('j1'));
  expect(again).toMatchObject({ ok: true, value: { parentId: 'j1' } });
  if (again.ok) await program.untilState(again.value.id, 'done');
  expect(program.job('j1').state.kind).toBe('cancelled');
});

test('dismissing many jobs removes the settled ones and keeps the others', async () => {
  const harness = createHarness();
  for (const kind of ['done', 'cancelled', 'waiting', 'unsure'] as const) harness.leave(kind, kind);
  const program = harness.open({ providers: [createFakeProvider().provider] });
  const ids = ['done', 'cancelled', 'waiting', 'unsure', 'unknown'].map(jobId);
  expect(await program.jobs.dismissAll(ids)).toEqual(ok({ changed: 2 }));
  expect(program.jobs.list().map(({ id }) => String(id))).toEqual(['unsure', 'waiting']);
});
