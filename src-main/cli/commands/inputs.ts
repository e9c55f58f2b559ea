/** Options that several commands share: a picture, a clip, a part of it, a model. */
import { resolve } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Choices, Orientation, Trim } from '#contract/model/choices.ts';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Source } from '#contract/model/source.ts';
import type { App } from '../../app.ts';

export type InputOptions = {
  readonly image: string;
  readonly video: string;
  readonly orientation: Orientation;
  readonly start?: number;
  readonly end?: number;
};

export type Inputs = {
  readonly image: Source & { readonly facts: ImageFacts };
  readonly video: Source & { readonly facts: VideoFacts };
};

/** A time given alone is completed by the clip's own start or end. */
export const trimFrom = (
  options: Pick<InputOptions, 'start' | 'end'>,
  durationSec: number,
): Result<Trim | null> => {
  if (options.start === undefined && options.end === undefined) return ok(null);
  const startSec = options.start ?? 0;
  const endSec = options.end ?? Math.max(durationSec, startSec + 0.001);
  if (!(startSec >= 0 && endSec > startSec))
    return fail('bad-request', { detail: `--start ${startSec} must come before --end ${endSec}.` });
  return ok({ startSec, endSec });
};

export const openInputs = async (app: App, options: InputOptions): Promise<Result<Inputs>> => {
  const image = await app.handlers['media.open']({ path: resolve(options.image) });
  if (!image.ok) return image;
  if (image.value.facts.kind !== 'image') return fail('file-is-video', { subject: image.value.name });
  const video = await app.handlers['media.open']({ path: resolve(options.video) });
  if (!video.ok) return video;
  if (video.value.facts.kind !== 'video') return fail('file-is-picture', { subject: video.value.name });
  return ok({
    image: { ...image.value, facts: image.value.facts },
    video: { ...video.value, facts: video.value.facts },
  });
};

export const findModels = async (app: App, id: string): Promise<Result<readonly ModelSpec[]>> => {
  const models = await app.handlers['models.list']({});
  if (!models.ok || id === 'all') return models;
  const found = models.value.filter((model) => model.id === id);
  return found.length === 0 ? fail('model-unknown', { subject: id }) : ok(found);
};

/** Everything a run needs to know, read from the options of one command. */
export const readRequest = async (
  app: App,
  options: InputOptions & { readonly model: string; readonly prompt?: string; readonly sound?: boolean },
): Promise<Result<{ inputs: Inputs; model: ModelSpec; choices: Choices }>> => {
  const models = await findModels(app, options.model);
  if (!models.ok) return models;
  const [model] = models.value;
  if (model === undefined || options.model === 'all')
    return fail('model-unknown', { subject: options.model });
  const inputs = await openInputs(app, options);
  if (!inputs.ok) return inputs;
  const trim = trimFrom(options, inputs.value.video.facts.durationSec);
  if (!trim.ok) return trim;
  const choices: Choices = {
    modelId: model.id,
    orientation: options.orientation,
    trim: trim.value,
    prompt: options.prompt ?? '',
    keepSound: options.sound ?? true,
  };
  return ok({ inputs: inputs.value, model, choices });
};
