import { afterEach, expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { JobState } from '#contract/model/job.ts';
import type { Spent } from '#contract/model/spending.ts';
import { beginningsAt } from '#main/jobs/ledger.ts';
import type { StartOutcome } from '#main/providers/spec.ts';
import { createFakeProvider, type DeliveryProvider } from './fake-provider.ts';
import { createHarness, never, type Program } from './harness.ts';
import { freeModel, jobId, jobRecord, lostAnswer, model } from './samples.ts';

const { TZ: zoneBefore } = process.env;
afterEach(() => {
  if (zoneBefore === undefined) delete process.env.TZ;
  else process.env.TZ = zoneBefore;
});

test.each([
  ['UTC', '2026-11-21T10:00:00Z', '2026-11-21T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
  ['Europe/Berlin', '2026-11-21T22:59:59Z', '2026-11-20T23:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ['Europe/Berlin', '2026-11-21T23:00:00Z', '2026-11-21T23:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z', '2026-09-30T22:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z', '2026-02-28T23:00:00.000Z'],
  ['America/Los_Angeles', '2026-12-01T07:59:00Z', '2026-11-30T08:00:00.000Z', '2026-11-01T07:00:00.000Z'],
  ['Africa/Cairo', '2026-04-24T10:00:00Z', '2026-04-23T22:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  ['Pacific/Kiritimati', '2027-01-31T11:00:00Z', '2027-01-31T10:00:00.000Z', '2027-01-31T10:00:00.000Z'],
])('in %s at %s the day began at %s and the month at %s', (zone, now, day, month) => {
  process.env.TZ = zone;
  expect(beginningsAt(new Date(now))).toEqual({ day, month });
});

const spendingOf = ({ jobs }: Program) => {
  const spending = jobs.spending();
  if (!spending.ok) throw new Error(spending.error.code);
  return spending.value;
};
const nothing = { runs: 0, estimateMicros: 0, billedMicros: 0, countedMicros: 0, unknownRuns: 0 };
const one = { ...nothing, runs: 1, estimateMicros: 896_000, countedMicros: 896_000 };

/** Sends one run and returns its counted spending of today, once it is in that state. */
const countedWhen = async (
  kind: JobState['kind'],
  script: Partial<DeliveryProvider>,
  spec = model,
): Promise<{ readonly program: Program; readonly day: Spent }> => {
  const program = createHarness().open({ providers: [createFakeProvider(script, spec).provider] });
  await program.jobs.submit(jobRecord('j1', { model: spec }));
  await program.untilState('j1', kind);
  return { program, day: spendingOf(program).day };
};
const starting = (outcome: StartOutcome): Partial<DeliveryProvider> => ({ start: async () => outcome });

test.each<[string, JobState['kind'], Partial<DeliveryProvider>, Spent]>([
  ['a run that is waited for counts at its estimate', 'waiting', { status: never }, one],
  ['a lost request may be paid, and counts', 'unsure', starting({ kind: 'unsure', error: lostAnswer }), one],
  [
    'a refused request does not count',
    'failed',
    starting({ kind: 'refused', error: fail('no-credit').error }),
    nothing,
  ],
  [
    'a request that was not sent does not count',
    'failed',
    starting({ kind: 'not-sent', error: fail('provider-unreachable').error }),
    nothing,
  ],
  [
    'a run that failed uncharged does not count',
    'failed',
    { status: async () => ({ kind: 'failed', error: fail('provider-failed').error }) },
    nothing,
  ],
  [
    'a run that failed and may be charged counts',
    'failed',
    {
      status: async () => ({ kind: 'failed', error: fail('provider-failed', { charged: 'unknown' }).error }),
    },
    one,
  ],
])('%s', async (_title, kind, script, counted) => {
  expect((await countedWhen(kind, script)).day).toEqual(counted);
});

test('a bill counts in place of the estimate', async () => {
  const { program } = await countedWhen('done', {
    status: async () => ({
      kind: 'done',
      result: { kind: 'link', url: 'https://cdn.example/r', expiresAt: null },
      billed: { kind: 'micros', micros: 700_000 },
    }),
  });
  expect(spendingOf(program).month).toEqual({ ...one, billedMicros: 700_000, countedMicros: 700_000 });
});

test('a run of unknown price counts as a run without an amount', async () => {
  const program = createHarness().open({ providers: [createFakeProvider({ status: never }).provider] });
  await program.jobs.submit({ ...jobRecord('j1'), estimate: { unknown: 'not published' } });
  await program.untilState('j1', 'waiting');
  expect(spendingOf(program).day).toEqual({ ...nothing, runs: 1, unknownRuns: 1 });
});

test('a free run is not entered', async () => {
  expect((await countedWhen('done', {}, freeModel)).day).toEqual(nothing);
});

test('spending stays counted after its job is dismissed', async () => {
  const { program } = await countedWhen('done', {});
  await program.jobs.dismiss(jobId('j1'));
  expect([program.jobs.list(), spendingOf(program).month]).toEqual([[], { ...one, billedMicros: 896_000 }]);
});

test('a lost request that the user resolves as not sent does not count', async () => {
  const { program } = await countedWhen('unsure', starting({ kind: 'unsure', error: lostAnswer }));
  await program.jobs.resolve(jobId('j1'), { as: 'not-sent' });
  expect(spendingOf(program).day).toEqual(nothing);
});

test('spending of queued jobs is reported apart from what is spent', async () => {
  const harness = createHarness();
  const program = harness.open({ providers: [createFakeProvider({ status: never }).provider] });
  for (const id of ['a', 'b', 'c', 'd', 'e']) await program.jobs.submit(jobRecord(id));
  await program.untilState('b', 'waiting');
  const { day, waitingMicros } = spendingOf(program);
  expect([day.runs, day.countedMicros, waitingMicros]).toEqual([2, 2 * 896_000, 3 * 896_000]);
  expect(program.reportedSpending.at(-1)).toEqual(spendingOf(program));
});

test('a clock that is set back does not remove spending', async () => {
  const { program } = await countedWhen('waiting', { status: never });
  program.clock.jump(-40 * 24 * 3600 * 1000);
  expect(spendingOf(program)).toMatchObject({ day: one, month: one });
});

test('after midnight the run counts for the month alone, and that is reported automatically', async () => {
  const { program } = await countedWhen('waiting', { status: never });
  await program.jobs.resume();
  program.clock.jump(2 * 24 * 3600 * 1000);
  await program.clock.until(() => program.reportedSpending.at(-1)?.day.runs === 0);
  expect(program.reportedSpending.at(-1)).toMatchObject({ day: nothing, month: one });
});

test('runs of versions without a ledger are entered when a program opens, even without resuming', async () => {
  const harness = createHarness();
  for (const kind of ['unsure', 'queued', 'cancelled'] as const) harness.leave(kind, kind);
  harness.forgetSpending();
  expect(spendingOf(harness.open({ providers: [] })).day).toEqual(one);
});
