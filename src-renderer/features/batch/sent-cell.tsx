/** A run of the batch that was sent: how it is getting on, and what came of it. */
import { Ban, Clock, LoaderCircle } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Job } from '#contract/model/job.ts';
import { type BatchFate, fateOf } from '../../state/batch-jobs.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import { useWords } from '../../state/use-app.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { type CellWords, jobSentence, jobWords, runName } from './batch-cell-words.ts';
import styles from './cell-frame.module.css';
import { CellFrame, type CellProps } from './cell-frame.tsx';

const icon = (fate: BatchFate): ReactNode => {
  const look = { size: 15, 'aria-hidden': true } as const;
  switch (fate) {
    case 'done':
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
    default:
      return assertNever(fate);
  }
};

type SentCellProps = CellProps & {
  readonly run: BatchRun;
  /** null: it is no longer in the queue. */
  readonly job: Job | null;
  readonly words: CellWords;
};

export const SentCell = memo(({ run, job, words, ...cell }: SentCellProps) => {
  const { ui } = useWords();
  const said = jobWords(job, words);
  const fate = fateOf(job);
  return (
    <CellFrame
      {...cell}
      cellKey={run.key}
      sentence={jobSentence(run, said, words)}
      look={fate}
      canPress={fate === 'done'}
    >
      <div className={styles.head}>
        <span className={styles.icon}>{icon(fate)}</span>
        <span>{said.word}</span>
      </div>
      {fate === 'moving' && job !== null ? (
        <ProgressBar label={said.word} fraction={'fraction' in job.state ? job.state.fraction : null} />
      ) : null}
      {fate === 'done' ? <span className={styles.open}>{ui.queue.open}</span> : null}
      {said.detail === null ? null : (
        <div className={styles.more} title={said.detail}>
          {said.detail}
        </div>
      )}
    </CellFrame>
  );
});

/** A run that was left out of the batch. */
export const UnsentCell = memo(({ run, words, ...cell }: Omit<SentCellProps, 'job'>) => {
  const { notSent, progress } = words.batch.sent;
  return (
    <CellFrame
      {...cell}
      cellKey={run.key}
      sentence={progress(runName(run, words), notSent)}
      look="off"
      canPress={false}
    >
      <span className={styles.out}>{notSent}</span>
    </CellFrame>
  );
});
