/** Texts of the spend check: a run repeats an earlier one, or exceeds a spending limit. */
import type { Breach } from '#contract/model/spending.ts';

export const spendCheck = {
  titles: {
    repeat: 'You already generated this',
    limit: 'Over your spending limit',
    unknown: 'Price unknown, spending limit can\u2019t be checked',
    both: 'Already generated, and over your spending limit',
  },
  nothingYet: 'Nothing has been submitted or charged yet.',
  repeat: {
    title: 'Earlier generation',
    item: (at: string): string =>
      `The same image and video with the same settings gave a result on ${at}. It is in your library.`,
    job: (at: string, state: string): string =>
      `The same image and video with the same settings were submitted on ${at}. Status: ${state}.`,
    jobUnknown: (at: string): string =>
      `The same image and video with the same settings were submitted on ${at}.`,
    thisOrder: 'Duplicate in this batch.',
    again: 'Generating again gives a slightly different result and is charged again.',
    billed: (price: string): string => `It cost ${price}.`,
    estimated: (price: string): string => `It cost about ${price}.`,
    costUnknown: 'Its cost is unknown.',
    reading: 'Loading the earlier result',
    unread: 'The earlier result cannot be shown.',
    open: 'View result',
    toQueue: 'Show in queue',
    poster: (character: string, motion: string): string => `${character} + ${motion}`,
  },
  spendingLimits: {
    title: 'Spending limits',
    breach: {
      run: (wouldBe: string, limit: string): string =>
        `This generation would cost about ${wouldBe}; your limit per generation is ${limit}.`,
      day: (wouldBe: string, limit: string): string =>
        `Today\u2019s total would be about ${wouldBe}; your daily limit is ${limit}.`,
      month: (wouldBe: string, limit: string): string =>
        `This month\u2019s total would be about ${wouldBe}; your monthly limit is ${limit}.`,
    } satisfies Record<Breach['limit'], unknown>,
    unknown: 'No price is published for this generation, so your spending limits cannot be checked.',
    counts: 'Queued jobs are counted too.',
    change: 'Change limit',
  },
  leave: 'Cancel',
  send: {
    repeat: 'Generate again',
    limit: 'Generate anyway (over limit)',
    unknown: 'Generate at unknown price',
    both: 'Generate again (over limit)',
  },
  sendFor: (messages: string, price: string): string => `${messages} \u00b7 ${price}`,
};
export type SpendCheckMessages = typeof spendCheck;
