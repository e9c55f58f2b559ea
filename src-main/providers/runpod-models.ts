/** RunPod's motion-control model as data. It publishes no limits: Kling's hold, which it passes the files on to. */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingImage, klingPrompt, klingVideo } from './kling-limits.ts';

export const runpodModels: readonly ModelSpec[] = [
  {
    id: modelIdSchema.parse('runpod/kling-v2.6-std'),
    provider: 'runpod',
    name: 'Kling v2.6 standard (RunPod)',
    image: klingImage,
    video: klingVideo,
    promptMaxChars: klingPrompt,
    options: { prompt: true, sound: true },
    price: {
      kind: 'unknown',
      reason: 'RunPod bills in steps of seconds, which this version does not work out.',
    },
    canRun: false,
    dashboardUrl: null,
  },
];
