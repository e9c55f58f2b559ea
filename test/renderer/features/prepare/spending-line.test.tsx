// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import type { Spending, SpendingLimits, Spent } from '#contract/model/spending.ts';
import { SpendingLine } from '#renderer/features/prepare/spending-line.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { falModel, falModelId, nothingSpent, settings } from '#test/renderer/samples.ts';

const noLimits: SpendingLimits = { runMicros: null, dayMicros: null, monthMicros: null };
const spent = (micros: number, more: Partial<Spent> = {}): Spent => ({
  runs: 9,
  estimateMicros: micros,
  billedMicros: 0,
  countedMicros: micros,
  unknownRuns: 0,
  ...more,
});

const drawLine = async (
  {
    spendingLimits = {},
    spending = {},
  }: { spendingLimits?: Partial<SpendingLimits>; spending?: Partial<Spending> },
  world: Partial<World> = {},
) => {
  const bridge = createFakeBridge({
    keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }],
    settings: { ...settings, spendingLimits: { ...noLimits, ...spendingLimits } },
    spending: { day: nothingSpent, month: nothingSpent, waitingMicros: 0, ...spending },
    ...world,
  });
  const drawn = await draw(<SpendingLine />, bridge);
  const lines = () => [...document.querySelectorAll('p')].map(({ textContent }) => textContent);
  const would = () => document.querySelector('[role=status]')?.textContent ?? '';
  const choose = async () => {
    await act(async () => drawn.actions.openSample());
    await act(async () => drawn.actions.change({ modelId: falModelId }));
  };
  return { ...drawn, bridge, lines, would, choose };
};

test('shows nothing without spending and without limits', async () => {
  const { text } = await drawLine({});
  expect(text()).toBe('');
});

test('shows the month’s spending beside its limit, with waiting runs', async () => {
  const { lines } = await drawLine({
    spendingLimits: { monthMicros: 50_000_000 },
    spending: { month: spent(12_400_000), waitingMicros: 1_120_000 },
  });
  expect(lines()).toEqual(['This month: about $12.40 of $50.00, 9 generations; $1.12 queued']);
});

test('shows the spending without a limit, and which runs are not included', async () => {
  const { lines } = await drawLine({
    spending: { month: spent(2_240_000, { runs: 4, unknownRuns: 2 }) },
  });
  expect(lines()).toEqual(['This month: about $2.24, 4 generations, 2 of unknown price']);
});

test('shows no sum if no price is known', async () => {
  const { lines, bridge } = await drawLine({ spending: { month: spent(0, { runs: 1, unknownRuns: 1 }) } });
  expect(lines()).toEqual(['This month: 1 generation of unknown price']);
  await act(async () =>
    bridge.announce('settings.changed', {
      ...settings,
      spendingLimits: { ...noLimits, monthMicros: 50_000_000 },
    }),
  );
  expect(lines()).toEqual(['This month: about $0.00 of $50.00, 1 generation of unknown price']);
});

test('shows that a limit is exceeded', async () => {
  const { lines } = await drawLine({
    spendingLimits: { dayMicros: 5_000_000, monthMicros: 50_000_000 },
    spending: { day: spent(5_760_000), month: spent(50_000_000) },
  });
  expect(lines()).toEqual([
    'Today: about $5.76, over your limit of $5.00, 9 generations',
    'This month: about $50.00 of $50.00, 9 generations',
  ]);
});

test('shows a fully billed amount as exact', async () => {
  const { lines } = await drawLine({
    spending: { month: spent(1_050_000, { runs: 1, estimateMicros: 1_120_000, billedMicros: 1_050_000 }) },
  });
  expect(lines()).toEqual(['This month: $1.05, 1 generation']);
});

test('shows a line for the daily limit', async () => {
  const { lines } = await drawLine({
    spendingLimits: { dayMicros: 5_000_000 },
    spending: { month: spent(1_000_000) },
  });
  expect(lines()).toEqual(['Today: $0.00 of $5.00', 'This month: about $1.00, 9 generations']);
});

test('warns before a run that would exceed a limit', async () => {
  const { choose, would } = await drawLine({
    spendingLimits: { monthMicros: 13_000_000 },
    spending: { month: spent(12_400_000) },
  });
  expect(would()).toBe('');
  await choose();
  expect(would()).toBe(
    'This month\u2019s total would be about $13.52, over your limit of $13.00. You are asked to confirm.',
  );
});

test('reports a run that exceeds its own limit', async () => {
  const { choose, would } = await drawLine({ spendingLimits: { runMicros: 1_000_000 } });
  await choose();
  expect(would()).toBe(
    'This generation ($1.12) is over your limit of $1.00 per generation. You are asked to confirm.',
  );
});

test('warns that a run of unknown price may exceed a limit', async () => {
  const { choose, would } = await drawLine(
    { spendingLimits: { monthMicros: 50_000_000 } },
    { models: [{ ...falModel, price: { kind: 'unknown', reason: 'no published price' } }] },
  );
  await choose();
  expect(would()).toContain('Price unknown, spending limits can\u2019t be checked.');
});

test('updates when the spending changes', async () => {
  const { bridge, lines } = await drawLine({ spendingLimits: { monthMicros: 50_000_000 } });
  await act(async () =>
    bridge.announce('spending.changed', {
      day: nothingSpent,
      month: spent(1_120_000, { runs: 1 }),
      waitingMicros: 0,
    }),
  );
  expect(lines()).toEqual(['This month: about $1.12 of $50.00, 1 generation']);
});
