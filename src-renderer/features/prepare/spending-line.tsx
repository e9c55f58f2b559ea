/**
 * One line beside the cost: the amount spent out of the spending limit, and a warning if the next run would exceed it.
 */

import type { Breach, Spent } from '#contract/model/spending.ts';
import { usd } from '#contract/rules/cost.ts';
import { checkSpendingLimits, wouldBeInWords } from '#contract/rules/spend-check.ts';
import type { SpendingMessages } from '../../messages/en/spending.ts';
import { selectEstimate } from '../../state/selectors.ts';
import { useAppState, useMessages, useMirror } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './run-foot.module.css';

type Line = { readonly spent: Spent; readonly limitMicros: number | null; readonly waitingMicros: number };

const isPast = ({ countedMicros }: Spent, limitMicros: number | null): boolean =>
  limitMicros !== null && countedMicros > limitMicros;

/** An exact amount if every run is billed; approximate while it includes an estimate. */
const amountOf = ({ spent, limitMicros }: Line, messages: SpendingMessages['line']): string => {
  const isExact = spent.countedMicros === spent.billedMicros && spent.unknownRuns === 0;
  const amount = usd(spent.countedMicros);
  const text = isExact ? amount : messages.about(amount);
  if (limitMicros === null) return text;
  return (isPast(spent, limitMicros) ? messages.past : messages.of)(text, usd(limitMicros));
};

const runsOf = ({ runs, unknownRuns }: Spent, messages: SpendingMessages['line']): readonly string[] => {
  if (runs === 0) return [];
  if (runs === unknownRuns) return [messages.allUnknown(runs)];
  return [messages.runs(runs), ...(unknownRuns > 0 ? [messages.unknown(unknownRuns)] : [])];
};

const inWords = (line: Line, messages: SpendingMessages['line']): string => {
  const { spent, limitMicros, waitingMicros } = line;
  // No sum if all prices are unknown.
  const hasSum = spent.runs === 0 || spent.runs > spent.unknownRuns || limitMicros !== null;
  const sum = hasSum ? [amountOf(line, messages)] : [];
  const counted = [...sum, ...runsOf(spent, messages)].join(', ');
  return waitingMicros > 0 ? `${counted}; ${messages.waiting(usd(waitingMicros))}` : counted;
};

/** The first exceeded limit, which is the narrowest. */
const narrowest = (breaches: readonly Breach[]): Breach | null => breaches[0] ?? null;

export const SpendingLine = () => {
  const messages = useMessages().spending.line;
  const spending = useMirror((mirror) => mirror.spending);
  const spendingLimits = useMirror((mirror) => mirror.settings?.spendingLimits ?? null);
  const estimate = useAppState(selectEstimate);
  if (spending === null || spendingLimits === null) return null;
  const { day, month, waitingMicros } = spending;
  const isLimited = Object.values(spendingLimits).some((limit) => limit !== null);
  if (!isLimited && month.runs === 0 && waitingMicros === 0) return null;
  const { breaches, unknownCosts } = checkSpendingLimits({
    spendingLimits,
    spending,
    newRuns: estimate === null ? [] : [estimate],
  });
  const breach = narrowest(breaches);
  return (
    <div className={classNames('note figures', styles.spending)} data-testid="spending">
      {spendingLimits.dayMicros === null ? null : (
        <p data-past={isPast(day, spendingLimits.dayMicros) || undefined}>
          {messages.day}:{' '}
          {inWords({ spent: day, limitMicros: spendingLimits.dayMicros, waitingMicros: 0 }, messages)}
        </p>
      )}
      <p data-past={isPast(month, spendingLimits.monthMicros) || undefined}>
        {messages.month}:{' '}
        {inWords({ spent: month, limitMicros: spendingLimits.monthMicros, waitingMicros }, messages)}
      </p>
      <div role="status" className={styles.would}>
        {breach === null
          ? unknownCosts > 0 && messages.wouldUnknown
          : messages.would[breach.limit](wouldBeInWords(breach), usd(breach.limitMicros))}
      </div>
    </div>
  );
};
