/** The matrix of a batch that this page did not send, or no longer remembers: drawn again from the queue and the library. */
import type { BatchId } from '#contract/model/batch.ts';
import type { Choices } from '#contract/model/choices.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { Job } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { BatchSum } from '#contract/rules/batch.ts';
import { followJobs, type SentState } from './batch-jobs.ts';
import { type Line, layRuns, type NamedRun } from './batch-lines.ts';
import type { BatchDraft } from './batch-store.ts';

export type RestoredFile = {
  readonly kind: 'image' | 'video';
  readonly id: string;
  readonly name: string;
  /** A kept result that was made of it. */
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
  /** Whole blocks: models, in each the pictures, with each the clips. */
  readonly runs: readonly RestoredRun[];
  /** What the runs that are in the queue were estimated at. */
  readonly inQueue: BatchSum;
  /** What the next batch would be, but for the files. */
  readonly choices: Pick<
    BatchDraft,
    'modelIds' | 'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'stopAfter'
  >;
  readonly hasNamesakes: boolean;
};

/** What is read of a kept result. */
export type KeptRun = Pick<KeptItem, 'id' | 'jobId' | 'createdAt' | 'choices' | 'image' | 'video' | 'inputs'>;

/** `first`: as it was sent. `job`: what it has become by trying again. */
type SentRun = NamedRun & { readonly first: Job; readonly job: Job };

const sumOf = (jobs: readonly Job[]): BatchSum => ({
  runs: jobs.length,
  knownMicros: jobs.reduce((sum, { estimate }) => sum + ('micros' in estimate ? estimate.micros : 0), 0),
  unknownRuns: jobs.filter(({ estimate }) => 'unknown' in estimate).length,
});

/** A model that takes no such text, or no sound, was ordered without it. */
const choicesOf = (jobs: readonly Job[]): RestoredBatch['choices'] => {
  const all = jobs.map(({ choices }) => choices);
  const textOf = (kind: 'prompt' | 'negativePrompt') => all.find((of) => of[kind] !== '')?.[kind] ?? '';
  return {
    modelIds: [...new Set(all.map(({ modelId }) => modelId))],
    orientation: all[0]?.orientation ?? 'image',
    prompt: textOf('prompt'),
    negativePrompt: textOf('negativePrompt'),
    keepAudio: all.some(({ keepAudio }) => keepAudio),
    stopAfter: '',
  };
};

const isAlike = (one: Choices, other: Choices): boolean =>
  one.modelId === other.modelId &&
  one.orientation === other.orientation &&
  one.prompt === other.prompt &&
  one.negativePrompt === other.negativePrompt &&
  one.keepAudio === other.keepAudio;

const isOf = ({ name, sha256 }: Line, file: { readonly name: string; readonly sha256: string | null }) =>
  name === file.name && (sha256 === null || file.sha256 === null || sha256 === file.sha256);

/** Kept results that this batch may have made, of runs that nothing in the queue leads to. */
const looseItems = (
  items: readonly KeptRun[],
  { jobs, sent }: { readonly jobs: readonly Job[]; readonly sent: readonly SentRun[] },
): readonly KeptRun[] => {
  const since = sent[0]?.first.createdAt ?? '';
  const ids = new Set(jobs.map(({ id }) => id));
  // A run that was tried again knows its first try, and nothing more once that was put away.
  const isOrphan = ({ parentId }: Job) => parentId !== null && !ids.has(parentId);
  const placed = new Set<string>(jobs.filter((job) => !isOrphan(job)).map(({ id }) => id));
  return items.filter(
    ({ jobId, createdAt, choices }) =>
      createdAt >= since && !placed.has(jobId) && sent.some(({ first }) => isAlike(first.choices, choices)),
  );
};

/** null: none of its runs is in the queue. `jobs`: newest first. `items`: kept since the batch was sent, as far as they have been read. */
export const restoreBatch = (request: {
  readonly jobs: readonly Job[];
  readonly batchId: BatchId;
  readonly models: readonly Pick<ModelSpec, 'id' | 'name'>[];
  readonly items: readonly KeptRun[];
}): RestoredBatch | null => {
  const { jobs, batchId, models, items } = request;
  const follow = followJobs(jobs);
  const itemOf = new Map(items.map((item) => [item.jobId, item]));
  const sent = jobs
    .filter((job) => job.batchId === batchId)
    .toReversed()
    .map((first): SentRun => {
      const job = follow(first.id) ?? first;
      const { imageName, videoName, choices } = first;
      const inputs = itemOf.get(job.id)?.inputs ?? null;
      return { modelId: choices.modelId, imageName, videoName, inputs, first, job };
    });
  const [oldest] = sent;
  if (oldest === undefined) return null;

  const laid = layRuns(sent);
  const loose = looseItems(items, { jobs, sent });
  const used = new Set<ItemId>();
  const stateAt = (modelId: string, row: Line, column: Line): SentState => {
    const run = laid.runAt(modelId, row, column);
    if (run !== null) return { kind: 'job', job: run.job };
    const kept = loose.find(
      ({ id, choices, image, video, inputs }) =>
        !used.has(id) &&
        choices.modelId === modelId &&
        isOf(row, { name: image.name, sha256: inputs?.imageSha256 ?? null }) &&
        isOf(column, { name: video.name, sha256: inputs?.videoSha256 ?? null }),
    );
    if (kept === undefined) return { kind: 'absent' };
    used.add(kept.id);
    return { kind: 'kept', itemId: kept.id };
  };

  const modelIds = [...new Set(sent.map(({ first }) => first.choices.modelId))];
  const cells = modelIds.flatMap((modelId) =>
    laid.rows.flatMap((row, rowAt) =>
      laid.columns.map((column, columnAt) => ({
        ...{ modelId, row, rowAt, column, columnAt },
        state: stateAt(modelId, row, column),
      })),
    ),
  );
  const itemIn = (line: Line): ItemId | null => {
    for (const { row, column, state } of cells) {
      if (row !== line && column !== line) continue;
      if (state.kind === 'kept') return state.itemId;
      if (state.kind === 'job' && state.job.state.kind === 'done') return state.job.state.itemId;
    }
    return null;
  };
  const filesOf = (lines: readonly Line[], kind: RestoredFile['kind']): readonly RestoredFile[] =>
    lines.map((line, at) => ({ kind, id: `${kind} ${at}`, name: line.name, itemId: itemIn(line) }));
  const images = filesOf(laid.rows, 'image');
  const videos = filesOf(laid.columns, 'video');
  return {
    createdAt: oldest.first.createdAt,
    runs: cells.flatMap(({ modelId, rowAt, columnAt, state }) => {
      const image = images[rowAt];
      const video = videos[columnAt];
      if (image === undefined || video === undefined) return [];
      const model = models.find(({ id }) => id === modelId) ?? { id: modelId, name: modelId };
      return [{ key: `${modelId} ${image.id} ${video.id}`, model, image, video, state }];
    }),
    inQueue: sumOf(sent.map(({ job }) => job)),
    choices: choicesOf(sent.map(({ first }) => first)),
    hasNamesakes: laid.hasNamesakes,
  };
};
