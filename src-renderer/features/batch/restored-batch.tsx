/** A batch of which only the runs are known: sent before the page was reloaded, or from the terminal. */

import { useEffect, useMemo, useState } from 'react';
import type { BatchId, BatchOrder } from '#contract/model/job.ts';
import { createFigures } from '../../messages/figures.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { hasDraft, type SentState } from '../../state/batch-jobs.ts';
import { type RestoredBatch as Restored, restoreBatch } from '../../state/batch-restored.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { useCellText } from './batch-cell-text.ts';
import styles from './batch-foot.module.css';
import { maxCells } from './batch-layout.ts';
import { BatchProgress } from './batch-progress.tsx';
import screen from './batch-screen.module.css';
import { RestoredThumb } from './batch-thumb.tsx';
import { BatchChoice } from './queued-batches.tsx';
import { SentMatrix, useKeptSince } from './sent-batch.tsx';

const isOf = (kind: SentState['kind']) => (run: Restored['runs'][number]) => run.state.kind === kind;

/** null: not read yet, or the batch is unknown. */
const useOrder = (batchId: BatchId): BatchOrder | null => {
  const { client } = useApp();
  // A retried run is a new job, which the batch order then contains.
  const jobs = useMirror((mirror) => mirror.jobs.length);
  const [order, setOrder] = useState<BatchOrder | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed number of jobs triggers a new read.
  useEffect(() => {
    let isCurrent = true;
    void client.call('jobs.batchOrder', { batchId }).then((answer) => {
      if (isCurrent && answer.ok) setOrder(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, batchId, jobs]);
  return order;
};

const useRestored = (order: BatchOrder): Restored => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const models = useMirror((mirror) => mirror.models);
  const fromQueue = useMemo(() => restoreBatch({ order, jobs, models, items: [] }), [order, jobs, models]);
  const items = useKeptSince(
    fromQueue.runs.some(isOf('gone'))
      ? { modelIds: [...new Set(order.runs.map(({ modelId }) => modelId))], since: order.createdAt }
      : null,
  );
  return useMemo(
    () => (items.length === 0 ? fromQueue : restoreBatch({ order, jobs, models, items })),
    [fromQueue, items, order, jobs, models],
  );
};

const Remarks = ({ batch }: { readonly batch: Restored }) => {
  const messages = useCellText().batch.sent;
  return (
    <div className={styles.remarks}>
      {batch.runs.some(isOf('absent')) ? <p>{messages.absentMeans}</p> : null}
      <p>{messages.filesClosed}</p>
    </div>
  );
};

const Shown = ({ order, batchId }: { readonly order: BatchOrder; readonly batchId: BatchId }) => {
  const batch = useRestored(order);
  const { actions } = useBatch();
  const { language } = useMessages();
  const { sent: messages, foot } = useCellText().batch;
  const isDraftKept = useBatchState(hasDraft);
  const { runs, createdAt, inQueue } = batch;
  return (
    <>
      <div className={screen.work}>
        {runs.length > maxCells ? (
          <p className={screen.empty}>{messages.tooMany(inQueue.runs)}</p>
        ) : (
          <SentMatrix
            runs={runs}
            stateOf={({ state }) => state}
            thumbOf={(file) => <RestoredThumb key={file.itemId} file={file} />}
          />
        )}
      </div>
      <aside className={screen.side} aria-label={messages.title}>
        <BatchProgress
          batchId={batchId}
          states={runs.map(({ state }) => state)}
          note={messages.ofQueue(createFigures(language).moment(createdAt), foot.price(inQueue))}
          announce={order.isComplete ? messages.announce : messages.announceKnown}
          choice={<BatchChoice batchId={batchId} />}
          remarks={<Remarks batch={batch} />}
          again={
            isDraftKept ? null : (
              <Button onClick={() => actions.startLike(batch.choices)}>{messages.sameChoices}</Button>
            )
          }
        />
      </aside>
    </>
  );
};

export const RestoredBatch = ({ batchId }: { readonly batchId: BatchId }) => {
  const order = useOrder(batchId);
  return order === null ? null : <Shown order={order} batchId={batchId} />;
};
