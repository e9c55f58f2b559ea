import { expect, test } from 'vitest';
import type { Price } from '#contract/model/price.ts';
import { costs as en } from '#renderer/messages/en/costs.ts';
import { costs as es } from '#renderer/messages/es/costs.ts';
import { unitPrice } from '#renderer/messages/price-text.ts';

test('the price of a unit names the unit, with every digit', () => {
  const read = { source: 'price list', asOf: '2026-11-21' } as const;
  const prices: readonly Price[] = [
    { kind: 'free', ...read },
    { kind: 'per-second', microsPerSec: 117_600, rounding: 'none', ...read },
    { kind: 'per-second', microsPerSec: 70_000, rounding: 'second', ...read },
    { kind: 'per-step', stepSec: 3, microsPerStep: 210_000, publishedToSec: 9, ...read },
    { kind: 'per-run', microsPerRun: 500_000, ...read },
    { kind: 'unknown', reason: 'not published' },
  ];
  expect(prices.map((price) => unitPrice(price, en))).toEqual([
    'free',
    '$0.1176/s',
    '$0.07/s (rounded up)',
    '$0.21 per 3 s (rounded up)',
    '$0.50 per generation',
    'price unknown',
  ]);
});

test('the reason for an unknown price is the model’s own in English, and a sentence about the provider in Spanish', () => {
  const price = { kind: 'unknown', reason: 'not published' } as const;
  const unpublished = { price, provider: 'novita', livePrice: 'none' } as const;
  const remote = { ...unpublished, livePrice: 'with-key' } as const;
  expect([en.unknownBecause(unpublished), en.unknownBecause(remote)]).toEqual([
    'not published',
    'not published',
  ]);
  expect([es.unknownBecause(unpublished), es.unknownBecause(remote)]).toEqual([
    'Novita no ha publicado ningún precio para este modelo.',
    'Novita da sus precios por la red: hay que pedírselos.',
  ]);
});
