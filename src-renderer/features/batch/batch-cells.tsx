/** The cells of the matrix: reached by arrow keys, each read by screen readers as one sentence. */

import { Ban, Check, Clock, LoaderCircle } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { isPossible } from '#contract/rules/batch.ts';
import { type BatchFate, fateOf, type SentState, wayOf } from '../../state/batch-jobs.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import {
  blockingWords,
  type CellText,
  changeWords,
  costWordsOf,
  planSentence,
  sentSentence,
  sentWords,
} from './batch-cell-text.ts';
import styles from './batch-cells.module.css';
import type { MatrixRun } from './batch-layout.ts';

/** Props that the matrix passes to every cell; the matrix handles keyboard and pointer events. */
export type CellProps = {
  /** The cell that Tab reaches. */
  readonly isCurrent: boolean;
};

const CellFrame = ({
  cellKey,
  sentence,
  look,
  isOn,
  canPress,
  isCurrent,
  children,
}: CellProps & {
  readonly cellKey: string;
  readonly sentence: string;
  /** Value for the style sheet. */
  readonly look: string;
  /** Whether the run is included; undefined once the batch is sent. */
  readonly isOn?: boolean;
  readonly canPress: boolean;
  readonly children: ReactNode;
}) => (
  <td
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid; its role is explicit because aria-selected requires it
    role="gridcell"
    className={styles.cell}
    data-cell={cellKey}
    data-look={look}
    data-pressable={canPress || undefined}
    tabIndex={isCurrent ? 0 : -1}
    aria-selected={isOn}
    aria-disabled={!canPress || undefined}
  >
    <span className="visually-hidden" data-sentence>
      {sentence}
    </span>
    <div className={styles.content} aria-hidden="true">
      {children}
    </div>
  </td>
);

/** A run before it is sent: whether it fits, planned changes, length and cost. */
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

const icon = (fate: BatchFate): ReactNode => {
  const look = { size: 15, 'aria-hidden': true } as const;
  switch (fate) {
    case 'done':
    case 'kept':
      return <VerdictMark verdict="ready" />;
    case 'failed':
      return <VerdictMark verdict="impossible" />;
    case 'unsure':
      return <VerdictMark verdict="unsure" />;
    case 'queued':
      return <Clock {...look} />;
    case 'moving':
      return <LoaderCircle {...look} className="turning" />;
    case 'cancelled':
    case 'gone':
      return <Ban {...look} />;
    case 'not-sent':
    case 'absent':
      return null;
    default:
      return assertNever(fate);
  }
};

const fractionOf = (state: SentState): number | null =>
  state.kind === 'job' && 'fraction' in state.job.state ? state.job.state.fraction : null;

/** A run of a sent batch: its progress and result. */
type SentCellProps = CellProps & {
  readonly run: MatrixRun;
  readonly state: SentState;
  readonly messages: CellText;
};

export const SentCell = memo(({ run, state, messages, ...cell }: SentCellProps) => {
  const { ui } = useMessages();
  const texts = sentWords(state, messages);
  const fate = fateOf(state);
  const way = wayOf(state);
  const isOut = fate === 'not-sent' || fate === 'absent';
  return (
    <CellFrame
      {...cell}
      cellKey={run.key}
      sentence={sentSentence(run, texts, messages)}
      look={isOut ? 'off' : fate}
      canPress={way !== null}
    >
      {isOut ? (
        <span className={styles.out}>{texts.word}</span>
      ) : (
        <div className={styles.head}>
          <span className={styles.icon}>{icon(fate)}</span>
          <span>{texts.word}</span>
        </div>
      )}
      {fate === 'moving' ? <ProgressBar label={texts.word} fraction={fractionOf(state)} /> : null}
      {way === null ? null : (
        <span className={styles.open}>
          {way.kind === 'result' ? ui.queue.open : messages.batch.sent.toRow}
        </span>
      )}
      {texts.detail === null ? null : (
        <div className={styles.more} title={texts.detail}>
          {texts.detail}
        </div>
      )}
    </CellFrame>
  );
});
