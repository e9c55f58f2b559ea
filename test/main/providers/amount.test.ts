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
])('amount %s is %s', (micros, amount) => {
  expect(amountOf(micros)).toBe(amount);
});

test('converts a bill in dollars to millionths, and returns null for an absurd one', () => {
  expect([billedAmount(1.456), billedAmount(12e9), billedAmount(1e308), billedAmount(-1)]).toEqual([
    { kind: 'micros', micros: 1_456_000 },
    null,
    null,
    null,
  ]);
});
