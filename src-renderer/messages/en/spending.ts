/** Texts of what was spent, and of the spending limits. */
import type { Breach } from '#contract/model/spending.ts';

const runs = (count: number): string => (count === 1 ? '1 generation' : `${count} generations`);

export const spending = {
  line: {
    day: 'Today',
    month: 'This month',
    exactly: (amount: string): string => amount,
    about: (amount: string): string => `about ${amount}`,
    of: (amount: string, limit: string): string => `${amount} of ${limit}`,
    past: (amount: string, limit: string): string => `${amount}, over your limit of ${limit}`,
    runs,
    unknown: (count: number): string => (count === 1 ? '1 of unknown price' : `${count} of unknown price`),
    allUnknown: (count: number): string => `${runs(count)} of unknown price`,
    waiting: (amount: string): string => `${amount} queued`,
    would: {
      run: (wouldBe: string, limit: string): string =>
        `This generation (${wouldBe}) is over your limit of ${limit} per generation. You are asked to confirm.`,
      day: (wouldBe: string, limit: string): string =>
        `Today\u2019s total would be about ${wouldBe}, over your limit of ${limit}. You are asked to confirm.`,
      month: (wouldBe: string, limit: string): string =>
        `This month\u2019s total would be about ${wouldBe}, over your limit of ${limit}. You are asked to confirm.`,
    } satisfies Record<Breach['limit'], unknown>,
    wouldUnknown: 'Price unknown, spending limits can\u2019t be checked. You are asked to confirm.',
  },
  section: {
    title: 'Spending',
    why: 'You are asked to confirm a generation over a limit. The billed amount counts where the provider reports it, otherwise the estimate. Days and months follow this computer\u2019s calendar.',
    spendingLimits: {
      runMicros: 'Limit per generation (USD)',
      dayMicros: 'Daily limit (USD)',
      monthMicros: 'Monthly limit (USD)',
    },
    none: 'No limit',
    problem: 'Enter an amount in dollars, such as 50, or leave it empty for no limit.',
    save: 'Save limits',
    saved: 'Limits saved.',
    spent: 'Spending',
    of: 'Period',
    runs: 'Generations',
    estimate: 'Estimate',
    bill: 'Billed',
    counts: 'Counted',
    unknown: 'Unknown price',
    waiting: (amount: string): string => `${amount} more is queued and not yet submitted.`,
  },
  queue: {
    title: 'Queue',
    why: 'How many jobs run at the same time at each provider; the others wait in the queue. fal allows new accounts 2 concurrent jobs.',
    field: (provider: string): string => `${provider}: concurrent jobs`,
    problem: (max: number): string => `Enter a whole number from 1 to ${max}.`,
    save: 'Save concurrency',
    saved: 'Concurrency saved.',
    none: 'No paid provider is available.',
  },
};
export type SpendingMessages = typeof spending;
