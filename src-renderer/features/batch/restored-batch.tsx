/** A batch of which only the runs are known: sent before the page was reloaded, or from the terminal. */

import { Film, Image } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { BatchId, BatchOrder } from '#contract/model/job.ts';
import { createFigures } from '../../messages/figures.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import type { SentState } from '../../state/batch-jobs.ts';
import {
  type RestoredBatch as Restored,
  type RestoredFile,
  restoreBatch,
} from '../../state/batch-restored.ts';
import { hasDraft } from '../../state/batch-shown.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { BatchChoice } from './batch-choice.tsx';
import styles from './batch-foot.module.css';
import { maxCells } from './batch-layout.ts';
import { BatchProgress } from './batch-progress.tsx';
import screen from './batch-screen.module.css';
import thumb from './batch-thumb.module.css';
import { SentMatrix } from './sent-batch.tsx';
import { useCellText } from './use-cell-text.ts';
import { useKeptSince } from './use-kept-since.ts';

/** An image or video whose file is no longer open: a thumbnail from the library, or an icon for its kind. */
const RestoredThumb = ({ file }: { readonly file: RestoredFile }) => {
  const [isMissing, setIsMissing] = useState(false);
  const look = { size: 16, 'aria-hidden': true } as const;
  // The library keeps no still of a reference video.
  if (file.kind === 'image' && file.itemId !== null && !isMissing)
    return (
      <img
        className={thumb.thumb}
        src={itemAddress(file.itemId, 'image')}
        alt=""
        draggable={false}
        onError={() => setIsMissing(true)}
      />
    );
  return (
    <span className={thumb.sign}>{file.kind === 'image' ? <Image {...look} /> : <Film {...look} />}</span>
  );
};

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
