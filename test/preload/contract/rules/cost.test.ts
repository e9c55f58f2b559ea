import { describe, expect, it } from 'vitest';
import type { Price } from '#contract/model/price.ts';
import { begunSteps, billedMicros, estimateCost, parseUsd, usd, usdInFull } from '#contract/rules/cost.ts';
import { model } from './samples.ts';

const read = { source: 'price list', asOf: '2026-11-21' } as const;
const bySecond: Price = { kind: 'per-second', microsPerSec: 112_000, rounding: 'none', ...read };
/** Like RunPod's table: a price for each started 3 s, published up to 9 s. */
const bySteps: Price = {
  kind: 'per-step',
  stepSec: 3,
  microsPerStep: 210_000,
  publishedToSec: 9,
  ...read,
};

describe('estimate of a run', () => {
  it('is seconds times the price, with the calculation and the source of the price', () => {
    expect(estimateCost(model.price, 10)).toEqual({
      currency: 'USD',
      micros: 1_120_000,
      basis: '10.0 s x $0.112/s',
      ...read,
    });
  });

  it('is a whole number of millionths for every length', () => {
    const all = Array.from({ length: 300 }, (_, index) => estimateCost(bySecond, 0.1 + index / 7));
    const micros = all.map((estimate) => ('micros' in estimate ? estimate.micros : Number.NaN));
    expect(micros.filter((value) => !Number.isInteger(value))).toEqual([]);
    expect(micros).toEqual([...micros].sort((a, b) => a - b));
  });

  it('is zero for a model that runs on this computer', () => {
    expect(estimateCost({ kind: 'free', source: 'ours', asOf: '2026-11-21' }, 10)).toEqual({
      currency: 'USD',
      micros: 0,
      basis: 'runs on this computer',
      source: 'ours',
      asOf: '2026-11-21',
    });
  });

  it('stays unknown, with the reason, where no price is published', () => {
    expect(estimateCost({ kind: 'unknown', reason: 'not published' }, 10)).toEqual({
      unknown: 'not published',
    });
  });

  it('counts a started second as a whole one where the provider does', () => {
    const rounded: Price = { ...bySecond, rounding: 'second' };
    expect([7, 7.0005, 7.2, 0.4].map((sec) => estimateCost(rounded, sec))).toMatchObject([
      { micros: 784_000, basis: '7.0 s x $0.112/s' },
      { micros: 784_000 },
      { micros: 896_000, basis: '8.0 s x $0.112/s' },
      { micros: 112_000 },
    ]);
  });

  it('counts started steps, and marks where it extends a table that has ended', () => {
    expect([3, 3.1, 9, 9.04, 30].map((sec) => estimateCost(bySteps, sec))).toEqual([
      { currency: 'USD', micros: 210_000, basis: '1 x $0.21 per 3 s (rounded up)', ...read },
      { currency: 'USD', micros: 420_000, basis: '2 x $0.21 per 3 s (rounded up)', ...read },
      { currency: 'USD', micros: 630_000, basis: '3 x $0.21 per 3 s (rounded up)', ...read },
      {
        currency: 'USD',
        micros: 840_000,
        basis: '4 x $0.21 per 3 s (rounded up)',
        ...read,
        caveat: 'our-reading',
      },
      {
        currency: 'USD',
        micros: 2_100_000,
        basis: '10 x $0.21 per 3 s (rounded up)',
        ...read,
        caveat: 'our-reading',
      },
    ]);
  });

  it('is the same for every length where a run has one price', () => {
    const byRun: Price = { kind: 'per-run', microsPerRun: 500_000, ...read };
    expect([3, 30].map((sec) => estimateCost(byRun, sec))).toEqual(
      Array.from({ length: 2 }, () => ({
        currency: 'USD',
        micros: 500_000,
        basis: 'per generation',
        ...read,
      })),
    );
  });

  it('marks a figure as the user’s own', () => {
    expect(estimateCost({ ...bySecond, caveat: 'own-figure' }, 10)).toMatchObject({ caveat: 'own-figure' });
  });

  it('shows the price of a second with every digit, so that it multiplies to the amount', () => {
    expect(estimateCost({ ...bySecond, microsPerSec: 117_600 }, 10)).toMatchObject({
      micros: 1_176_000,
      basis: '10.0 s x $0.1176/s',
    });
  });
});

it('does not start a step for a millisecond over it, and counts at least one step', () => {
  expect([0, 2.9, 3.0009, 3.01, 6].map((sec) => begunSteps(sec, 3))).toEqual([1, 1, 1, 2, 2]);
});

it('billed seconds become an amount only where the price of a second is known', () => {
  const seconds = { kind: 'seconds', sec: 10.04 } as const;
  expect([
    billedMicros(seconds, bySecond),
    billedMicros(seconds, bySteps),
    billedMicros({ kind: 'micros', micros: 630_000 }, { kind: 'unknown', reason: 'not published' }),
    billedMicros(null, bySecond),
  ]).toEqual([1_124_480, null, 630_000, null]);
});

describe('amount as text', () => {
  it('has cents, and tenths of a cent only where they are not 0', () => {
    expect([0, 1_120_000, 112_000, 70_000, 126_000, 1_000_000, 12_345_678].map(usd)).toEqual([
      '$0.00',
      '$1.12',
      '$0.112',
      '$0.07',
      '$0.126',
      '$1.00',
      '$12.346',
    ]);
  });

  it('has every digit for a unit price', () => {
    expect([70_000, 112_000, 117_600, 500, 1_000_000].map(usdInFull)).toEqual([
      '$0.07',
      '$0.112',
      '$0.1176',
      '$0.0005',
      '$1.00',
    ]);
  });

  it('is parsed with a point or a comma', () => {
    expect(['0.112', ' $0.07 ', '0,126', '1', '.5', '0.0005'].map(parseUsd)).toEqual([
      112_000, 70_000, 126_000, 1_000_000, 500_000, 500,
    ]);
  });

  it('is not parsed when it is invalid or zero', () => {
    expect(['', '0', '0.0000001', '-1', '1.2.3', '1e3', 'seven', '0.07/s', '1,000.5'].map(parseUsd)).toEqual(
      Array.from({ length: 9 }, () => null),
    );
  });
});
