/** Sample jobs and their parts. */
import type { AppError } from '#contract/errors.ts';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import { type Item, itemIdSchema, itemSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { FittedFiles } from '#main/artifacts.ts';
import { type JobRecord, jobRecordSchema, type StoredState } from '#main/jobs/record.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { sendingFields } from '#test/fixtures/model.ts';

const origin = { source: 'test', asOf: '2026-11-21' };
const limit = <T>(value: T) => ({ value, ...origin });

export const model: ModelSpec = {
  id: modelIdSchema.parse('fal/kling-v2.6-pro'),
  provider: 'fal',
  name: 'Kling v2.6 pro',
  image: {
    containers: limit(['jpg', 'png']),
    maxBytes: limit(10_000_000),
    minSidePx: limit(340),
    maxSidePx: limit(3850),
    aspect: limit({ min: 0.4, max: 2.5 }),
  },
  video: {
    containers: limit(['mp4', 'mov']),
    videoCodecs: limit(['h264']),
    maxBytes: limit(100_000_000),
    minSidePx: limit(340),
    maxSidePx: limit(3850),
    aspect: limit({ min: 0.4, max: 2.5 }),
    minSec: limit(3),
    maxSec: { image: limit(10), video: limit(30) },
  },
  ...sendingFields,
  price: { kind: 'per-second', microsPerSec: 112_000, rounding: 'none', ...origin },
  dashboardUrl: 'https://fal.example/dashboard',
};

export const freeModel: ModelSpec = {
  ...model,
  id: modelIdSchema.parse('demo/offline'),
  provider: 'demo',
  name: 'Offline demonstration',
  price: { kind: 'free', ...origin },
};

export const imageFacts: ImageFacts = { ...fittingImage, sizeBytes: 9 };

export const videoFacts: VideoFacts = { ...fittingVideo, sizeBytes: 6, width: 720, height: 1280 };

export const fittedIn = (folder: string): FittedFiles => ({
  image: {
    path: `${folder}/character.jpg`,
    name: 'character.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 9,
    sha256: imageFacts.sha256,
  },
  video: {
    path: `${folder}/motion.mp4`,
    name: 'motion.mp4',
    contentType: 'video/mp4',
    sizeBytes: 6,
    sha256: videoFacts.sha256,
  },
});

export const createdAt = '2026-11-21T10:00:00.000Z';

export const jobRecord = (
  id: string,
  more: {
    readonly state?: StoredState;
    readonly createdAt?: string;
    readonly model?: ModelSpec;
    readonly prompt?: string;
  } = {},
): JobRecord => {
  const choices = {
    modelId: (more.model ?? model).id,
    orientation: 'image' as const,
    trim: null,
    // Each sample is a run of its own, except where it duplicates another on purpose.
    prompt: more.prompt ?? `a dance for ${id}`,
    negativePrompt: '',
    framing: defaultFraming,
    keepAudio: true,
  };
  return jobRecordSchema.parse({
    id,
    parentId: null,
    createdAt: more.createdAt ?? createdAt,
    stateSince: more.createdAt ?? createdAt,
    choices,
    plan: planFit({ image: imageFacts, video: videoFacts, model, choices }),
    estimate: estimateCost((more.model ?? model).price, 8),
    image: { path: '/pictures/anna.jpg', name: 'anna.jpg', facts: imageFacts },
    video: { path: '/clips/squats.mp4', name: 'squats.mp4', facts: videoFacts },
    state: more.state ?? { kind: 'queued' },
  });
};

export const jobId = (id: string) => jobIdSchema.parse(id);
export const itemId = itemIdSchema.parse('item-0001');

const link = (name: string) => ({
  kind: 'link' as const,
  url: `https://cdn.example/${name}`,
  expiresAt: null,
});
const deliveredLink = (name: string) => ({ ...link(name), via: 'fal-storage' as const });
export const error: AppError = { code: 'provider-failed', charged: 'no', subject: 'fal' };
export const lostAnswer: AppError = { code: 'answer-lost', charged: 'unknown', subject: 'fal' };

/** One state of each kind, with their files in `folder`. */
export const statesIn = (
  folder: string,
): { readonly [K in StoredState['kind']]: Extract<StoredState, { kind: K }> } => {
  const fitted = fittedIn(folder);
  const delivered = { image: deliveredLink('character.jpg'), video: deliveredLink('motion.mp4') };
  const ticket = { fitted, ticket: { request: 'r1' }, startedAt: createdAt };
  const finished = { result: link('result.mp4'), billedMicros: null, readyAt: createdAt };
  return {
    queued: { kind: 'queued' },
    preparing: { kind: 'preparing' },
    uploading: { kind: 'uploading', fitted },
    starting: { kind: 'starting', fitted, delivered },
    waiting: { kind: 'waiting', ...ticket, isCancelRequested: false },
    downloading: { kind: 'downloading', ...ticket, ...finished },
    done: { kind: 'done', itemId },
    failed: { kind: 'failed', error, download: null, run: null },
    cancelled: { kind: 'cancelled', charged: 'no' },
    unsure: { kind: 'unsure', error: lostAnswer, fitted, delivered },
  };
};

export const itemOf = (record: JobRecord, more: Partial<Item> = {}): Item =>
  itemSchema.parse({
    version: 1,
    id: itemId,
    jobId: record.id,
    createdAt: record.createdAt,
    provider: 'fal',
    modelName: model.name,
    choices: record.choices,
    plan: record.plan,
    image: { file: 'character.jpg', name: record.image.name, facts: imageFacts },
    video: { file: 'motion.mp4', name: record.video.name, facts: videoFacts },
    result: { file: 'result.mp4', facts: videoFacts },
    poster: { file: 'poster.jpg' },
    estimate: record.estimate,
    billedMicros: null,
    isDemo: false,
    ...more,
  });
