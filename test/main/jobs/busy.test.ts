/** A provider that refuses with a rate limit: the run waits, is sent later, and does not fail. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { longestBusyMs, nextSendInMs } from '#main/jobs/steps/prepare.ts';
import type { StartOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, storedState } from './harness.ts';
import { jobId, jobRecord } from './samples.ts';

const busy = (retryAfterSec: number | null = null): StartOutcome => ({
  kind: 'busy',
  error: fail('provider-rate-limited', { subject: 'fal', detail: 'Too many requests' }).error,
  retryAfterSec,
});
const accepted: StartOutcome = { kind: 'accepted', ticket: { request: 'r1' } };
const unsure: StartOutcome = { kind: 'unsure', error: fail('answer-lost', { charged: 'unknown' }).error };

/** Answers the submits with these in order, and then accepts. */
const answering = (...outcomes: readonly StartOutcome[]) => {
  const left = [...outcomes];
  const sentAt: number[] = [];
  let now = () => 0;
  const fal = createFakeProvider({
    start: async () => {
      sentAt.push(now());
      return left.shift() ?? accepted;
    },
  });
  return {
    ...fal,
    sentAt,
    goBy: (clock: { now: () => Date }) => {
      now = () => clock.now().getTime();
    },
  };
};

const secondsBetween = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, at) => Math.round((time - (times[at] ?? 0)) / 1000));

test('a rate-limited run waits for Retry-After, or with backoff, and succeeds', async () => {
  const fal = answering(busy(40), busy(), busy(), busy(2));
  const program = createHarness().open({ providers: [fal.provider] });
  fal.goBy(program.clock);
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(secondsBetween(fal.sentAt)).toEqual([40, 10, 20, 40]);
  expect(program.jobs.spending()).toMatchObject({ ok: true, value: { day: { runs: 1 } } });
});

test('a waiting run reports when it is sent, is unpaid, and can be cancelled', async () => {
  const fal = answering(busy(240));
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const job = await program.untilState('j1', 'uploading');
  await program.clock.until(() => 'busyUntil' in program.job('j1').state);
  const { state, actions } = program.job('j1');
  const busyUntil = 'busyUntil' in state ? Date.parse(state.busyUntil ?? '') : 0;
  expect([busyUntil > Date.parse(job.createdAt) + 239_000, actions]).toEqual([true, ['cancel']]);
  expect(program.jobs.spending()).toMatchObject({ ok: true, value: { day: { runs: 0 } } });
  expect(await program.jobs.cancel(jobId('j1'))).toMatchObject({
    ok: true,
    value: { state: { kind: 'cancelled', charged: 'no' } },
  });
  await program.clock.rest();
  expect(fal.count('start')).toBe(1);
});

test('each attempt is stored before it is sent: an attempt that is killed is unsure and never sent again', async () => {
  const harness = createHarness();
  let tries = 0;
  const first = createFakeProvider({
    start: async () => {
      tries += 1;
      return tries === 1 ? busy() : never();
    },
  });
  const killed = harness.open({ providers: [first.provider] });
  await killed.jobs.submit(jobRecord('j1'));
  await killed.clock.until(() => tries === 2);
  expect(storedState(killed, 'j1').kind).toBe('starting');
  killed.kill();
  const second = createFakeProvider();
  const program = harness.open({ providers: [second.provider] });
  await program.jobs.resume();
  await program.clock.rest();
  expect([program.job('j1').state.kind, second.count('start')]).toEqual(['unsure', 0]);
});

test('a later attempt whose answer is lost is unsure', async () => {
  const fal = answering(busy(), unsure);
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'unsure');
  expect(fal.count('start')).toBe(2);
});

test('a wait survives a restart: the run is sent at its time, without another spend check', async () => {
  const harness = createHarness();
  const first = answering(busy(900));
  const killed = harness.open({ providers: [first.provider] });
  await killed.jobs.submit(jobRecord('j1'));
  await killed.clock.until(
    () => storedState(killed, 'j1').kind === 'uploading' && first.count('start') === 1,
  );
  const retryAfterAt = killed.clock.now().getTime();
  killed.kill();
  const second = answering();
  const program = harness.open({ providers: [second.provider] });
  second.goBy(program.clock);
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect(second.sentAt.length).toBe(1);
  expect((second.sentAt[0] ?? 0) - retryAfterAt).toBeGreaterThanOrEqual(890_000);
});

test('three rate-limited runs of a batch with `stopAfter` 1 are all sent', async () => {
  const fal = answering(busy(7), busy(7), busy(), busy(), busy());
  const program = createHarness().open({ providers: [fal.provider] });
  const runs = ['j1', 'j2', 'j3'];
  await program.jobs.submitBatch(
    runs.map((id) => jobRecord(id)),
    { stopAfter: 1 },
  );
  for (const id of runs) await program.untilState(id, 'done');
  expect(fal.count('start')).toBe(8);
});

test('a provider that is rate limited for a day fails the run unpaid, and cancels no other', async () => {
  const fal = createFakeProvider({
    start: async ({ prompt }) => (prompt.includes('j1') ? busy(7200) : accepted),
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submitBatch([jobRecord('j1'), jobRecord('j2')], { stopAfter: 1 });
  await program.untilState('j2', 'done');
  const failed = await program.untilState('j1', 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'provider-rate-limited', charged: 'no' } });
  expect(fal.count('start')).toBe(14);
});

test.each([
  ['are reused while they are valid', 7200, 2],
  ['are created again where they expire too soon', 5000, 4],
])('links to files %s', async (_what, lifeSec, delivers) => {
  let links = 0;
  const fal = createFakeProvider({
    deliver: async ({ local }) => {
      links += 1;
      const expiresAt = new Date(Date.parse('2026-11-21T10:00:00Z') + lifeSec * 1000).toISOString();
      return ok({
        kind: 'link',
        url: `https://cdn.example/${links}/${local.name}`,
        expiresAt,
        via: 'bucket',
      });
    },
    start: async () => (links <= 2 && starts++ === 0 ? busy(1800) : accepted),
  });
  let starts = 0;
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(links).toBe(delivers);
});

test('a rate limit of the upload host delays the upload, and nothing is sent before', async () => {
  let delivers = 0;
  const fal = createFakeProvider({
    deliver: async ({ local }) => {
      delivers += 1;
      return delivers < 4
        ? fail('provider-rate-limited', { subject: 'bucket' })
        : ok({ kind: 'link', url: `https://cdn.example/${local.name}`, expiresAt: null, via: 'bucket' });
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect([delivers, fal.count('start')]).toEqual([5, 1]);
});

test('a clock that is set back does not lengthen the wait', async () => {
  const fal = answering(busy(60));
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => 'busyUntil' in program.job('j1').state);
  program.clock.jump(-86_400_000);
  await program.untilState('j1', 'done');
  expect(Math.max(...program.clock.waits)).toBeLessThanOrEqual(60_000);
});

test.each([
  [1, 0, null, 5000],
  [4, 60_000, null, 40_000],
  [30, 3_600_000, null, 300_000],
  [1, 0, 7200, 7_200_000],
  [2, longestBusyMs - 10_000, 7200, 10_000],
  [9, longestBusyMs, null, null],
])(
  'after %i refusals in %i ms and Retry-After %s s, it is sent again in %s ms',
  (refusals, busyMs, retryAfterSec, ms) => {
    expect(nextSendInMs({ refusals, busyMs, retryAfterSec })).toBe(ms);
  },
);
