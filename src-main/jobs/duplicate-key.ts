/** The key by which two runs are duplicates: a hash over both files and every choice that affects the result. */
import { createHash } from 'node:crypto';
import type { Choices } from '#contract/model/choices.ts';
import type { Item } from '#contract/model/item.ts';
import type { ImageStep, Plan, VideoStep } from '#contract/model/plan.ts';
import { isFreeRun, type JobRecord } from './record.ts';

/** The chosen framing counts only where the plan uses it: for an image or video whose aspect ratio the model refuses. */
const framingIn = (steps: readonly (ImageStep | VideoStep)[]): unknown[] =>
  steps.flatMap((step): unknown[] => {
    if (step.kind === 'pad') return ['pad', step.edge];
    return step.kind === 'crop' ? ['crop', step.x, step.y, step.width, step.height] : [];
  });

const asMs = (sec: number): number => Math.round(sec * 1000);

/** Uses the selection that is sent, so that a manual trim equal to the automatic one gives the same key. */
export const runKeyOf = (run: {
  readonly imageSha256: string;
  readonly videoSha256: string;
  readonly choices: Choices;
  readonly plan: Pick<Plan, 'image' | 'video' | 'window'>;
}): string => {
  const { choices, plan } = run;
  const text = JSON.stringify([
    'run-1',
    run.imageSha256,
    run.videoSha256,
    choices.modelId,
    choices.orientation,
    asMs(plan.window.startSec),
    asMs(plan.window.endSec),
    choices.prompt.trim(),
    choices.negativePrompt.trim(),
    choices.keepAudio,
    framingIn(plan.image.steps),
    framingIn(plan.video.steps),
  ]);
  return createHash('sha256').update(text).digest('hex');
};

/** null: written by a version that did not store input hashes, or free of charge. */
export const inputKeyOf = ({ inputs, isDemo, choices, plan }: Item): string | null =>
  inputs === null || isDemo ? null : runKeyOf({ ...inputs, choices, plan });

/** null: free of charge. */
export const inputKeyOfRecord = (record: JobRecord): string | null => {
  const { image, video, choices, plan } = record;
  if (isFreeRun(record)) return null;
  return runKeyOf({ imageSha256: image.facts.sha256, videoSha256: video.facts.sha256, choices, plan });
};
