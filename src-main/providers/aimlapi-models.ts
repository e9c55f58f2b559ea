/** AIMLAPI's motion-control models as data. It publishes no limits of its own but the sides and the length. */
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { klingImage, klingPrompt, klingVideo } from './kling-limits.ts';

const model = (id: string, name: string): ModelSpec => ({
  id: modelIdSchema.parse(id),
  provider: 'aimlapi',
  name,
  image: { ...klingImage, minSidePx: { ...klingImage.minSidePx, value: 340 } },
  video: klingVideo,
  promptMaxChars: klingPrompt,
  options: { prompt: true, sound: true },
  price: { kind: 'unknown', reason: 'AIMLAPI tells its prices only over the network.' },
  canRun: false,
  dashboardUrl: null,
});

export const aimlapiModels: readonly ModelSpec[] = [
  model('aimlapi/kling-v2.6-pro', 'Kling v2.6 pro (AIMLAPI)'),
  model('aimlapi/kling-v2.6-std', 'Kling v2.6 standard (AIMLAPI)'),
  model('aimlapi/kling-v3-std', 'Kling v3.0 standard (AIMLAPI)'),
  model('aimlapi/kling-v3-pro', 'Kling v3.0 pro (AIMLAPI)'),
];
