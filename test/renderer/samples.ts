/** Small valid values for tests of the page. */
import { type Choices, defaultFraming, type ModelId, modelIdSchema } from '#contract/model/choices.ts';
import { type ImageFacts, seenFactsSchema, type VideoFacts } from '#contract/model/facts.ts';
import { itemIdSchema, type KeptItem } from '#contract/model/item.ts';
import { type Job, type JobState, jobIdSchema } from '#contract/model/job.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import { noMarks } from '#contract/model/marks.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Scan } from '#contract/model/scan.ts';
import { type About, type Settings, settingsSchema } from '#contract/model/settings.ts';
import { type Source, sourceIdSchema } from '#contract/model/source.ts';
import type { Spent } from '#contract/model/spending.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';

const read = { source: 'the model page', asOf: '2026-11-21' } as const;

export const demoModelId: ModelId = modelIdSchema.parse('demo/offline');
export const falModelId: ModelId = modelIdSchema.parse('fal/kling-v2.6-pro');

export const demoModel: ModelSpec = {
  id: demoModelId,
  provider: 'demo',
  name: 'Offline demonstration',
  image: {
    containers: { value: ['jpg', 'png'], ...read },
    maxBytes: { value: 10_000_000, ...read },
    minSidePx: { value: 341, ...read },
    maxSidePx: { value: 3850, ...read },
    aspect: { value: { min: 0.4, max: 2.5 }, ...read },
  },
  video: {
    containers: { value: ['mp4', 'mov'], ...read },
    videoCodecs: { value: ['h264', 'hevc'], ...read },
    maxBytes: { value: 100_000_000, ...read },
    minSidePx: { value: 341, ...read },
    maxSidePx: { value: 3850, ...read },
    aspect: { value: { min: 0.4, max: 2.5 }, ...read },
    minSec: { value: 3, ...read },
    maxSec: { image: { value: 10, ...read }, video: { value: 30, ...read } },
  },
  deliveryMethods: { image: [{ kind: 'local' }], video: [{ kind: 'local' }] },
  promptMaxChars: { value: 2500, ...read },
  negativePromptMaxChars: null,
  options: { prompt: false, negativePrompt: false, audio: true },
  output: { image: { kind: 'as-video' }, video: { kind: 'as-video' } },
  resultLink: { keptSec: null, source: 'Understudy', asOf: '2026-11-21' },
  price: { kind: 'free', source: 'Understudy', asOf: '2026-11-21' },
  livePrice: 'none',
  remoteName: 'offline',
  isRemoteNameEditable: false,
  dashboardUrl: null,
};

export const falModel: ModelSpec = {
  ...demoModel,
  id: falModelId,
  provider: 'fal',
  name: 'Kling v2.6 pro (fal)',
  deliveryMethods: { image: [{ kind: 'link' }], video: [{ kind: 'link' }] },
  options: { prompt: true, negativePrompt: false, audio: true },
  resultLink: { keptSec: 7 * 24 * 3600, ...read },
  price: { kind: 'per-second', microsPerSec: 112_000, rounding: 'none', ...read },
  livePrice: 'with-key',
  remoteName: 'fal-ai/kling-video/v2.6/pro/motion-control',
  dashboardUrl: 'https://fal.ai/dashboard/requests',
};

/** Supports a negative prompt and reads files by link; documents results of five seconds with orientation image. */
export const novitaModel: ModelSpec = {
  ...falModel,
  id: modelIdSchema.parse('novita/kling-v3-std'),
  provider: 'novita',
  name: 'Kling v3.0 standard (Novita)',
  deliveryMethods: {
    image: [{ kind: 'link' }, { kind: 'inline', form: 'base64', maxBytes: 10_000_000, ...read }],
    video: [{ kind: 'link' }],
  },
  negativePromptMaxChars: { value: 2500, ...read },
  options: { prompt: true, negativePrompt: true, audio: true },
  output: {
    image: { kind: 'fixed', sec: 5, ...read },
    video: { kind: 'as-video' },
  },
  resultLink: { keptSec: null, ...read },
  price: { kind: 'unknown', reason: 'no published price' },
  livePrice: 'none',
  remoteName: 'kling-v3.0-std-motion-control',
  dashboardUrl: 'https://novita.ai/console',
};

