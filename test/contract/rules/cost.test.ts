import { describe, expect, it } from 'vitest';
import { estimateCost, usd } from '#contract/rules/cost.ts';
import { model } from './samples.ts';

describe('the estimate of a run', () => {
  it('is seconds times the price, with how it came about and where the price was read', () => {
    expect(estimateCost(model.price, 10)).toEqual({
      currency: 'USD',
      micros: 1_120_000,
      basis: '10.0 s x $0.112/s',
      source: 'price list',
      asOf: '2026-11-21',
    });
  });

  it('is a whole number of millionths for every length', () => {
    const all = Array.from({ length: 300 }, (_, index) => estimateCost(model.price, 0.1 + index / 7));
    const micros = all.map((estimate) => ('micros' in estimate ? estimate.micros : Number.NaN));
    expect(micros.filter((value) => !Number.isInteger(value))).toEqual([]);
    expect(micros).toEqual([...micros].sort((a, b) => a - b));
  });

  it('is nothing for a model that runs on this computer', () => {
    expect(estimateCost({ kind: 'free', source: 'ours', asOf: '2026-11-21' }, 10)).toEqual({
      currency: 'USD',
      micros: 0,
      basis: 'runs on this computer',
      source: 'ours',
      asOf: '2026-11-21',
    });
  });

  it('stays unknown, with the reason, where nobody has published a price', () => {
    expect(estimateCost({ kind: 'unknown', reason: 'not published' }, 10)).toEqual({
      unknown: 'not published',
    });
  });
});

describe('an amount of money in words', () => {
  it('has cents, and tenths of a cent only where they say something', () => {
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
});
