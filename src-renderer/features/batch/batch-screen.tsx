/** The batch screen: images combined with videos and models in one matrix, confirmed once, then tracked. */

import { type ReactNode, useEffect } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import { type BatchId, maxBatchJobs } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { shownBatch } from '../../state/batch-jobs.ts';
import { providersWithoutKey } from '../../state/batch-selectors.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useMirror } from '../../state/use-app.ts';
import { seconds } from '../../ui/time.ts';
import { FolderNotes, useBatchArrivals } from './batch-arrivals.tsx';
import { BatchAskDialog } from './batch-ask-dialog.tsx';
import { useCellText } from './batch-cell-text.ts';
import { PlannedCell } from './batch-cells.tsx';
import { BatchChoices } from './batch-choices.tsx';
import { BatchFilesPane } from './batch-files-pane.tsx';
import { BatchFoot } from './batch-foot.tsx';
import { maxCells } from './batch-layout.ts';
import { BatchMatrix } from './batch-matrix.tsx';
import styles from './batch-screen.module.css';
import { BatchThumb } from './batch-thumb.tsx';
import { QueuedBatches } from './queued-batches.tsx';
import { RestoredBatch } from './restored-batch.tsx';
import { SentBatch } from './sent-batch.tsx';
import { type BatchNow, useBatchModels, useBatchRuns } from './use-batch-runs.ts';

const PlannedMatrix = ({ runs, included }: Pick<BatchNow, 'runs' | 'included'>) => {
  const { actions } = useBatch();
  const messages = useCellText();
  const off = useBatchState(({ draft }) => draft.off);
  const scans = useBatchState(({ draft }) => draft.scans);
  const keys = useMirror((mirror) => mirror.keys);
  const { grid, foot, scans: scanWords } = messages.batch;
  if (runs.length === 0) return <p className={styles.empty}>{grid.empty}</p>;
  if (runs.length > maxCells)
    return <p className={styles.empty}>{grid.tooMany(runs.length, maxBatchJobs)}</p>;
  const noteOf = (model: ModelSpec): ReactNode => {
    const total = batchTotal(included.filter((run) => run.model.id === model.id));
    const price = foot.price(total);
    const isKeyless = providersWithoutKey([model], keys).length > 0;
    const sum = total.runs === 0 ? foot.noRuns : grid.modelSum(total.runs, price);
    return isKeyless ? `${sum} \u00b7 ${grid.noKey(providerNames[model.provider])}` : sum;
  };
  const factOf = ({ id, facts }: OpenVideo): string => {
    const scan = scans[id];
    if (scan === undefined || scan.kind === 'done') return seconds(facts.durationSec);
    if (scan.kind === 'failed') return scanWords.failed;
    return scanWords.working(scan.fraction === null ? null : String(Math.round(scan.fraction * 100)));
  };
  return (
    <BatchMatrix
      runs={runs}
      messages={messages}
      noteOf={noteOf}
      thumbOf={(file) => <BatchThumb source={file} />}
      factOf={factOf}
      onPress={actions.toggle}
      pressKeys={[' ']}
      cellOf={(run, cell) => (
        <PlannedCell key={run.key} {...cell} run={run} isOff={off.has(run.key)} messages={messages} />
      )}
    />
  );
};

const Draft = () => {
  const messages = useCellText().batch;
  const hasFiles = useBatchState(({ draft }) => draft.files.length > 0);
  const { isDropTarget, folders, forgetFolders } = useBatchArrivals();
  const models = useBatchModels();
  const now = useBatchRuns(models);
  return (
    <>
      <div className={styles.work}>
        <BatchFilesPane />
        <FolderNotes folders={folders} forgetFolders={forgetFolders} />
        {hasFiles ? <PlannedMatrix runs={now.runs} included={now.included} /> : null}
        {isDropTarget ? (
          <div className={styles.dropTarget}>
            <span>{messages.files.dropTarget}</span>
          </div>
        ) : null}
      </div>
      <aside className={styles.side} aria-label={messages.choices.title}>
        <QueuedBatches />
        <BatchChoices models={models} />
        <BatchFoot total={now.total} blocker={now.blocker} betterParts={now.betterParts} />
      </aside>
      <BatchAskDialog />
    </>
  );
};

/**
 * The batch shown is decided when the screen opens; a batch that starts elsewhere does not replace the current draft.
 */
const useShown = (): BatchId | null => {
  const { actions } = useBatch();
  const shown = useBatchState((state) => state.shown);
  const submit = useBatchState((state) => state.submit);
  const draft = useBatchState((state) => state.draft);
  const batchId = useMirror(({ jobs }) => shownBatch({ shown, submit, draft }, jobs));
  const isDecided = shown.kind !== 'undecided';
  useEffect(() => {
    if (!isDecided) actions.show(batchId);
  }, [isDecided, batchId, actions]);
  return batchId;
};

export const BatchScreen = () => {
  const { batch: messages } = useCellText();
  const submit = useBatchState((state) => state.submit);
  const batchId = useShown();
  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">{messages.title}</h1>
      {batchId === null ? (
        <Draft />
      ) : submit.kind === 'sent' && submit.batchId === batchId ? (
        <SentBatch sent={submit} />
      ) : (
        <RestoredBatch key={batchId} batchId={batchId} />
      )}
    </div>
  );
};
