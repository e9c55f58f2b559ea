/** Values derived from the batch: matrix, total, and why it cannot be sent yet. */

import { defaultFraming } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import { maxBatchJobs, stopAfterSchema } from '#contract/model/job.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { isPossible, needsPart, planBatch } from '#contract/rules/batch.ts';
import { planDelivery } from '#contract/rules/delivery.ts';
import type { BatchDraft, BatchFile, BatchOrder, BatchRun } from './batch-store.ts';
import { modelOf, type OpenImage, type OpenVideo } from './selectors.ts';
import { emptyState, type Mirror } from './store.ts';

export const imagesOf = (files: readonly BatchFile[]): readonly OpenImage[] =>
  files.flatMap((file) =>
    file.kind === 'open' && file.source.facts.kind === 'image'
      ? [{ ...file.source, facts: file.source.facts }]
      : [],
  );

export const videosOf = (files: readonly BatchFile[]): readonly OpenVideo[] =>
  files.flatMap((file) =>
    file.kind === 'open' && file.source.facts.kind === 'video'
      ? [{ ...file.source, facts: file.source.facts }]
      : [],
  );

/** In the order of the list of models, whatever the order of selection. */
export const chosenModels = (
  mirror: Pick<Mirror, 'models' | 'keys'>,
  { modelIds }: Pick<BatchDraft, 'modelIds'>,
): readonly ModelSpec[] => {
  if (modelIds !== null) return mirror.models.filter(({ id }) => modelIds.includes(id));
  const defaultModel = modelOf(mirror, emptyState.draft);
  return defaultModel ? [defaultModel] : [];
};

/** Whether the video should be scanned for best parts: some model accepts less than all of it. */
export const needsScan = (video: OpenVideo, models: readonly ModelSpec[]): boolean =>
  models.some((model) => needsPart(video.facts, model, 'image') || needsPart(video.facts, model, 'video'));

type Matter = Pick<
  BatchDraft,
  'files' | 'scans' | 'heldParts' | 'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio'
>;

/** Every combination, including excluded runs. */
export const batchRuns = (draft: Matter, models: readonly ModelSpec[]): readonly BatchRun[] => {
  const { files, scans, heldParts, orientation, prompt, negativePrompt, keepAudio } = draft;
  const images = imagesOf(files);
  const videos = videosOf(files);
  const cells = planBatch({
    images: images.map(({ facts }) => facts),
    videos: videos.map(({ id, facts }) => {
      const scan = scans[id];
      return { facts, best: scan?.kind === 'done' && !heldParts.has(id) ? scan.best : null };
    }),
    models,
    choices: { orientation, prompt, negativePrompt, keepAudio, framing: defaultFraming },
  });
  return cells.flatMap((cell) => {
    const image = images[cell.imageAt];
    const video = videos[cell.videoAt];
    if (image === undefined || video === undefined) return [];
    return [{ ...cell, key: `${cell.model.id} ${image.id} ${video.id}`, image, video }];
  });
};

/** Videos whose kept part is not the best one that a scan has found since. */
export const videosWithBetterSelection = (draft: Matter, models: readonly ModelSpec[]): number => {
  const { heldParts } = draft;
  if (heldParts.size === 0) return 0;
  const shown = batchRuns(draft, models);
  const found = batchRuns({ ...draft, heldParts: new Set() }, models);
  const moved = found.filter(({ choices, video }, index) => {
    const before = shown[index]?.choices.trim;
    const isSame = before?.startSec === choices.trim?.startSec && before?.endSec === choices.trim?.endSec;
    return heldParts.has(video.id) && !isSame;
  });
  return new Set(moved.map(({ video }) => video.id)).size;
};

export const isIncluded = (run: BatchRun, off: ReadonlySet<string>): boolean =>
  isPossible(run) && !off.has(run.key);

/** null: never; `undefined`: the typed text is not a valid number. */
export const readStopAfter = (text: string): number | null | undefined => {
  const typed = text.trim();
  if (typed === '') return null;
  const parsed = stopAfterSchema.safeParse(/^\d+$/.test(typed) ? Number(typed) : Number.NaN);
  return parsed.success ? parsed.data : undefined;
};

/** Providers of these models that need a key and have none. */
export const providersWithoutKey = (
  models: readonly ModelSpec[],
  keys: readonly KeyStatus[],
): readonly ProviderId[] => {
  const lacking = models.filter((model) =>
    keys.some(({ provider, isSet }) => provider === model.provider && !isSet),
  );
  return [...new Set(lacking.map(({ provider }) => provider))];
};

/** Providers that read files by link only, while no link can be made. */
export const providersWithoutDelivery = (
  models: readonly ModelSpec[],
  deliverySetup: Mirror['deliverySetup'],
): readonly ProviderId[] => {
  if (deliverySetup === null) return [];
  const lacking = models.filter((model) =>
    // A fitted file may be small enough for the request itself; the main process checks again once it is made.
    (['image', 'video'] as const).some(
      (file) =>
        planDelivery({ model, file, sizeBytes: 1, pastedUrl: null, deliverySetup }).kind === 'missing',
    ),
  );
  return [...new Set(lacking.map(({ provider }) => provider))];
};

export type BatchBlocker =
  | {
      readonly kind: 'offline' | 'reading' | 'files' | 'images' | 'videos' | 'models' | 'none' | 'stop-after';
    }
  | { readonly kind: 'keys' | 'delivery'; readonly providers: readonly ProviderId[] }
  | { readonly kind: 'too-many'; readonly runs: number };

/** Why the batch cannot be sent yet; null when it can. `included`: the runs that would be sent. */
export const batchBlocker = (request: {
  readonly mirror: Pick<Mirror, 'keys' | 'deliverySetup' | 'isOnline'>;
  readonly draft: Pick<BatchDraft, 'files' | 'stopAfter'>;
  readonly models: readonly ModelSpec[];
  readonly included: readonly BatchRun[];
}): BatchBlocker | null => {
  const { mirror, draft, models, included } = request;
  if (!mirror.isOnline) return { kind: 'offline' };
  if (draft.files.some(({ kind }) => kind === 'reading')) return { kind: 'reading' };
  const hasImage = imagesOf(draft.files).length > 0;
  const hasVideo = videosOf(draft.files).length > 0;
  if (!hasImage || !hasVideo) return { kind: hasVideo ? 'images' : hasImage ? 'videos' : 'files' };
  if (models.length === 0) return { kind: 'models' };
  if (included.length === 0) return { kind: 'none' };
  if (included.length > maxBatchJobs) return { kind: 'too-many', runs: included.length };
  const used = models.filter(({ id }) => included.some(({ model }) => model.id === id));
  const keyless = providersWithoutKey(used, mirror.keys);
  if (keyless.length > 0) return { kind: 'keys', providers: keyless };
  const wayless = providersWithoutDelivery(used, mirror.deliverySetup);
  if (wayless.length > 0) return { kind: 'delivery', providers: wayless };
  return readStopAfter(draft.stopAfter) === undefined ? { kind: 'stop-after' } : null;
};

export const orderOf = (runs: readonly BatchRun[], stopAfter: number | null): BatchOrder => ({
  runs,
  requests: runs.map(({ image, video, choices }) => ({
    imageId: image.id,
    videoId: video.id,
    choices,
    links: noPastedLinks,
  })),
  stopAfter,
});
