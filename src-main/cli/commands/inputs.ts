/** Options that several commands share: a picture, a clip, a part of it, a model. */
import { resolve } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type Choices, type Framing, type Orientation, usualFraming } from '#contract/model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import { type PastedLinks, pastedLinksSchema } from '#contract/model/hosting.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Source } from '#contract/model/source.ts';
import type { App } from '../../app.ts';
import { chooseTrim, type PartOptions } from './part.ts';

export type InputOptions = PartOptions & {
  readonly image: string;
  readonly video: string;
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly imageLink?: string;
  readonly videoLink?: string;
  readonly sound: boolean;
  readonly imageShape?: Framing;
  readonly videoShape?: Framing;
};

export type Inputs = {
  readonly image: Source & { readonly facts: SeenImageFacts };
  readonly video: Source & { readonly facts: SeenVideoFacts };
};

/** All of the choices that do not depend on the model. */
export const commonChoices = (
  options: InputOptions,
): Pick<Choices, 'prompt' | 'negativePrompt' | 'keepSound' | 'framing'> => ({
  prompt: options.prompt ?? '',
  negativePrompt: options.negativePrompt ?? '',
  keepSound: options.sound,
  framing: {
    image: options.imageShape ?? usualFraming.image,
    video: options.videoShape ?? usualFraming.video,
  },
});

/** Links of the person's own for the very files that would be sent. */
const linksIn = ({ imageLink, videoLink }: InputOptions): Result<PastedLinks> => {
  const links = pastedLinksSchema.safeParse({ image: imageLink, video: videoLink });
  return links.success ? ok(links.data) : fail('link-not-allowed');
};

export const openInputs = async (
  app: App,
  options: Pick<InputOptions, 'image' | 'video'>,
): Promise<Result<Inputs>> => {
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

/** Everything a run needs to know, read from the options of one command. `notes`: sentences for the person. */
export const readRequest = async (
  app: App,
  options: InputOptions & { readonly model: string; readonly orientation: Orientation },
): Promise<
  Result<{
    inputs: Inputs;
    model: ModelSpec;
    choices: Choices;
    links: PastedLinks;
    notes: readonly string[];
  }>
> => {
  const links = linksIn(options);
  if (!links.ok) return links;
  const models = await findModels(app, options.model);
  if (!models.ok) return models;
  const [model] = models.value;
  if (model === undefined || options.model === 'all')
    return fail('model-unknown', { subject: options.model });
  const inputs = await openInputs(app, options);
  if (!inputs.ok) return inputs;
  const { orientation } = options;
  const part = await chooseTrim(app, { options, video: inputs.value.video, model, orientation });
  if (!part.ok) return part;
  const { trim, notes } = part.value;
  const choices = { modelId: model.id, orientation, trim, ...commonChoices(options) };
  return ok({ inputs: inputs.value, model, choices, links: links.value, notes });
};
