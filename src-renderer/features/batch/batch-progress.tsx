/** Progress of a sent batch and the actions that are still possible. */

import { type ReactNode, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/job.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { type BatchFate, countFates, hasDraft, isUnsent, type SentState } from '../../state/batch-jobs.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Row } from '../../ui/layout.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './batch-foot.module.css';

const listedFates = [
  'done',
  'kept',
  'moving',
  'queued',
  'failed',
  'unsure',
  'cancelled',
  'gone',
] as const satisfies readonly BatchFate[];

type BatchProgressProps = {
  readonly batchId: BatchId;
  /** The state of every cell. */
  readonly states: readonly SentState[];
  /** The estimate at submission. */
  readonly note: string;
  readonly announce: (done: number, all: number) => string;
  /** Selects between queued batches; empty if there is only one. */
  readonly choice: ReactNode;
  /** Remarks about this matrix. */
  readonly remarks?: ReactNode;
  /** Button that starts a new batch with the same files or choices. */
  readonly again: ReactNode;
};

export const BatchProgress = (props: BatchProgressProps) => {
  const { batchId, states, note, announce, choice, remarks, again } = props;
  const app = useApp();
  const { actions } = useBatch();
  const messages = useMessages().batch;
  const isDraftKept = useBatchState(hasDraft);
  const [error, setError] = useState<AppError | null>(null);
  const counts = countFates(states);
  const runs = listedFates.reduce((sum, fate) => sum + counts[fate], 0);
  const ended = runs - counts.moving - counts.queued;
  const isMoving = ended < runs;
  const progress = announce(counts.done + counts.kept, runs);
  const cancelRest = async () => {
    const answer = await app.actions.cancelBatch(batchId);
    setError(answer.ok ? null : answer.error);
  };
  return (
    <div className={styles.foot}>
      <div>
        <h2 className={styles.title}>{messages.sent.title}</h2>
        <p className={styles.note}>{note}</p>
      </div>
      {choice}
      <ProgressBar label={progress} fraction={runs === 0 ? 1 : ended / runs} />
      <p className="visually-hidden" role="status">
        {progress}
      </p>
      <ul className={styles.counts}>
        {listedFates
          .filter((fate) => counts[fate] > 0)
          .map((fate) => (
            <li key={fate} data-fate={fate}>
              {counts[fate]} {messages.sent.counts[fate]}
            </li>
          ))}
      </ul>
      {error ? <AppErrorLine error={error} /> : null}
      {states.some(isUnsent) ? (
        <div className={styles.action}>
          <Button variant="danger" onClick={() => void cancelRest()}>
            {messages.sent.cancelRest}
          </Button>
          <p className={styles.note}>{messages.sent.cancelMeans}</p>
        </div>
      ) : null}
      {remarks}
      <Row gap={2} isWrapping>
        <Button
          variant={isMoving ? 'quiet' : 'primary'}
          onClick={() => (isDraftKept ? actions.show(null) : actions.startNew())}
        >
          {isDraftKept ? messages.sent.toDraft : messages.sent.startNew}
        </Button>
        {again}
        <Button variant="plain" onClick={() => app.actions.show('studio')}>
          {messages.sent.toQueue}
        </Button>
      </Row>
    </div>
  );
};
