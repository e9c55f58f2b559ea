/** The spend check: duplicates and spending limits. */
import { expect, test } from 'vitest';
import { type Charged, fail } from '#contract/errors.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { type Breach, type SpendingLimits, spendingLimitsSchema } from '#contract/model/spending.ts';
import { approvalsFor } from '#contract/rules/spend-check.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { createFakeProvider, type DeliveryProvider } from './fake-provider.ts';
import { createHarness, type Harness, never, type Program } from './harness.ts';
import { createdAt, freeModel, itemId, jobId, jobRecord, lostAnswer } from './samples.ts';

const prompt = 'the very same dance';
const same = (id: string): JobRecord => jobRecord(id, { prompt });

const openWith = (
  script: Partial<DeliveryProvider> = { status: never },
  {
    spendingLimits = {},
    harness = createHarness(),
  }: { readonly spendingLimits?: Partial<SpendingLimits>; readonly harness?: Harness } = {},
): Program =>
  harness.open({
    providers: [createFakeProvider(script).provider, createFakeProvider(script, freeModel).provider],
    settings: () => ({
      ...settingsSchema.parse({}),
      spendingLimits: spendingLimitsSchema.parse(spendingLimits),
    }),
  });

/** Amounts in dollars. */
const overLimit = (limit: Breach['limit'], limitUsd: number, wouldBe: number, charged: Charged = 'no') =>
  fail('spending-limit-exceeded', {
    charged,
    breaches: [{ limit, limitMicros: limitUsd * 1_000_000, wouldBeMicros: Math.round(wouldBe * 1_000_000) }],
    unknownCosts: 0,
  });
const repeatOf = (subject: string) => fail('duplicate-unapproved', { subject });

test('a duplicate is refused with its earlier run, and sent with the approval of the user', async () => {
  const program = openWith();
  await program.jobs.submit(same('first'));
  expect(await program.jobs.submit(same('second'))).toEqual(repeatOf('first'));
  expect(await program.jobs.spendCheck([same('second')])).toEqual({
    ok: true,
    value: {
      repeats: [{ index: 0, earlier: { kind: 'job', jobId: 'first', at: createdAt } }],
      breaches: [],
      unknownCosts: 0,
    },
  });
  const approvals = { repeat: true, overLimit: false };
  expect(await program.jobs.submit(same('second'), { approvals })).toMatchObject({ ok: true });
});

test('an approval holds for the reported excess, not for a later one', async () => {
  const harness = createHarness();
  const spendingLimits = { dayMicros: 1_000_000 };
  const [window, terminal] = [
    openWith({}, { harness, spendingLimits }),
    openWith({}, { harness, spendingLimits }),
  ];
  await window.jobs.submit(jobRecord('first'));
  const checked = await window.jobs.spendCheck([jobRecord('third', { prompt: 'third' })]);
  if (!checked.ok) throw new Error('Nothing was checked.');
  const byFlag = { repeat: false, overLimit: true };
  await terminal.jobs.submit(jobRecord('second', { prompt: 'second' }), { approvals: byFlag });
  const third = jobRecord('third', { prompt: 'third' });
  expect(await window.jobs.submit(third, { approvals: approvalsFor(checked.value) })).toEqual(
    overLimit('day', 1, 2.688),
  );
  expect(await window.jobs.submit(third, { approvals: byFlag })).toMatchObject({ ok: true });
});

test('an item in the library is an earlier run until it is removed', async () => {
  for (const [marks, isAllowed] of [
    [{}, false],
    [{ removedAt: createdAt }, true],
  ] as const) {
    const harness = createHarness();
    const program = openWith(undefined, { harness });
    harness.shelve(same('before'), marks);
    const sent = await program.jobs.submit(same('again'));
    expect(sent.ok ? 'sent' : sent).toEqual(isAllowed ? 'sent' : repeatOf(itemId));
  }
});

