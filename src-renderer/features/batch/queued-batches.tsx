/** Ways to the batches in the queue: from the draft, and from one to another. */

import { useMemo } from 'react';
import type { BatchId } from '#contract/model/job.ts';
import { createFigures } from '../../messages/figures.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { batchToShow, queuedBatches } from '../../state/batch-jobs.ts';
import { isOpenToChange } from '../../state/batch-store.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './batch-screen.module.css';

/** Link from the draft to the batch that was sent last; renders nothing while no batch is in the queue. */
export const QueuedBatches = () => {
  const { actions } = useBatch();
  const messages = useMessages().batch.sent;
  const isOpen = useBatchState(isOpenToChange);
  const { batchId, isRunning } = useMirror(({ jobs }) => {
    const batches = queuedBatches(jobs);
    return { batchId: batchToShow(batches), isRunning: batches.some((batch) => batch.isRunning) };
  });
  if (batchId === null) return null;
  return (
    <div className={styles.strip}>
      <p>{isRunning ? messages.oneRunning : messages.oneHasEnded}</p>
      <Button size="small" disabled={!isOpen} onClick={() => actions.show(batchId)}>
        {messages.showIt}
      </Button>
    </div>
  );
};

/** Selects which queued batch is shown; renders nothing if there is only one. */
export const BatchChoice = ({ batchId }: { readonly batchId: BatchId }) => {
  const { actions } = useBatch();
  const { language, batch } = useMessages();
  const jobs = useMirror((mirror) => mirror.jobs);
  const batches = useMemo(() => queuedBatches(jobs), [jobs]);
  const figures = useMemo(() => createFigures(language), [language]);
  if (!batches.some(({ id }) => id !== batchId)) return null;
  const messages = batch.sent;
  return (
    <Select
      label={messages.choose}
      value={batchId}
      placeholder={messages.choose}
      options={batches.map(({ id, runs, createdAt, isRunning }) => ({
        value: id,
        label: messages.batch(runs, figures.moment(createdAt)),
        detail: isRunning ? messages.running : messages.hasEnded,
      }))}
      onChange={actions.show}
    />
  );
};
