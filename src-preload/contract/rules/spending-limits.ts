/** Whether new runs keep to what a person wants to spend at most. Amounts in millionths of a US dollar. */

import type { Estimate } from '../model/price.ts';
import type { SpendCheck } from '../model/spend-check.ts';
import type { Breach, Caps, Spending } from '../model/spending.ts';
import { usd, usdInFull } from './cost.ts';

/** What costs nothing is never asked about and never counted. */
export const isFreeOfCharge = (estimate: Estimate): boolean => 'micros' in estimate && estimate.micros === 0;

const breachOf = (cap: Breach['cap'], capMicros: number | null, wouldBeMicros: number): Breach[] =>
  capMicros !== null && wouldBeMicros > capMicros ? [{ cap, capMicros, wouldBeMicros }] : [];

/** `newRuns`: what each would cost. What was agreed to and waits to be sent counts as if it were spent today. */
export const checkSpendingLimits = (request: {
  readonly caps: Caps;
  readonly spending: Spending;
  readonly newRuns: readonly Estimate[];
}): Pick<SpendCheck, 'breaches' | 'unknownCosts'> => {
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

/** What it would come to, in as many digits as it takes to be more than the cap: `$5.0004`, not `$5.000` of `$5.00`. */
export const wouldBeInWords = ({ capMicros, wouldBeMicros }: Omit<Breach, 'cap'>): string => {
  const isHidden = Math.round(wouldBeMicros / 1000) * 1000 <= capMicros;
  return isHidden ? usdInFull(wouldBeMicros) : usd(wouldBeMicros);
};

const unknownName = 'runs without a known price';

/** The subject of `cap-exceeded`: `day: $5.60 of $5.00, runs without a known price: 2`. */
export const limitSubject = ({
  breaches,
  unknownCosts,
}: Pick<SpendCheck, 'breaches' | 'unknownCosts'>): string =>
  [
    ...breaches.map((breach) => `${breach.cap}: ${wouldBeInWords(breach)} of ${usd(breach.capMicros)}`),
    ...(unknownCosts === 0 ? [] : [`${unknownName}: ${unknownCosts}`]),
  ].join(', ');

export type LimitFinding =
  | { readonly kind: Breach['cap']; readonly wouldBe: string; readonly cap: string }
  | { readonly kind: 'unknown'; readonly runs: number };

const findingIn = (part: string): LimitFinding | null => {
  const [, cap, wouldBe, maximum] = /^(run|day|month): (\$[\d.]+) of (\$[\d.]+)$/.exec(part) ?? [];
  if (cap !== undefined && wouldBe !== undefined && maximum !== undefined)
    // The pattern lets no other word through.
    return { kind: cap as Breach['cap'], wouldBe, cap: maximum };
  const runs = part.startsWith(`${unknownName}: `) ? Number(part.slice(unknownName.length + 2)) : Number.NaN;
  return Number.isInteger(runs) ? { kind: 'unknown', runs } : null;
};

/** The same as data, for words in another language; null: it was not written here. */
export const readLimitSubject = (subject: string): readonly LimitFinding[] | null => {
  const findings = subject.split(', ').map(findingIn);
  return findings.every((finding) => finding !== null) ? findings : null;
};