test('a run that failed for good may be sent again, one of unknown outcome needs an approval', async () => {
  const failing = openWith({
    status: async () => ({ kind: 'failed', error: fail('provider-failed').error }),
  });
  await failing.jobs.submit(same('first'));
  await failing.untilState('first', 'failed');
  expect(await failing.jobs.submit(same('second'))).toMatchObject({ ok: true });

  const unsure = openWith({ start: async () => ({ kind: 'unsure', error: lostAnswer }) });
  await unsure.jobs.submit(same('first'));
  await unsure.untilState('first', 'unsure');
  expect(await unsure.jobs.submit(same('second'))).toEqual(repeatOf('first'));
});

test('a paid result that was not fetched yet is an earlier run, a cancelled job is not', async () => {
  const program = openWith({ download: async () => fail('result-broken', { reason: 'not-playable' }) });
  await program.jobs.submit(same('first'));
  await program.untilState('first', 'failed');
  expect(await program.jobs.submit(same('second'))).toEqual(repeatOf('first'));

  const waiting = openWith();
  for (const id of ['a', 'b']) await waiting.jobs.submit(jobRecord(id));
  await waiting.jobs.submit(same('first'));
  await waiting.jobs.cancel(jobId('first'));
  expect(await waiting.jobs.submit(same('second'))).toMatchObject({ ok: true });
});

test('a duplicate within one batch needs an approval, and nothing of the batch is stored without it', async () => {
  const program = openWith();
  const order = [jobRecord('a'), same('b'), same('c')];
  expect(await program.jobs.spendCheck(order)).toMatchObject({
    value: { repeats: [{ index: 2, earlier: { kind: 'same-request', index: 1 } }] },
  });
  expect(await program.jobs.submitBatch(order, { stopAfter: null })).toEqual(fail('duplicate-unapproved'));
  expect(program.jobs.list()).toEqual([]);
});

test('free runs need no approval, whatever the spending limits', async () => {
  const program = openWith(
    { status: never },
    { spendingLimits: { runMicros: 1, dayMicros: 1, monthMicros: 1 } },
  );
  for (const id of ['a', 'b'])
    expect(await program.jobs.submit(jobRecord(id, { model: freeModel, prompt }))).toMatchObject({
      ok: true,
    });
});

test('a run that exceeds a spending limit is refused with the amounts, and sent with the approval of the user', async () => {
  const program = openWith({ status: never }, { spendingLimits: { monthMicros: 2_000_000 } });
  for (const id of ['a', 'b']) expect(await program.jobs.submit(jobRecord(id))).toMatchObject({ ok: true });
  expect(await program.jobs.submit(jobRecord('c'))).toEqual(overLimit('month', 2, 2.688));
  const approvals = { repeat: false, overLimit: true };
  expect(await program.jobs.submit(jobRecord('c'), { approvals })).toMatchObject({ ok: true });
});

test('while a spending limit is set, a run of unknown price needs an approval', async () => {
  const record = (id: string): JobRecord => ({ ...jobRecord(id), estimate: { unknown: 'not published' } });
  const limited = openWith({ status: never }, { spendingLimits: { dayMicros: 50_000_000 } });
  expect(await limited.jobs.submit(record('a'))).toEqual(
    fail('spending-limit-exceeded', { breaches: [], unknownCosts: 1 }),
  );
  expect(await openWith().jobs.submit(record('a'))).toMatchObject({ ok: true });
});

test('a retry needs no approval as a duplicate, but one for the spending limit', async () => {
  let isDown = true;
  const program = openWith(
    {
      status: async () =>
        isDown ? { kind: 'failed', error: fail('provider-failed', { charged: 'yes' }).error } : never(),
    },
    { spendingLimits: { dayMicros: 1_000_000 } },
  );
  await program.jobs.submit(same('first'));
  await program.untilState('first', 'failed');
  isDown = false;
  expect(await program.jobs.retry(jobId('first'))).toEqual(overLimit('day', 1, 1.792, 'yes'));
  expect(await program.jobs.retry(jobId('first'), { allowOverLimit: true })).toMatchObject({ ok: true });
});

