import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { next } from '#main/jobs/machine.ts';
import type { StoredState } from '#main/jobs/record.ts';
import type { JobStore } from '#main/jobs/store.ts';
import { createFakeProvider, type DeliveryProvider, type FakeProvider } from './fake-provider.ts';
import { createHarness, never, type Program, storedState } from './harness.ts';
import { freeModel, jobId, jobRecord, lostAnswer } from './samples.ts';

/** Work that runs, and does not end, when the program is killed. */
const hangsIn: {
  readonly [K in
    | 'preparing'
    | 'uploading'
    | 'starting'
    | 'waiting'
    | 'downloading']: Partial<DeliveryProvider>;
} = {
  preparing: {},
  uploading: { deliver: never },
  starting: { start: never },
  waiting: { status: never },
  downloading: { download: never },
};

/** Runs a job until it is in the state, kills the program, and starts another on the same folder. */
const killIn = async (
  kind: keyof typeof hangsIn,
): Promise<{ first: FakeProvider; second: FakeProvider; program: Program }> => {
  const harness = createHarness();
  const first = createFakeProvider(hangsIn[kind]);
  const killed = harness.open({
    providers: [first.provider],
    ...(kind === 'preparing' ? { fit: never } : {}),
  });
  await killed.jobs.submit(jobRecord('j1'));
  await killed.untilState('j1', kind);
  await killed.clock.rest();
  killed.kill();
  const second = createFakeProvider();
  const program = harness.open({ providers: [second.provider] });
  await program.jobs.resume();
  return { first, second, program };
};

test.each(['preparing', 'uploading'] as const)(
  'a job that was %s when the program was killed starts again, and is paid once',
  async (kind) => {
    const { first, second, program } = await killIn(kind);
    await program.untilState('j1', 'done');
    expect([first.count('start'), second.count('start')]).toEqual([0, 1]);
  },
);

test('a job that was queued when the program was killed is run', async () => {
  const harness = createHarness();
  harness.leave('j1', 'queued');
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect(fal.count('start')).toBe(1);
});

test('a request that was being sent when the program was killed is never sent again automatically', async () => {
  const { first, second, program } = await killIn('starting');
  const unsure = await program.untilState('j1', 'unsure');
  await program.clock.rest();
  expect([unsure.state, unsure.actions]).toEqual([{ kind: 'unsure', error: lostAnswer }, ['resolve']]);
  expect([first.count('start'), second.calls]).toEqual([1, []]);
});

test.each(['waiting', 'downloading'] as const)(
  'a job that was %s when the program was killed is fetched without paying again',
  async (kind) => {
    const { first, second, program } = await killIn(kind);
    await program.untilState('j1', 'done');
    expect([first.count('start'), second.count('start')]).toEqual([1, 0]);
  },
);

test('a free run that was being sent is run again', async () => {
  const harness = createHarness();
  const first = createFakeProvider({ start: never }, freeModel);
  const killed = harness.open({ providers: [first.provider] });
  await killed.jobs.submit(jobRecord('j1', { model: freeModel }));
  await killed.untilState('j1', 'starting');
  killed.kill();
  const program = harness.open({ providers: [createFakeProvider({}, freeModel).provider] });
  await program.jobs.resume();
  expect((await program.untilState('j1', 'done')).state.kind).toBe('done');
});

test.each<StoredState['kind']>(['done', 'failed', 'cancelled', 'unsure'])(
  'a job that was %s stays so, and the provider receives no call for it',
  async (kind) => {
    const harness = createHarness();
    harness.leave('j1', kind);
    const fal = createFakeProvider();
    const program = harness.open({ providers: [fal.provider] });
    await program.jobs.resume();
    await program.clock.rest();
    expect([program.job('j1').state.kind, fal.calls]).toEqual([kind, []]);
  },
);

test('the next start removes files of settled jobs and keeps those of others', async () => {
  const harness = createHarness();
  const kinds = ['done', 'cancelled', 'failed', 'unsure', 'waiting'] as const;
  for (const kind of kinds) harness.leave(kind, kind);
  const program = harness.open({ providers: [createFakeProvider({ status: never }).provider] });
  await program.jobs.resume();
  await program.clock.until(() => harness.workFolders().length === 2);
  expect([...harness.workFolders()].sort()).toEqual(['unsure', 'waiting']);
});

/** A store whose disk is full for the writes that the test selects. */
const failing = (isFull: (state: StoredState) => boolean) => (store: JobStore) => ({
  ...store,
  apply: ((id, event) => {
    const job = store.load(id);
    const state = job.ok ? next(job.value.record.state, event) : job;
    return state.ok && isFull(state.value)
      ? fail('disk-full', { subject: 'understudy.db' })
      : store.apply(id, event);
  }) satisfies JobStore['apply'],
});

