/** An account balance as text. */
import { usd } from '#contract/rules/cost.ts';

const microsPerCent = 10_000;

/** In whole cents, rounded down so that the balance is never overstated. A balance may be negative. */
export const balanceInDollars = (micros: number): string => {
  const cents = Math.floor(micros / microsPerCent);
  return `${cents < 0 ? '-' : ''}${usd(Math.abs(cents) * microsPerCent)}`;
};
