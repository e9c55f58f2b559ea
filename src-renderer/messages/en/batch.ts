/** Texts of the batch before it is submitted: files, matrix, price and the confirmation. */
import type { Breach } from '#contract/model/spending.ts';
import type { BatchSum } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { batchRepeats } from './batch-repeats.ts';
import { batchSent, generations } from './batch-sent.ts';

export const batch = {
  title: 'Batch',
  files: {
    title: 'Images and videos',
    why: 'Add several images and several videos. Every image is combined with every video on every selected model.',
    drop: 'Drop images and videos here',
    dropTarget: 'Add to the batch',
    choose: 'Choose files',
    orPaste: 'or paste them',
    more: 'Add files',
    removeAll: 'Remove all',
    images: 'Images',
    videos: 'Videos',
    reading: (name: string): string => `Reading ${name}`,
    remove: (name: string): string => `Remove ${name}`,
  },
  scans: {
    working: (percent: string | null): string =>
      percent === null ? 'finding the best selection' : `finding the best selection ${percent} %`,
    failed: 'the best selection could not be found; the video is used from its start',
    pending: (count: number): string =>
      count === 1
        ? 'One video is still being analysed. Until then it would be used from its start.'
        : `${count} videos are still being analysed. Until then they would be used from their start.`,
  },
  choices: {
    title: 'Generation settings',
    models: 'Models',
    imageWhy: 'Keeps the pose direction and framing of the image.',
    videoWhy: 'Follows the pose direction and framing of the video.',
    audioUnsent: (models: string): string => `Without audio: ${models}.`,
    promptUnsent: (models: string): string => `Not sent to: ${models}.`,
  },
  grid: {
    title: 'Generations',
    hint: 'Arrow keys: move. Space: include or exclude. Enter: open a finished generation, or show an ended one in the queue.',
    corner: 'Image / video',
    empty: 'Generations appear here once there are an image, a video and a model.',
    tooMany: (runs: number, max: number): string =>
      `That would be ${runs} generations, more than can be shown here. A batch takes up to ${max}. Remove some files or models.`,
    name: (image: string, video: string, model: string): string => `${image} with ${video} on ${model}`,
    verdicts: { ready: 'ready', fixable: 'will be converted', impossible: 'not supported' },
    leftOut: 'Excluded',
    modelSum: (runs: number, price: string): string => `${generations(runs)}, ${price}`,
    noKey: (provider: string): string => `no ${provider} key`,
    free: 'free',
    noPrice: 'price unknown',
  },
  foot: {
    total: (runs: number): string => generations(runs),
    noRuns: 'No generations',
    price: ({ runs, knownMicros, unknownRuns }: BatchSum): string => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'free' : usd(knownMicros);
      if (unknownRuns === runs) return 'price unknown';
      return knownMicros === 0
        ? `free, and ${generations(unknownRuns)} of unknown price`
        : `${usd(knownMicros)} and ${generations(unknownRuns)} of unknown price`;
    },
    estimate: 'Estimate. Final prices are set by the providers.',
    byProvider: 'By provider',
    stopAfter: 'Stop after failed generations',
    stopAfterNever: 'Never',
    stopAfterHint: 'Jobs not yet submitted are then cancelled and not charged.',
    stopAfterProblem: (max: number): string => `Enter a whole number from 1 to ${max}, or leave it empty.`,
    send: (runs: number, price: string): string => `Generate ${runs} \u00b7 ${price}`,
    sendNothing: 'Generate',
    checking: 'Checking earlier generations and spending limits',
  },
  blockers: {
    offline: 'Understudy is not responding.',
    reading: 'A file is still being read.',
    files: 'Add images and videos first.',
    images: 'Add an image first.',
    videos: 'Add a video first.',
    models: 'Select a model first.',
    none: 'No generation is left to submit.',
    'stop-after': 'Check the number of failed generations above.',
    keys: (providers: string): string => `Add your key first: ${providers}. Or deselect its models.`,
    delivery: (providers: string): string =>
      `${providers} needs a URL for the files. Add a fal key or an S3 bucket first.`,
    'too-many': (runs: number, max: number): string =>
      `${runs} generations are more than a batch takes (${max}). Exclude some.`,
  },
  ask: {
    title: (runs: number): string => `Submit ${generations(runs)}?`,
    price: (price: string): string =>
      `Total: ${price}. Each generation is submitted once and charged by its provider.`,
    free: 'They run on this computer and are free.',
    repeats: batchRepeats,
    repeatsLabel: 'Already generated',
    'leave-out': 'Exclude them',
    'send-again': 'Generate them again',
    againPays: 'Generating again is charged again.',
    earlier: {
      item: (day: string): string => `in the library since ${day}`,
      job: 'in the queue',
      'same-request': 'duplicate in this batch',
    },
    moreRepeats: (count: number): string => `and ${count} more`,
    breach: {
      run: (would: string, limit: string): string =>
        `One generation costs ${would}; your limit per generation is ${limit}.`,
      day: (would: string, limit: string): string =>
        `Today\u2019s total would be ${would}; your daily limit is ${limit}.`,
      month: (would: string, limit: string): string =>
        `This month\u2019s total would be ${would}; your monthly limit is ${limit}.`,
    } satisfies Record<Breach['limit'], (would: string, limit: string) => string>,
    unknownCosts: (count: number): string =>
      count === 1
        ? 'The price of 1 generation is unknown, so your spending limits cannot be checked.'
        : `The prices of ${count} generations are unknown, so your spending limits cannot be checked.`,
    nothingLeft: 'Without them nothing is left to submit.',
    stops: (count: number): string =>
      count === 1
        ? 'After the first failed generation, jobs not yet submitted are cancelled and not charged.'
        : `After ${count} failed generations, jobs not yet submitted are cancelled and not charged.`,
    back: 'Back',
    sendOverLimit: (runs: number, price: string): string =>
      `Generate ${runs} anyway (over limit) \u00b7 ${price}`,
    sending: 'Submitting\u2026',
  },
  sent: batchSent,
};
export type BatchMessages = typeof batch;
