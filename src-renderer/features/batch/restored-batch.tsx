/** A batch of which only its runs are known: sent before the page was loaded anew, or from a terminal. */
import { useMemo } from 'react';
import type { BatchId } from '#contract/model/batch.ts';
import { createFigures } from '../../messages/figures.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { useKeptSince } from '../../state/batch-kept.ts';
import { type RestoredBatch as Restored, restoreBatch } from '../../state/batch-restored.ts';
import { hasDraft } from '../../state/batch-shown.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { BatchChoice } from './batch-choice.tsx';
import styles from './batch-foot.module.css';
import { maxCells } from './batch-layout.ts';
import { BatchProgress } from './batch-progress.tsx';
import screen from './batch-screen.module.css';
import { RestoredThumb } from './restored-thumb.tsx';
import { SentMatrix } from './sent-batch.tsx';
import { useCellText } from './use-cell-text.ts';

const isAbsent = ({ state }: Restored['runs'][number]): boolean => state.kind === 'absent';

const useRestored = (batchId: BatchId): Restored | null => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const models = useMirror((mirror) => mirror.models);
  const fromQueue = useMemo(
    () => restoreBatch({ jobs, batchId, models, items: [] }),
    [jobs, batchId, models],
  );
  const needsLibrary = fromQueue !== null && (fromQueue.hasNamesakes || fromQueue.runs.some(isAbsent));
  const items = useKeptSince(
    needsLibrary
      ? { modelIds: [...new Set(fromQueue.runs.map(({ model }) => model.id))], since: fromQueue.createdAt }
      : null,
  );
  return useMemo(
    () => (items.length === 0 ? fromQueue : restoreBatch({ jobs, batchId, models, items })),
    [fromQueue, items, jobs, batchId, models],
  );
};

const Remarks = ({ batch }: { readonly batch: Restored }) => {
  const messages = useCellText().batch.sent;
  return (
    <div className={styles.remarks}>
      {batch.runs.some(isAbsent) ? <p>{messages.absentMeans}</p> : null}
      {batch.hasNamesakes ? <p>{messages.namesakes}</p> : null}
      <p>{messages.filesClosed}</p>
    </div>
  );
};

const Shown = ({ batch, batchId }: { readonly batch: Restored; readonly batchId: BatchId }) => {
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
          announce={messages.announceKnown}
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
  const batch = useRestored(batchId);
  return batch === null ? null : <Shown batch={batch} batchId={batchId} />;
};
