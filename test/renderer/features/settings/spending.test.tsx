// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { SpendingSection } from '#renderer/features/settings/spending.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { nothingSpent, settings } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const drawSpending = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge(world);
  const drawn = await draw(<SpendingSection />, bridge);
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field called ${label}`);
    return found.control;
  };
  const saved = () => bridge.requests.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  return { ...drawn, bridge, field, saved };
};

const perRun = 'Limit per generation (USD)';
const perDay = 'Daily limit (USD)';
const perMonth = 'Monthly limit (USD)';

test('saves limits typed in dollars, and none for an empty field', async () => {
  const { field, press, saved, text } = await drawSpending();
  expect(field(perMonth).placeholder).toBe('No limit');
  await typeText(field(perRun), '$2');
  await typeText(field(perMonth), '50,5');
  await press('Save limits');
  expect(saved()).toEqual([
    { spendingLimits: { runMicros: 2_000_000, dayMicros: null, monthMicros: 50_500_000 } },
  ]);
  expect([field(perRun).value, field(perMonth).value]).toEqual(['2.00', '50.50']);
  expect(text()).toContain('Limits saved.');
});

test('removes a limit when its field is emptied', async () => {
  const spendingLimits = { runMicros: null, dayMicros: 10_000_000, monthMicros: null };
  const { field, press, saved } = await drawSpending({ settings: { ...settings, spendingLimits } });
  expect(field(perDay).value).toBe('10.00');
  await typeText(field(perDay), ' ');
  await press('Save limits');
  expect(saved()).toEqual([{ spendingLimits: { runMicros: null, dayMicros: null, monthMicros: null } }]);
});

test('rejects an invalid amount, and its field shows what it accepts', async () => {
  const { field, press, saved, text } = await drawSpending();
  await typeText(field(perRun), '0');
  await typeText(field(perDay), '5');
  await press('Save limits');
  expect(saved()).toEqual([]);
  expect([field(perRun), field(perDay)].map((input) => input.getAttribute('aria-invalid'))).toEqual([
    'true',
    null,
  ]);
  expect(text()).toContain('Enter an amount in dollars, such as 50, or leave it empty for no limit.');
});

test('keeps limits that cannot be saved in their fields', async () => {
  const { bridge, field, press, text } = await drawSpending();
  bridge.answer('settings.set', () => fail('disk-full'));
  await typeText(field(perDay), '5');
  await press('Save limits');
  expect([text().includes('The disk is full.'), field(perDay).value]).toEqual([true, '5']);
});

test('shows the spending of today and this month with estimate, bill and runs without a price', async () => {
  const day = {
    runs: 1,
    estimateMicros: 1_120_000,
    billedMicros: 0,
    countedMicros: 1_120_000,
    unknownRuns: 0,
  };
  const month = {
    runs: 9,
    estimateMicros: 12_400_000,
    billedMicros: 3_000_000,
    countedMicros: 12_100_000,
    unknownRuns: 2,
  };
  const { bridge, text } = await drawSpending({ spending: { day, month, waitingMicros: 1_120_000 } });
  const cells = () =>
    [...document.querySelectorAll('tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
  expect(cells()).toEqual([
    ['Period', 'Generations', 'Estimate', 'Billed', 'Counted', 'Unknown price'],
    ['Today', '1', '$1.12', '$0.00', '$1.12', '0'],
    ['This month', '9', '$12.40', '$3.00', '$12.10', '2'],
  ]);
  expect(text()).toContain('$1.12 more is queued and not yet submitted.');
  await act(async () =>
    bridge.announce('spending.changed', { day: nothingSpent, month: nothingSpent, waitingMicros: 0 }),
  );
  expect(cells()[1]).toEqual(['Today', '0', '$0.00', '$0.00', '$0.00', '0']);
});
