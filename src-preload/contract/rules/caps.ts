/** Whether new runs keep to what a person wants to spend at most. Amounts in millionths of a US dollar. */
import type { Guard } from '../model/guard.ts';
import type { Estimate } from '../model/price.ts';
import type { Breach, Caps, Spending } from '../model/spending.ts';

/** What costs nothing is never asked about and never counted. */
export const isFreeOfCharge = (estimate: Estimate): boolean => 'micros' in estimate && estimate.micros === 0;

const breachOf = (cap: Breach['cap'], capMicros: number | null, wouldBeMicros: number): Breach[] =>
  capMicros !== null && wouldBeMicros > capMicros ? [{ cap, capMicros, wouldBeMicros }] : [];

/** `newRuns`: what each would cost. What was agreed to and waits to be sent counts as if it were spent today. */
export const judgeCaps = (request: {
  readonly caps: Caps;
  readonly spending: Spending;
  readonly newRuns: readonly Estimate[];
}): Pick<Guard, 'breaches' | 'unknownCosts'> => {
  const { caps, spending } = request;
  const paid = request.newRuns.filter((estimate) => !isFreeOfCharge(estimate));
  if (paid.length === 0) return { breaches: [], unknownCosts: 0 };
  const known = paid.flatMap((estimate) => ('micros' in estimate ? [estimate.micros] : []));
  const newMicros = known.reduce((sum, micros) => sum + micros, spending.waitingMicros);
  const isCapped = Object.values(caps).some((cap) => cap !== null);
  return {
    breaches: [
      ...breachOf('run', caps.runMicros, Math.max(0, ...known)),
      ...breachOf('day', caps.dayMicros, spending.day.countedMicros + newMicros),
      ...breachOf('month', caps.monthMicros, spending.month.countedMicros + newMicros),
    ],
    unknownCosts: isCapped ? paid.length - known.length : 0,
  };
};
