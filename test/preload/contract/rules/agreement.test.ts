import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import type { Estimate } from '#contract/model/price.ts';
import { noApprovals, type SpendCheck } from '#contract/model/spend-check.ts';
import { usd } from '#contract/rules/cost.ts';
import { approvalsFor, coversNow, isDearer, isSameExcess, stillAgreed } from '#contract/rules/spend-check.ts';

const nothing: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };
const at = '2026-11-20T10:00:00.000Z';
const item = { kind: 'item', itemId: itemIdSchema.parse('item-0001'), at } as const;
const job = { kind: 'job', jobId: jobIdSchema.parse('j1'), at } as const;
const repeat = (index: number, earlier: SpendCheck['repeats'][number]['earlier']): SpendCheck => ({
  ...nothing,
  repeats: [{ index, earlier }],
});
const day = (wouldBeMicros: number, limitMicros = 5_000_000): SpendCheck => ({
  ...nothing,
  breaches: [{ limit: 'day', limitMicros, wouldBeMicros }],
});

test.each<[string, SpendCheck, SpendCheck, boolean]>([
  ['the same', day(6_000_000), day(6_000_000), true],
  ['less', day(6_000_000), day(5_500_000), true],
  ['nothing', repeat(0, item), nothing, true],
  ['more', day(6_000_000), day(6_000_001), false],
  ['a lower limit', day(6_000_000), day(6_000_000, 4_000_000), false],
  ['a raised limit', day(6_000_000), day(6_000_000, 5_500_000), true],
  ['a question where there was none', nothing, day(6_000_000), false],
  ['a repeat in place of an exceeded limit', day(6_000_000), repeat(0, item), false],
  ['another repeated run', repeat(0, item), repeat(1, item), false],
  ['a job that has become a result', repeat(0, job), repeat(0, item), false],
  ['the same job, later', repeat(0, job), repeat(0, { ...job, at: '2026-11-21T10:00:00.000Z' }), true],
  ['a price that has become unknown', nothing, { ...nothing, unknownCosts: 1 }, false],
])('agreement to an earlier question compared with the current one: %s', (_title, shown, now, covers) => {
  expect(coversNow(shown, now)).toBe(covers);
});

test('agreement covers the question that was shown, and every question where none is named', () => {
  const yes = approvalsFor(day(6_000_000));
  expect([stillAgreed(yes, day(5_500_000)), stillAgreed(yes, repeat(0, item))]).toEqual([yes, noApprovals]);
  const byFlag = { repeat: false, overLimit: true };
  expect(stillAgreed(byFlag, day(60_000_000))).toEqual(byFlag);
});

test('agreement to shown amounts holds in every language, and only for those amounts', () => {
  const shown = { breaches: day(6_000_400).breaches, unknownCosts: 1 };
  const { error } = fail('spending-limit-exceeded', shown);
  expect(es.error(error).what).not.toBe(en.error(error).what);
  const given = { repeat: true, overLimit: true, agreedExcess: shown };
  const againWith = (now: SpendCheck) => stillAgreed(given, now).overLimit;
  expect(againWith({ ...day(6_000_400), unknownCosts: 1 })).toBe(true);
  expect([
    againWith({ ...day(6_000_401), unknownCosts: 1 }),
    // Both amounts are shown as the same text.
    usd(6_000_400) === usd(6_000_401),
    againWith({ ...day(6_000_400, 4_000_000), unknownCosts: 1 }),
    againWith({ ...day(6_000_400), unknownCosts: 2 }),
    againWith(nothing),
  ]).toEqual([false, true, false, false, false]);
  // The permission to repeat a run is another one.
  expect(stillAgreed(given, nothing).repeat).toBe(true);
});

test.each([
  ['another kind of limit', [{ limit: 'month', limitMicros: 5_000_000, wouldBeMicros: 6_000_000 }], false],
  [
    'a second limit',
    [...day(6_000_000).breaches, { limit: 'run', limitMicros: 1_000_000, wouldBeMicros: 2_000_000 }],
    false,
  ],
  ['the same', day(6_000_000).breaches, true],
] as const)('an excess of %s is distinguished from the agreed one', (_title, breaches, same) => {
  const agreed = { breaches: [...day(6_000_000).breaches], unknownCosts: 0 };
  expect(isSameExcess(agreed, { breaches: [...breaches], unknownCosts: 0 })).toBe(same);
});

const costing = (micros: number): Estimate => ({
  currency: 'USD',
  micros,
  basis: 'for each run',
  source: 'test',
  asOf: '2026-11-21',
});
const unknown: Estimate = { unknown: 'no published price' };

test.each([
  ['more', costing(1), costing(2), true],
  ['less', costing(2), costing(1), false],
  ['the same', costing(1), costing(1), false],
  ['unknown now', costing(1), unknown, true],
  ['known now', unknown, costing(1), false],
])('current price compared with the one that was shown: %s', (_title, shown, now, dearer) => {
  expect(isDearer(shown, now)).toBe(dearer);
});
