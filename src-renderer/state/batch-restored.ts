/** The matrix of a batch that this page did not send or no longer holds: its order, with the state of each run. */

import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { BatchOrder, Job } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { BatchSum } from '#contract/rules/batch.ts';
import { followJobs, type SentState } from './batch-jobs.ts';
import type { BatchDraft } from './batch-store.ts';

export type RestoredFile = {
  readonly kind: 'image' | 'video';
  readonly id: string;
  readonly name: string;
  /** A library item made by this run. */
  readonly itemId: ItemId | null;
};

export type RestoredRun = {
  readonly key: string;
  readonly model: Pick<ModelSpec, 'id' | 'name'>;
  readonly image: RestoredFile;
  readonly video: RestoredFile;
  readonly state: SentState;
};

export type RestoredBatch = {
  readonly createdAt: string;
  /** Complete blocks: by model, then image, then video. */
  readonly runs: readonly RestoredRun[];
  /** Sum of the estimates of the runs in the queue. */
  readonly inQueue: BatchSum;
  /** The choices of the next batch, without its files. */
  readonly choices: Pick<
    BatchDraft,
    'modelIds' | 'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'stopAfter'
  >;
};

/** The fields of a library item that are read. */
export type KeptRun = Pick<KeptItem, 'id' | 'jobId'>;

const sumOf = (jobs: readonly Job[]): BatchSum => ({
  runs: jobs.length,
  knownMicros: jobs.reduce((sum, { estimate }) => sum + ('micros' in estimate ? estimate.micros : 0), 0),
  unknownRuns: jobs.filter(({ estimate }) => 'unknown' in estimate).length,
});

const modelIdsOf = (runs: BatchOrder['runs']) => [...new Set(runs.map(({ modelId }) => modelId))];

/** A model that does not support a text, or audio, was submitted without it. */
const choicesOf = (jobs: readonly Job[], { runs }: BatchOrder): RestoredBatch['choices'] => {
  const all = jobs.map(({ choices }) => choices);
  const textOf = (kind: 'prompt' | 'negativePrompt') => all.find((of) => of[kind] !== '')?.[kind] ?? '';
  return {
    modelIds: modelIdsOf(runs),
    orientation: all[0]?.orientation ?? 'image',
    prompt: textOf('prompt'),
    negativePrompt: textOf('negativePrompt'),
    keepAudio: all.some(({ keepAudio }) => keepAudio),
    stopAfter: '',
  };
};

/** `jobs`: newest first. `items`: library items created since the batch was sent, as far as they have been read. */
export const restoreBatch = (request: {
  readonly order: BatchOrder;
  readonly jobs: readonly Job[];
  readonly models: readonly Pick<ModelSpec, 'id' | 'name'>[];
  readonly items: readonly KeptRun[];
}): RestoredBatch => {
  const { order, jobs, models, items } = request;
  const follow = followJobs(jobs);
  const itemIds = new Map<string, ItemId>(items.map(({ id, jobId }) => [jobId, id]));
  const stateOf = ({ jobIds }: BatchOrder['runs'][number]): SentState => {
    // Of several attempts the last known one applies.
    for (const id of jobIds.toReversed()) {
      const job = follow(id);
      if (job !== null) return { kind: 'job', job };
      const itemId = itemIds.get(id);
      if (itemId !== undefined) return { kind: 'kept', itemId };
    }
    return { kind: 'gone' };
  };
  const placeOf = (modelId: string, row: number, column: number) => `${modelId} ${row} ${column}`;
  const states = new Map(
    order.runs.map((run) => [placeOf(run.modelId, run.row, run.column), stateOf(run)] as const),
  );
  const unsent: SentState = { kind: order.isComplete ? 'not-sent' : 'absent' };

  const itemIn = (line: { readonly row: number } | { readonly column: number }): ItemId | null => {
    for (const run of order.runs) {
      if ('row' in line ? run.row !== line.row : run.column !== line.column) continue;
      const state = states.get(placeOf(run.modelId, run.row, run.column));
      if (state?.kind === 'kept') return state.itemId;
      if (state?.kind === 'job' && state.job.state.kind === 'done') return state.job.state.itemId;
    }
    return null;
  };
  const images = order.rows.map(({ name }, row): RestoredFile => {
    return { kind: 'image', id: `image ${row}`, name, itemId: itemIn({ row }) };
  });
  const videos = order.columns.map(({ name }, column): RestoredFile => {
    return { kind: 'video', id: `video ${column}`, name, itemId: itemIn({ column }) };
  });

  const runs = modelIdsOf(order.runs).flatMap((modelId) => {
    const model = models.find(({ id }) => id === modelId) ?? { id: modelId, name: modelId };
    return images.flatMap((image, row) =>
      videos.map((video, column) => {
        const state = states.get(placeOf(modelId, row, column)) ?? unsent;
        return { key: `${modelId} ${image.id} ${video.id}`, model, image, video, state };
      }),
    );
  });
  const inQueue = [...states.values()].flatMap((state) => (state.kind === 'job' ? [state.job] : []));
  return {
    createdAt: order.createdAt,
    runs,
    inQueue: sumOf(inQueue),
    choices: choicesOf(inQueue, order),
  };
};