test('a request whose state cannot be stored first is not sent', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  let isFull = true;
  const program = harness.open({
    providers: [fal.provider],
    wrapStore: failing((state) => isFull && (state.kind === 'starting' || state.kind === 'failed')),
  });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed).toMatchObject({
    state: { kind: 'failed', error: { code: 'disk-full', charged: 'no' } },
    actions: [],
  });
  await program.clock.until(() => program.clock.waits.includes(30_000));
  expect([fal.count('start'), storedState(program, 'j1').kind]).toEqual([0, 'uploading']);
  expect(await program.jobs.retry(jobId('j1'))).toMatchObject({
    ok: false,
    error: { code: 'job-not-in-state' },
  });
  isFull = false;
  await program.clock.until(() => storedState(program, 'j1').kind === 'failed');
  await program.clock.rest();
  expect([program.job('j1').actions, fal.count('start')]).toEqual([['retry', 'dismiss'], 0]);
});

test('an accepted request whose state cannot be stored yet is stored later', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  let isFull = true;
  const program = harness.open({
    providers: [fal.provider],
    wrapStore: failing((state) => isFull && state.kind === 'waiting'),
  });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => program.clock.waits.includes(8000));
  expect([storedState(program, 'j1').kind, fal.calls]).toEqual(['starting', ['deliver', 'deliver', 'start']]);
  isFull = false;
  await program.untilState('j1', 'done');
  expect(fal.count('start')).toBe(1);
});

test('a kept result whose state cannot be stored yet is not fetched or kept again', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  let isFull = true;
  const program = harness.open({
    providers: [fal.provider],
    wrapStore: failing((state) => isFull && state.kind === 'done'),
  });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => program.clock.waits.includes(8000));
  isFull = false;
  await program.untilState('j1', 'done');
  expect([fal.count('download'), fal.count('start')]).toEqual([1, 1]);
});

test('a malformed stored job is logged, left unchanged, and blocks nothing else', async () => {
  const harness = createHarness();
  harness.leave('good', 'queued');
  harness.leave('odd', 'queued');
  const fal = createFakeProvider();
  harness.damage('odd');
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.resume();
  await program.untilState('good', 'done');
  expect(program.jobs.list().map(({ id }) => id)).toEqual(['good']);
  expect(program.log.lines).toContainEqual({
    level: 'error',
    message: 'stored job malformed',
  });
  expect(program.store.load(jobId('odd'))).toEqual(fail('job-unknown'));
  expect([program.store.isKnown('odd'), program.store.isKnown('none')]).toEqual([true, false]);
});

test('closing stops all work and leaves each job in its state', async () => {
  const harness = createHarness();
  const signals: boolean[] = [];
  const fal = createFakeProvider({
    status: (_ticket, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          signals.push(signal.aborted);
          resolve({ kind: 'unreachable', error: fail('cancelled').error, retryAfterSec: null });
        }),
      ),
  });
  const program = harness.open({ providers: [fal.provider] });
  for (const id of ['a', 'b', 'c']) await program.jobs.submit(jobRecord(id));
  await program.untilState('a', 'waiting');
  await program.untilState('b', 'waiting');
  await program.clock.until(() => fal.count('status') === 2);
  await program.jobs.close();
  expect(signals).toEqual([true, true]);
  expect(['a', 'b', 'c'].map((id) => storedState(program, id).kind)).toEqual([
    'waiting',
    'waiting',
    'queued',
  ]);
});

test('closing waits for the answer to a sent request', async () => {
  const harness = createHarness();
  let answer: (() => void) | undefined;
  const fal = createFakeProvider({
    start: () =>
      new Promise((resolve) => {
        answer = () => resolve({ kind: 'accepted', ticket: { request: 'r1' } });
      }),
  });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'starting');
  const closed = program.jobs.close();
  await program.clock.rest();
  answer?.();
  await closed;
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'waiting', ticket: { request: 'r1' } });
});

test('closing stops waiting after its grace period: a request without an answer is unsure', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({
    start: (_request, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ kind: 'unsure', error: fail('answer-lost').error })),
      ),
  });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'starting');
  let isClosed = false;
  const closed = program.jobs.close().then(() => {
    isClosed = true;
  });
  await program.clock.until(() => isClosed);
  await closed;
  expect(program.clock.waits).toContain(5000);
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'unsure', error: { charged: 'unknown' } });
});

test('a request that closing prevented is queued, not unsure', async () => {
  const harness = createHarness();
  const fal = createFakeProvider();
  const program: Program = harness.open({
    providers: [fal.provider],
    wrapStore: (store) => ({
      ...store,
      apply: (id, event) => {
        const changed = store.apply(id, event);
        if (changed.ok && changed.value.record.state.kind === 'starting') closed = program.jobs.close();
        return changed;
      },
    }),
  });
  let closed: Promise<void> | undefined;
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => closed !== undefined);
  await closed;
  expect([storedState(program, 'j1').kind, fal.count('start')]).toEqual(['queued', 0]);
});

test('closing does not wait for work that ignores its signal', async () => {
  const harness = createHarness();
  const program = harness.open({ providers: [createFakeProvider({ status: never }).provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'waiting');
  await program.clock.until(() => program.clock.waits.includes(1000));
  let isClosed = false;
  const closed = program.jobs.close().then(() => {
    isClosed = true;
  });
  await program.clock.until(() => isClosed);
  await closed;
  expect(storedState(program, 'j1').kind).toBe('waiting');
});
