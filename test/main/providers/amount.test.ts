import { expect, test } from 'vitest';
import { amountOf, billedAmount } from '#main/providers/amount.ts';

test.each([
  [0, 0],
  [117_600.4, 117_600],
  [1_000_000_000_000, 1_000_000_000_000],
  [1_000_000_000_001, null],
  [1e308, null],
  [Number.POSITIVE_INFINITY, null],
  [Number.NaN, null],
  [-0.5, null],
])('an amount of %s is %s', (micros, amount) => {
  expect(amountOf(micros)).toBe(amount);
});

test('a bill of dollars is kept in millionths, and one that is absurd is no bill', () => {
  expect([billedAmount(1.456), billedAmount(12e9), billedAmount(1e308), billedAmount(-1)]).toEqual([
    { kind: 'micros', micros: 1_456_000 },
    null,
    null,
    null,
  ]);
});
