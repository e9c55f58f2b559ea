/** How the batch that was sent is getting on, and what can still be done about it. */
import { useMemo } from 'react';
import type { Job } from '#contract/model/job.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { useBatch } from '../../state/batch-context.ts';
import { type BatchFate, countFates, isUnsent } from '../../state/batch-jobs.ts';
import type { BatchSubmit } from '../../state/batch-store.ts';
import { useApp, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { batchWords } from '../../words/batch.ts';
import styles from './batch-foot.module.css';

const told: readonly BatchFate[] = ['done', 'moving', 'queued', 'failed', 'unsure', 'cancelled', 'gone'];

type BatchProgressProps = {
  readonly sent: Extract<BatchSubmit, { kind: 'sent' }>;
  /** Of every run that was ordered; null: no longer in the queue. */
  readonly jobs: readonly (Job | null)[];
};

export const BatchProgress = ({ sent, jobs }: BatchProgressProps) => {
  const app = useApp();
  const { actions } = useBatch();
  const { language } = useWords();
  const words = batchWords[language];
  const counts = countFates(jobs);
  const total = useMemo(() => batchTotal(sent.runs.filter(({ key }) => sent.jobIds.has(key))), [sent]);
  const ended = jobs.length - counts.moving - counts.queued;
  const isMoving = ended < jobs.length;
  const progress = words.sent.announce(counts.done, jobs.length);
  return (
    <div className={styles.foot}>
      <div>
        <h2 className={styles.title}>{words.sent.title}</h2>
        <p className={styles.note}>{words.sent.of(words.foot.price(total))}</p>
      </div>
      <ProgressBar label={progress} fraction={jobs.length === 0 ? 1 : ended / jobs.length} />
      <p className="visually-hidden" role="status">
        {progress}
      </p>
      <ul className={styles.counts}>
        {told
          .filter((fate) => counts[fate] > 0)
          .map((fate) => (
            <li key={fate} data-fate={fate}>
              {counts[fate]} {words.sent.counts[fate]}
            </li>
          ))}
      </ul>
      {sent.error ? <AppErrorLine error={sent.error} /> : null}
      {jobs.some(isUnsent) ? (
        <div className={styles.action}>
          <Button variant="danger" onClick={() => void actions.cancelRest()}>
            {words.sent.cancelRest}
          </Button>
          <p className={styles.note}>{words.sent.cancelMeans}</p>
        </div>
      ) : null}
      <div className={styles.buttons}>
        <Button variant={isMoving ? 'quiet' : 'primary'} onClick={actions.startNew}>
          {words.sent.startNew}
        </Button>
        <Button onClick={actions.again}>{words.sent.again}</Button>
        <Button variant="plain" onClick={() => app.actions.show('studio')}>
          {words.sent.toQueue}
        </Button>
      </div>
    </div>
  );
};
