/** A run before it is sent: whether it fits, planned changes, length and cost. */
import { Check } from 'lucide-react';
import { memo } from 'react';
import { isPossible } from '#contract/rules/batch.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { blockingWords, type CellText, changeWords, costWordsOf, planSentence } from './batch-cell-text.ts';
import styles from './cell-frame.module.css';
import { CellFrame, type CellProps } from './cell-frame.tsx';

type PlannedCellProps = CellProps & {
  readonly run: BatchRun;
  /** The user has excluded this run. */
  readonly isOff: boolean;
  readonly messages: CellText;
};

export const PlannedCell = memo(({ run, isOff, messages, ...cell }: PlannedCellProps) => {
  const { ui } = useMessages();
  const { plan, estimate } = run;
  const canBeSent = isPossible(run);
  const isOn = canBeSent && !isOff;
  return (
    <CellFrame
      {...cell}
      cellKey={run.key}
      sentence={planSentence(run, isOff, messages)}
      look={canBeSent ? (isOn ? 'on' : 'off') : 'impossible'}
      isOn={isOn}
      canPress={canBeSent}
    >
      <div className={styles.head}>
        <span className={styles.box} data-on={isOn || undefined}>
          {isOn ? <Check size={11} strokeWidth={3} /> : null}
        </span>
        {canBeSent && isOff ? (
          <span className={styles.out}>{messages.batch.grid.leftOut}</span>
        ) : (
          <VerdictMark verdict={plan.verdict} label={ui.inputs[plan.verdict]} />
        )}
      </div>
      {canBeSent ? (
        <div className={styles.figures}>
          {seconds(plan.expected.outputSec)} {'\u00b7'} {costWordsOf(estimate, messages)}
        </div>
      ) : null}
      <div className={styles.more}>
        {blockingWords(plan, messages) ??
          changeWords(plan, messages).map((line) => <div key={line}>{line}</div>)}
      </div>
    </CellFrame>
  );
});
