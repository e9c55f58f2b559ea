/** The batch: several pictures with several clips at several models, seen as one matrix, agreed to once, then followed. */
import { type ReactNode, useCallback, useMemo } from 'react';
import { mostRunsInBatch } from '#contract/model/batch.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import { providerNames } from '#contract/words/names.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { followJobs } from '../../state/batch-jobs.ts';
import { providersWithoutKey } from '../../state/batch-selectors.ts';
import type { BatchSubmit } from '../../state/batch-store.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, useMirror } from '../../state/use-app.ts';
import { BatchAskDialog } from './batch-ask-dialog.tsx';
import { BatchChoices } from './batch-choices.tsx';
import { BatchFilesPane } from './batch-files-pane.tsx';
import { BatchFoot } from './batch-foot.tsx';
import { BatchMatrix } from './batch-matrix.tsx';
import { BatchProgress } from './batch-progress.tsx';
import styles from './batch-screen.module.css';
import { PlannedCell } from './planned-cell.tsx';
import { SentCell, UnsentCell } from './sent-cell.tsx';
import { useBatchArrivals } from './use-batch-arrivals.ts';
import { type BatchNow, useBatchModels, useBatchRuns } from './use-batch-runs.ts';
import { useCellWords } from './use-cell-words.ts';

/** More cells than this are no longer a table that anybody reads. */
const mostCells = 600;

const PlannedMatrix = ({ runs, wanted }: Pick<BatchNow, 'runs' | 'wanted'>) => {
  const { actions } = useBatch();
  const words = useCellWords();
  const off = useBatchState(({ draft }) => draft.off);
  const looks = useBatchState(({ draft }) => draft.looks);
  const keys = useMirror((mirror) => mirror.keys);
  const { grid, foot, looks: lookWords } = words.batch;
  if (runs.length === 0) return <p className={styles.empty}>{grid.empty}</p>;
  if (runs.length > mostCells)
    return <p className={styles.empty}>{grid.tooMany(runs.length, mostRunsInBatch)}</p>;
  const noteOf = (model: ModelSpec): ReactNode => {
    const total = batchTotal(wanted.filter((run) => run.model.id === model.id));
    const price = foot.price(total);
    const isKeyless = providersWithoutKey([model], keys).length > 0;
    const sum = total.runs === 0 ? foot.noRuns : grid.modelSum(total.runs, price);
    return isKeyless ? `${sum} \u00b7 ${grid.noKey(providerNames[model.provider])}` : sum;
  };
  const lookOf = ({ id }: OpenVideo): string | null => {
    const look = looks[id];
    if (look === undefined || look.kind === 'done') return null;
    if (look.kind === 'failed') return lookWords.failed;
    return lookWords.working(look.fraction === null ? null : String(Math.round(look.fraction * 100)));
  };
  return (
    <BatchMatrix
      runs={runs}
      words={words}
      noteOf={noteOf}
      lookOf={lookOf}
      onPress={actions.toggle}
      pressKeys={[' ']}
      cellOf={(run, cell) => (
        <PlannedCell key={run.key} {...cell} run={run} isOff={off.has(run.key)} words={words} />
      )}
    />
  );
};

type Sent = Extract<BatchSubmit, { kind: 'sent' }>;

const useSentJobs = (sent: Sent) => {
  const jobs = useMirror((mirror) => mirror.jobs);
  return useMemo(() => {
    const follow = followJobs(jobs);
    return new Map([...sent.jobIds].map(([key, id]) => [key, follow(id)]));
  }, [jobs, sent.jobIds]);
};

const SentBatch = ({ sent }: { readonly sent: Sent }) => {
  const { actions } = useApp();
  const words = useCellWords();
  const jobs = useSentJobs(sent);
  const open = useCallback(
    (key: string) => {
      const state = jobs.get(key)?.state;
      if (state?.kind === 'done') actions.openItem(state.itemId);
    },
    [jobs, actions],
  );
  return (
    <>
      <div className={styles.work}>
        <BatchMatrix
          runs={sent.runs}
          words={words}
          noteOf={() => null}
          onPress={open}
          pressKeys={[' ', 'Enter']}
          cellOf={(run, cell) => {
            const job = jobs.get(run.key);
            if (job === undefined) return <UnsentCell key={run.key} {...cell} run={run} words={words} />;
            return <SentCell key={run.key} {...cell} run={run} job={job} words={words} />;
          }}
        />
      </div>
      <aside className={styles.side} aria-label={words.batch.sent.title}>
        <BatchProgress sent={sent} jobs={[...jobs.values()]} />
      </aside>
    </>
  );
};

const Draft = () => {
  const words = useCellWords().batch;
  const hasFiles = useBatchState(({ draft }) => draft.files.length > 0);
  const isLanding = useBatchArrivals();
  const models = useBatchModels();
  const now = useBatchRuns(models);
  return (
    <>
      <div className={styles.work}>
        <BatchFilesPane />
        {hasFiles ? <PlannedMatrix runs={now.runs} wanted={now.wanted} /> : null}
        {isLanding ? (
          <div className={styles.landing}>
            <span>{words.files.landing}</span>
          </div>
        ) : null}
      </div>
      <aside className={styles.side} aria-label={words.choices.title}>
        <BatchChoices models={models} />
        <BatchFoot total={now.total} blocker={now.blocker} />
      </aside>
      <BatchAskDialog />
    </>
  );
};

export const BatchScreen = () => {
  const { batch: words } = useCellWords();
  const submit = useBatchState((state) => state.submit);
  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">{words.title}</h1>
      {submit.kind === 'sent' ? <SentBatch sent={submit} /> : <Draft />}
    </div>
  );
};