test('a retry exceeds a limit only by the approved amounts', async () => {
  let isDown = true;
  const program = openWith(
    {
      status: async () =>
        isDown ? { kind: 'failed', error: fail('provider-failed', { charged: 'yes' }).error } : never(),
    },
    { spendingLimits: { dayMicros: 1_000_000 } },
  );
  await program.jobs.submit(same('first'));
  await program.untilState('first', 'failed');
  isDown = false;
  const retry = (wouldBeMicros: number) =>
    program.jobs.retry(jobId('first'), {
      allowOverLimit: true,
      agreedExcess: { breaches: [{ limit: 'day', limitMicros: 1_000_000, wouldBeMicros }], unknownCosts: 0 },
    });
  expect(await retry(1_791_999)).toEqual(overLimit('day', 1, 1.792, 'yes'));
  expect(await retry(1_792_000)).toMatchObject({ ok: true });
});

test('sending a lost run again needs an approval for the spending limit, and changes nothing without it', async () => {
  const program = openWith(
    { start: async () => ({ kind: 'unsure', error: lostAnswer }) },
    { spendingLimits: { dayMicros: 1_000_000 } },
  );
  await program.jobs.submit(same('first'));
  await program.untilState('first', 'unsure');
  const refused = await program.jobs.resolve(jobId('first'), { as: 'send-again' });
  expect([refused, program.job('first').state.kind]).toMatchObject([
    { ok: false, error: { code: 'spending-limit-exceeded', charged: 'unknown' } },
    'unsure',
  ]);
  expect(
    await program.jobs.resolve(jobId('first'), { as: 'send-again', allowOverLimit: true }),
  ).toMatchObject({
    ok: true,
    value: { parentId: 'first' },
  });
});

/** A run that always fails, sent with an approval to exceed the daily limit. */
const failedOverLimit = async (charged: 'no' | 'unknown') => {
  const harness = createHarness();
  const program = openWith(
    { start: async () => ({ kind: 'refused', error: fail('provider-failed', { charged }).error }) },
    { harness, spendingLimits: { dayMicros: 500_000 } },
  );
  const approvals = { repeat: false, overLimit: true };
  expect(await program.jobs.submit(same('first'), { approvals })).toMatchObject({ ok: true });
  await program.untilState('first', 'failed');
  return { harness, program };
};

test.each(['no', 'unknown'] as const)(
  'a run that was approved to exceed a limit is retried without another approval (charged: %s)',
  async (charged) => {
    const { program } = await failedOverLimit(charged);
    const again = await program.jobs.retry(jobId('first'));
    if (!again.ok) throw new Error(again.error.code);
    await program.untilState(again.value.id, 'failed');
    expect(await program.jobs.retry(again.value.id)).toMatchObject({ ok: true });
  },
);

test('a retry needs another approval where a spending limit was lowered or added', async () => {
  const { harness } = await failedOverLimit('no');
  const retriedWith = async (spendingLimits: Partial<SpendingLimits>) => {
    const program = openWith({ status: never }, { harness, spendingLimits });
    const again = await program.jobs.retry(jobId('first'));
    return again.ok ? 'sent' : again.error.code;
  };
  expect([
    await retriedWith({ dayMicros: 400_000 }),
    await retriedWith({ dayMicros: 500_000, runMicros: 500_000 }),
    await retriedWith({ dayMicros: 600_000 }),
  ]).toEqual(['spending-limit-exceeded', 'spending-limit-exceeded', 'sent']);
});

test('two identical submits at the same moment send the run once', async () => {
  const { jobs } = openWith({}, {});
  const answers = await Promise.all([jobs.submit(same('a')), jobs.submit(same('b'))]);
  expect(answers).toMatchObject([{ ok: true }, repeatOf('a')]);
});

test('of two submits at the same moment one passes a limit that leaves space for one run', async () => {
  const { jobs } = openWith({ status: never }, { spendingLimits: { dayMicros: 1_000_000 } });
  const answers = await Promise.all(['j0', 'j1'].map((id) => jobs.submit(jobRecord(id))));
  expect(answers.map((answer) => (answer.ok ? 'sent' : answer.error.code))).toEqual([
    'sent',
    'spending-limit-exceeded',
  ]);
});
