/** A quiet line at the cost: what was spent of what a person wants to spend, and a word where the next run would be too much. */
import type { Breach, Spent } from '#contract/model/spending.ts';
import { usd } from '#contract/rules/cost.ts';
import { checkSpendingLimits, wouldBeInWords } from '#contract/rules/spending-limits.ts';
import { type SpendingWords, spendingWords } from '../../messages/spending.ts';
import { selectEstimate } from '../../state/selectors.ts';
import { useAppState, useLanguage, useMirror } from '../../state/use-app.ts';
import styles from './spending-line.module.css';

type Line = { readonly spent: Spent; readonly capMicros: number | null; readonly waitingMicros: number };

const isPast = ({ countedMicros }: Spent, capMicros: number | null): boolean =>
  capMicros !== null && countedMicros > capMicros;

/** Bills are amounts; as long as an estimate is in it, the sum is about. */
const amountOf = ({ spent, capMicros }: Line, words: SpendingWords['line']): string => {
  const isExact = spent.countedMicros === spent.billedMicros && spent.unknownRuns === 0;
  const amount = usd(spent.countedMicros);
  const told = isExact ? amount : words.about(amount);
  if (capMicros === null) return told;
  return (isPast(spent, capMicros) ? words.past : words.of)(told, usd(capMicros));
};

const runsOf = ({ runs, unknownRuns }: Spent, words: SpendingWords['line']): readonly string[] => {
  if (runs === 0) return [];
  if (runs === unknownRuns) return [words.allUnknown(runs)];
  return [words.runs(runs), ...(unknownRuns > 0 ? [words.unknown(unknownRuns)] : [])];
};

const inWords = (line: Line, words: SpendingWords['line']): string => {
  const { spent, capMicros, waitingMicros } = line;
  // Of prices that nobody knows there is no sum.
  const hasSum = spent.runs === 0 || spent.runs > spent.unknownRuns || capMicros !== null;
  const sum = hasSum ? [amountOf(line, words)] : [];
  const counted = [...sum, ...runsOf(spent, words)].join(', ');
  return waitingMicros > 0 ? `${counted}; ${words.waiting(usd(waitingMicros))}` : counted;
};

/** The narrowest cap that would be broken is what a person can do something about. */
const narrowest = (breaches: readonly Breach[]): Breach | null => breaches[0] ?? null;

export const SpendingLine = () => {
  const words = spendingWords[useLanguage()].line;
  const spending = useMirror((mirror) => mirror.spending);
  const caps = useMirror((mirror) => mirror.settings?.caps ?? null);
  const estimate = useAppState(selectEstimate);
  if (spending === null || caps === null) return null;
  const { day, month, waitingMicros } = spending;
  const isCapped = Object.values(caps).some((cap) => cap !== null);
  if (!isCapped && month.runs === 0 && waitingMicros === 0) return null;
  const { breaches, unknownCosts } = checkSpendingLimits({
    caps,
    spending,
    newRuns: estimate === null ? [] : [estimate],
  });
  const breach = narrowest(breaches);
  return (
    <div className={styles.spending} data-testid="spending">
      {caps.dayMicros === null ? null : (
        <p data-past={isPast(day, caps.dayMicros) || undefined}>
          {words.day}: {inWords({ spent: day, capMicros: caps.dayMicros, waitingMicros: 0 }, words)}
        </p>
      )}
      <p data-past={isPast(month, caps.monthMicros) || undefined}>
        {words.month}: {inWords({ spent: month, capMicros: caps.monthMicros, waitingMicros }, words)}
      </p>
      <div role="status" className={styles.would}>
        {breach === null
          ? unknownCosts > 0 && words.wouldUnknown
          : words.would[breach.cap](wouldBeInWords(breach), usd(breach.capMicros))}
      </div>
    </div>
  );
};