export const imageFacts: ImageFacts = {
  ...fittingImage,
  container: 'png',
  sizeBytes: 101_180,
  width: 768,
  height: 1152,
};

/** Thirteen seconds: longer than ten, shorter than thirty. */
export const videoFacts: VideoFacts = { ...fittingVideo, durationSec: 13, sizeBytes: 4_200_000 };

/** The facts of a file that was just opened: all but the hash of its content. */
export const imageSource: Source = {
  id: sourceIdSchema.parse('image-1'),
  name: 'hero.png',
  facts: seenFactsSchema.parse(imageFacts),
};
export const videoSource: Source = {
  id: sourceIdSchema.parse('video-1'),
  name: 'squats.mp4',
  facts: seenFactsSchema.parse(videoFacts),
};

/** A scan of a video with one shot and constant motion. */
export const steadyScan = (durationSec: number, more: Partial<Scan> = {}): Scan => {
  const stepSec = 0.1;
  const steps = Math.ceil(durationSec / stepSec);
  return {
    durationSec,
    cutsSec: [],
    blackSec: [],
    frozenSec: [],
    stepSec,
    motion: Array.from({ length: steps }, () => 0.4),
    camera: Array.from({ length: steps }, () => 0.05),
    ...more,
  };
};

export const settings: Settings = settingsSchema.parse({ theme: 'system', language: 'en' });

export const about: About = {
  version: '0.1.0',
  host: 'browser',
  dataFolder: '/home/someone/understudy',
  ffmpeg: { version: '7.1', origin: 'PATH' },
  ffprobe: { version: '7.1', origin: 'PATH' },
  keysKeptIn: 'memory',
  canKeepPlainKeys: false,
  canReveal: false,
  canChooseFolder: false,
  canDrag: false,
};

const choices: Choices = {
  modelId: falModelId,
  orientation: 'image',
  trim: null,
  prompt: '',
  negativePrompt: '',
  keepAudio: true,
  framing: defaultFraming,
};

export const storage: LibraryStorage = {
  folder: '/home/someone/understudy/library',
  isDefault: true,
  isThere: true,
  isWritable: true,
  items: 2,
  libraryBytes: 24_000_000,
  trashBytes: 0,
  workBytes: 8_000_000,
  freeBytes: 120_000_000_000,
  oldCopies: [],
};

export const job = (name: string, state: JobState, more: Partial<Job> = {}): Job => ({
  id: jobIdSchema.parse(name),
  parentId: null,
  batchId: null,
  place: 1,
  createdAt: '2026-11-21T10:00:00.000Z',
  stateSince: '2026-11-21T10:00:00.000Z',
  imageName: 'hero.png',
  videoName: `${name}.mp4`,
  choices,
  outputSec: 10,
  estimate: { currency: 'USD', micros: 1_120_000, basis: '10.0 s x $0.112/s', ...read },
  transferRecords: [],
  state,
  actions: [],
  ...more,
});

export const item = (id: string, more: Partial<KeptItem> = {}): KeptItem => ({
  version: 1,
  id: itemIdSchema.parse(id),
  jobId: 'job-1',
  createdAt: '2026-11-21T10:05:00.000Z',
  provider: 'fal',
  modelName: falModel.name,
  choices,
  plan: {
    verdict: 'ready',
    reasons: [],
    image: { steps: [{ kind: 'keep' }] },
    video: { steps: [{ kind: 'keep' }] },
    window: { startSec: 0, endSec: 10 },
    expected: { imageBytes: 101_180, videoBytes: 3_200_000, outputSec: 10 },
  },
  image: { file: 'character.png', name: 'hero.png', facts: imageFacts },
  video: { file: 'motion.mp4', name: 'squats.mp4', facts: { ...videoFacts, durationSec: 10 } },
  result: { file: 'result.mp4', facts: { ...videoFacts, durationSec: 10 } },
  poster: { file: 'poster.jpg' },
  inputs: null,
  estimate: { currency: 'USD', micros: 1_120_000, basis: '10.0 s x $0.112/s', ...read },
  transferRecords: [],
  billedMicros: null,
  tookSec: null,
  isDemo: false,
  marks: noMarks,
  ...more,
});

export const nothingSpent: Spent = {
  runs: 0,
  estimateMicros: 0,
  billedMicros: 0,
  countedMicros: 0,
  unknownRuns: 0,
};
