import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { Spending } from '#contract/model/spending.ts';
import { callInputs, typed } from './fake-program.ts';

const spending: Spending = {
  day: { runs: 1, estimateMicros: 1_120_000, billedMicros: 0, countedMicros: 1_120_000, unknownRuns: 0 },
  month: {
    runs: 9,
    estimateMicros: 8_960_000,
    billedMicros: 3_000_000,
    countedMicros: 9_100_000,
    unknownRuns: 2,
  },
  waitingMicros: 560_000,
};
const spendingLimits = { runMicros: null, dayMicros: 5_000_000, monthMicros: 50_000_000 };
const handlers = {
  'spending.get': async () => ok(spending),
  'settings.get': async () => ok(settingsSchema.parse({ spendingLimits })),
  'settings.set': async () => ok(settingsSchema.parse({})),
};

test('prints the spending of today and the month with the limits', async () => {
  const { stdout } = await typed(['spending'], { handlers });
  expect(stdout).toBe(
    'Today: about $1.12 of $5.00 in 1 generation\n' +
      'This month: about $9.10 of $50.00 in 9 generations; $3.00 billed; 2 of unknown price\n' +
      'Queued, not yet submitted: $0.56\n' +
      'Limits: per generation none, day $5.00, month $50.00\n',
  );
  const { stdout: json } = await typed(['spending', 'show', '--json'], { handlers });
  expect(JSON.parse(json)).toEqual({ ...spending, spendingLimits });
});

test('sets or removes a limit and keeps the others', async () => {
  const ended = await typed(['spending', 'limit', '--run', '2.50', '--day', 'none'], { handlers });
  expect(callInputs(ended, 'settings.set')).toEqual([
    { spendingLimits: { runMicros: 2_500_000, dayMicros: null, monthMicros: 50_000_000 } },
  ]);
});

test.each([
  [['spending', 'limit']],
  [['spending', 'limit', '--run', 'much']],
  [['spending', 'limit', '--day', '-5']],
  [['spending', 'limit', '--month', '0']],
])('rejects %j without changing a limit', async (args) => {
  const ended = await typed(args, { handlers });
  expect({ status: ended.status, set: callInputs(ended, 'settings.set') }).toEqual({ status: 2, set: [] });
});
