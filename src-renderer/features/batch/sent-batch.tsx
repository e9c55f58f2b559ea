/** A sent batch: the matrix with the state of every run, and the progress of the batch. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { ok } from '#contract/errors.ts';
import type { ModelId } from '#contract/model/choices.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import type { Client } from '../../bridge/client.ts';
import { useLibraryQuery } from '../../shared/use-library-query.ts';
import { useBatch } from '../../state/batch-context.ts';
import { followJobs, type SentState, wayOf } from '../../state/batch-jobs.ts';
import type { BatchSubmit } from '../../state/batch-store.ts';
import { useApp, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { seconds } from '../../ui/time.ts';
import { useCellText } from './batch-cell-text.ts';
import { SentCell } from './batch-cells.tsx';
import type { MatrixRun } from './batch-layout.ts';
import { BatchMatrix } from './batch-matrix.tsx';
import { BatchProgress } from './batch-progress.tsx';
import styles from './batch-screen.module.css';
import { BatchThumb } from './batch-thumb.tsx';
import { BatchChoice } from './queued-batches.tsx';

/** Maximum page size of one call. */
const pageSize = 500;

type KeptSince = { readonly modelIds: readonly ModelId[]; readonly since: string };

/** Newest first. Returns an empty list if the library cannot be read. */
const readKeptSince = async (
  client: Client,
  { modelIds, since }: KeptSince,
): Promise<readonly KeptItem[]> => {
  const read: KeptItem[] = [];
  const query = { ...wholeLibrary, modelIds: [...modelIds] };
  for (;;) {
    const page = await client.call('library.list', { offset: read.length, limit: pageSize, query });
    if (!page.ok) return read;
    const { items } = page.value;
    const recent = items.filter(({ createdAt }) => createdAt >= since);
    read.push(...recent);
    if (recent.length < items.length || items.length < pageSize) return read;
  }
};

const nothing: readonly KeptItem[] = [];

/** Items saved to the library since a batch was sent; identifies runs that were dismissed from the queue. null: no query. */
export const useKeptSince = (request: KeptSince | null): readonly KeptItem[] =>
  useLibraryQuery(request === null ? null : JSON.stringify(request), async (client) =>
    ok(request === null ? nothing : await readKeptSince(client, request)),
  ).value ?? nothing;

type SentMatrixProps<Run extends MatrixRun> = {
  readonly runs: readonly Run[];
  readonly stateOf: (run: Run) => SentState;
  readonly thumbOf: (file: Run['image'] | Run['video']) => ReactNode;
  readonly factOf?: (video: Run['video']) => string;
};

export const SentMatrix = <Run extends MatrixRun>({ runs, stateOf, ...heads }: SentMatrixProps<Run>) => {
  const { actions } = useApp();
  const messages = useCellText();
  const open = useCallback(
    (key: string) => {
      const run = runs.find((known) => known.key === key);
      const way = run === undefined ? null : wayOf(stateOf(run));
      if (way?.kind === 'result') actions.openItem(way.itemId);
      if (way?.kind === 'row') actions.showJob(way.jobId);
    },
    [runs, stateOf, actions],
  );
  return (
    <BatchMatrix
      {...heads}
      runs={runs}
      messages={messages}
      onPress={open}
      pressKeys={[' ', 'Enter']}
      cellOf={(run, cell) => (
        <SentCell key={run.key} {...cell} run={run} state={stateOf(run)} messages={messages} />
      )}
    />
  );
};

type Sent = Extract<BatchSubmit, { kind: 'sent' }>;

/** Keyed by the run's key. */
const useSentStates = ({ runs, jobIds, createdAt }: Sent): ReadonlyMap<string, SentState> => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const follow = useMemo(() => followJobs(jobs), [jobs]);
  const isAnyGone = [...jobIds.values()].some((id) => follow(id) === null);
  const modelIds = [...new Set(runs.map(({ choices }) => choices.modelId))];
  const kept = useKeptSince(isAnyGone ? { modelIds, since: createdAt } : null);
  return useMemo(() => {
    const itemIds = new Map<string, (typeof kept)[number]['id']>(kept.map(({ id, jobId }) => [jobId, id]));
    return new Map(
      runs.map(({ key }): [string, SentState] => {
        const id = jobIds.get(key);
        if (id === undefined) return [key, { kind: 'not-sent' }];
        const job = follow(id);
        if (job !== null) return [key, { kind: 'job', job }];
        const itemId = itemIds.get(id);
        return [key, itemId === undefined ? { kind: 'gone' } : { kind: 'kept', itemId }];
      }),
    );
  }, [runs, jobIds, follow, kept]);
};

const unknown: SentState = { kind: 'absent' };

/** A batch sent from this page: its files are still open. */
export const SentBatch = ({ sent }: { readonly sent: Sent }) => {
  const { actions } = useBatch();
  const { sent: messages, foot } = useCellText().batch;
  const states = useSentStates(sent);
  const total = useMemo(() => batchTotal(sent.runs.filter(({ key }) => sent.jobIds.has(key))), [sent]);
  return (
    <>
      <div className={styles.work}>
        <SentMatrix
          runs={sent.runs}
          stateOf={({ key }) => states.get(key) ?? unknown}
          thumbOf={(file) => <BatchThumb source={file} />}
          factOf={({ facts }) => seconds(facts.durationSec)}
        />
      </div>
      <aside className={styles.side} aria-label={messages.title}>
        <BatchProgress
          key={sent.batchId}
          batchId={sent.batchId}
          states={[...states.values()]}
          note={messages.of(foot.price(total))}
          announce={messages.announce}
          choice={<BatchChoice batchId={sent.batchId} />}
          again={<Button onClick={actions.again}>{messages.again}</Button>}
        />
      </aside>
    </>
  );
};
