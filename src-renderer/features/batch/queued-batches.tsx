/** Link from the draft to the batch that was sent last; renders nothing while no batch is in the queue. */

import { batchMessages } from '../../messages/batch.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { batchToShow, queuedBatches } from '../../state/batch-jobs.ts';
import { isOpenToChange } from '../../state/batch-store.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './queued-batches.module.css';

export const QueuedBatches = () => {
  const { actions } = useBatch();
  const { language } = useMessages();
  const messages = batchMessages[language].sent;
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
