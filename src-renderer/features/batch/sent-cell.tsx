/** A run of a sent batch: its progress and result. */
import { Ban, Clock, LoaderCircle } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { type BatchFate, fateOf, type SentState, wayOf } from '../../state/batch-jobs.ts';
import { useMessages } from '../../state/use-app.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { type CellText, sentSentence, sentWords } from './batch-cell-text.ts';
import type { MatrixRun } from './batch-layout.ts';
import styles from './cell-frame.module.css';
import { CellFrame, type CellProps } from './cell-frame.tsx';

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
      return <LoaderCircle {...look} className={styles.turning} />;
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
