/** What an account holds, as a person reads it. */
import { usd } from '#contract/rules/cost.ts';

const microsPerCent = 10_000;

/** Whole cents, rounded down: an account is never said to hold more than it does. An account may be overdrawn. */
export const balanceInDollars = (micros: number): string => {
  const cents = Math.floor(micros / microsPerCent);
  return `${cents < 0 ? '-' : ''}${usd(Math.abs(cents) * microsPerCent)}`;
};
