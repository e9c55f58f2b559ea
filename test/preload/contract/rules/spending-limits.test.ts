import { expect, it } from 'vitest';
import { fail } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import type { Estimate } from '#contract/model/price.ts';
import { type Spending, type Spent, spendingLimitsSchema } from '#contract/model/spending.ts';
import { checkSpendingLimits, isFreeOfCharge, wouldBeInWords } from '#contract/rules/spend-check.ts';

const dollars = (amount: number) => Math.round(amount * 1_000_000);
const costing = (amount: number): Estimate => ({
  currency: 'USD',
  micros: dollars(amount),
  basis: 'for each run',
  source: 'test',
  asOf: '2026-11-21',
});
const unknown: Estimate = { unknown: 'no published price' };

const spent = (amount: number): Spent => ({
  runs: 1,
  estimateMicros: dollars(amount),
  billedMicros: 0,
  countedMicros: dollars(amount),
  unknownRuns: 0,
});
const spending = (day: number, month: number, waiting = 0): Spending => ({
  day: spent(day),
  month: spent(month),
  waitingMicros: dollars(waiting),
});
const spendingLimits = (run: number | null, day: number | null, month: number | null) =>
  spendingLimitsSchema.parse({
    runMicros: run === null ? null : dollars(run),
    dayMicros: day === null ? null : dollars(day),
    monthMicros: month === null ? null : dollars(month),
  });
const breach = (limit: 'run' | 'day' | 'month', of: number, wouldBe: number) => ({
  limit,
  limitMicros: dollars(of),
  wouldBeMicros: dollars(wouldBe),
});

it.each([
  [
    'nothing is exceeded without a limit',
    spendingLimits(null, null, null),
    spending(900, 900),
    [costing(99)],
    [],
  ],
  [
    'a run that costs exactly the limit keeps within it',
    spendingLimits(1, 2, 3),
    spending(1, 2),
    [costing(1)],
    [],
  ],
  [
    'one expensive run exceeds the limit per run',
    spendingLimits(1, 9, 9),
    spending(0, 0),
    [costing(1.01)],
    [breach('run', 1, 1.01)],
  ],
  [
    'many cheap runs keep within the limit per run and exceed that per day',
    spendingLimits(1, 2, 9),
    spending(0, 0),
    [costing(0.9), costing(0.9), costing(0.9)],
    [breach('day', 2, 2.7)],
  ],
  [
    'agreed and waiting runs count as if spent',
    spendingLimits(null, 5, 50),
    spending(2, 20, 2.5),
    [costing(1)],
    [breach('day', 5, 5.5)],
  ],
  [
    'all exceeded limits are reported together',
    spendingLimits(1, 2, 3),
    spending(2, 3),
    [costing(1.5)],
    [breach('run', 1, 1.5), breach('day', 2, 3.5), breach('month', 3, 4.5)],
  ],
  ['free runs are never refused', spendingLimits(1, 1, 1), spending(9, 9), [costing(0)], []],
])('%s', (_title, limits, so, newRuns, breaches) => {
  expect(checkSpendingLimits({ spendingLimits: limits, spending: so, newRuns })).toEqual({
    breaches,
    unknownCosts: 0,
  });
});

it('runs of unknown price are counted only where they could exceed a limit', () => {
  const newRuns = [unknown, costing(1), unknown, costing(0)];
  const counted = (limits: ReturnType<typeof spendingLimits>) =>
    checkSpendingLimits({ spendingLimits: limits, spending: spending(0, 0), newRuns }).unknownCosts;
  expect([counted(spendingLimits(null, null, null)), counted(spendingLimits(null, null, 50))]).toEqual([
    0, 2,
  ]);
});

it('only a price of zero is free, not an unknown one', () => {
  expect([costing(0), costing(0.01), unknown].map(isFreeOfCharge)).toEqual([true, false, false]);
});

it('an excess that rounding would hide is shown with all digits', () => {
  const of = (wouldBe: number) => wouldBeInWords({ limitMicros: 5_000_000, wouldBeMicros: wouldBe });
  expect([5_600_000, 5_000_400, 5_000_600, 5_000_001].map(of)).toEqual([
    '$5.60',
    '$5.0004',
    '$5.001',
    '$5.000001',
  ]);
});

it('the subject of the error can be translated into any language', () => {
  const { error } = fail('spending-limit-exceeded', {
    breaches: [breach('run', 1, 2.5), breach('day', 5, 5.0004), breach('month', 50, 52.1)],
    unknownCosts: 2,
  });
  expect(en.error(error).what).toContain(
    '(run: $2.50 of $1.00, day: $5.0004 of $5.00, month: $52.10 of $50.00, runs without a known price: 2)',
  );
  expect(es.error(error).what).toContain(
    '(ejecución: $2.50 de $1.00, día: $5.0004 de $5.00, mes: $52.10 de $50.00, ejecuciones de precio desconocido: 2)',
  );
});
