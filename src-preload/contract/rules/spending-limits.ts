/** Whether new runs keep within the user's spending limits. Amounts in millionths of a US dollar. */

import type { Estimate } from '../model/price.ts';
import type { SpendCheck } from '../model/spend-check.ts';
import type { Breach, Spending, SpendingLimits } from '../model/spending.ts';
import { usd, usdInFull } from './cost.ts';

/** Free runs are never checked and never counted. */
export const isFreeOfCharge = (estimate: Estimate): boolean => 'micros' in estimate && estimate.micros === 0;

const breachOf = (limit: Breach['limit'], limitMicros: number | null, wouldBeMicros: number): Breach[] =>
  limitMicros !== null && wouldBeMicros > limitMicros ? [{ limit, limitMicros, wouldBeMicros }] : [];

/** `newRuns`: the cost of each. Jobs that were agreed to and wait to be sent count as if spent today. */
export const checkSpendingLimits = (request: {
  readonly spendingLimits: SpendingLimits;
  readonly spending: Spending;
  readonly newRuns: readonly Estimate[];
}): Pick<SpendCheck, 'breaches' | 'unknownCosts'> => {
  const { spendingLimits, spending } = request;
  const paid = request.newRuns.filter((estimate) => !isFreeOfCharge(estimate));
  if (paid.length === 0) return { breaches: [], unknownCosts: 0 };
  const known = paid.flatMap((estimate) => ('micros' in estimate ? [estimate.micros] : []));
  const newMicros = known.reduce((sum, micros) => sum + micros, spending.waitingMicros);
  const isLimited = Object.values(spendingLimits).some((limit) => limit !== null);
  return {
    breaches: [
      ...breachOf('run', spendingLimits.runMicros, Math.max(0, ...known)),
      ...breachOf('day', spendingLimits.dayMicros, spending.day.countedMicros + newMicros),
      ...breachOf('month', spendingLimits.monthMicros, spending.month.countedMicros + newMicros),
    ],
    unknownCosts: isLimited ? paid.length - known.length : 0,
  };
};

/**
 * The resulting amount, with as many digits as needed to be more than the limit: `$5.0004`, not `$5.000` of `$5.00`.
 */
export const wouldBeInWords = ({ limitMicros, wouldBeMicros }: Omit<Breach, 'limit'>): string => {
  const isHidden = Math.round(wouldBeMicros / 1000) * 1000 <= limitMicros;
  return isHidden ? usdInFull(wouldBeMicros) : usd(wouldBeMicros);
};
