/** A model with the limits that fal publishes for motion control, each with its own source, and files that fit it. */
import { type Choices, defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { type ModelSpec, modelSpecSchema } from '#contract/model/model-spec.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { sendingFields } from '#test/fixtures/model.ts';

const from = (source: string) => ({ source, asOf: '2026-11-21' });

export const limitOf = <T>(value: T, source: string) => ({ value, ...from(source) });

export const model: ModelSpec = modelSpecSchema.parse({
  id: 'fal/kling-v2.6-pro',
  provider: 'fal',
  name: 'Kling v2.6 pro motion control',
  image: {
    containers: limitOf(['jpg', 'png'], 'image formats'),
    maxBytes: limitOf(10_000_000, 'image bytes'),
    minSidePx: limitOf(340, 'image short side'),
    maxSidePx: limitOf(3850, 'image long side'),
    aspect: limitOf({ min: 0.4, max: 2.5 }, 'image shape'),
  },
  video: {
    containers: limitOf(['mp4', 'mov'], 'video formats'),
    videoCodecs: limitOf(['h264', 'hevc'], 'video codecs'),
    maxBytes: limitOf(100_000_000, 'video bytes'),
    minSidePx: limitOf(340, 'video short side'),
    maxSidePx: limitOf(3850, 'video long side'),
    aspect: limitOf({ min: 0.4, max: 2.5 }, 'video shape'),
    minSec: limitOf(3, 'video least length'),
    maxSec: {
      image: limitOf(10, 'length with orientation image'),
      video: limitOf(30, 'length with orientation video'),
    },
  },
  ...sendingFields,
  promptMaxChars: limitOf(2500, 'prompt length'),
  negativePromptMaxChars: limitOf(2500, 'negative prompt length'),
  price: { kind: 'per-second', microsPerSec: 112_000, rounding: 'none', ...from('price list') },
  dashboardUrl: 'https://dashboard.example',
});

/** The same model with other figures. */
export const modelWith = (changes: {
  readonly image?: Partial<ModelSpec['image']>;
  readonly video?: Partial<ModelSpec['video']>;
}): ModelSpec => ({
  ...model,
  image: { ...model.image, ...changes.image },
  video: { ...model.video, ...changes.video },
});

export const imageFacts = fittingImage;

export const videoFacts = fittingVideo;

export const choices: Choices = {
  modelId: modelIdSchema.parse('fal/kling-v2.6-pro'),
  orientation: 'image',
  trim: null,
  prompt: '',
  negativePrompt: '',
  keepAudio: true,
  framing: defaultFraming,
};
