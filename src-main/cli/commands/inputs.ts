/** The options of the commands that convert or submit files, and the files, the model and the choices that they name. */
import { resolve } from 'node:path';
import { type Command as Cli, InvalidArgumentError, Option } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import {
  type Choices,
  defaultFraming,
  type Framing,
  framingSchema,
  type Orientation,
} from '#contract/model/choices.ts';
import { type PastedLinks, pastedLinksSchema } from '#contract/model/delivery.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Source } from '#contract/model/source.ts';
import type { Handlers } from '../../ipc/handlers.ts';
import { json, seconds } from '../options.ts';
import { chooseTrim, type PartOptions } from './trim.ts';

/** The calls that open files and list models. */
export type InputsApp = {
  readonly handlers: Pick<Handlers, 'media.open' | 'media.openAnimation' | 'media.scan' | 'models.list'>;
};

export type ChoiceOptions = {
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly audio: boolean;
  readonly imageShape?: Framing;
  readonly videoShape?: Framing;
};

export type InputOptions = PartOptions &
  ChoiceOptions & {
    readonly image: string;
    readonly video: string;
    readonly imageLink?: string;
    readonly videoLink?: string;
  };

export type Inputs = {
  readonly image: Source & { readonly facts: SeenImageFacts };
  readonly video: Source & { readonly facts: SeenVideoFacts };
};

/** `blur`, `plain`, `crop` or `crop:0.5,0.2`. */
const shape = (text: string): Framing => {
  if (text === 'blur' || text === 'plain') return { kind: 'pad', edge: text };
  const place = /^crop(?::([\d.]+),([\d.]+))?$/.exec(text);
  const parsed = framingSchema.safeParse({
    kind: place ? 'crop' : 'unknown',
    x: Number(place?.[1] ?? 0.5),
    y: Number(place?.[2] ?? 0.5),
  });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Give blur, plain, crop, or crop:X,Y with X and Y from 0 to 1.');
};

const bothOrientations = ['image', 'video'];

/** Adds the options that `batch` shares with the commands on one image and one video. */
export const withChoices = (cli: Cli, orientations: readonly string[] = bothOrientations): Cli =>
  cli
    .addOption(
      new Option(
        '--orientation <o>',
        'character orientation: match image (max 10 s) or match video (max 30 s)',
      )
        .choices(orientations)
        .default('image'),
    )
    .option(
      '--image-shape <how>',
      'if the aspect ratio of the image is not supported: blur, plain or crop[:X,Y]',
      shape,
    )
    .option(
      '--video-shape <how>',
      'if the aspect ratio of the video is not supported: blur, plain or crop[:X,Y]',
      shape,
    )
    .option('--prompt <text>', 'prompt: scene, background, lighting')
    .option('--negative-prompt <text>', 'negative prompt')
    .option('--no-audio', 'send the video without audio')
    .addOption(json());

/** Adds the options of a command on one image and one video. */
export const withInputs = (cli: Cli, orientations: readonly string[] = bothOrientations): Cli =>
  withChoices(
    cli
      .requiredOption('--image <file>', 'character image')
      .requiredOption('--video <file>', 'reference video'),
    orientations,
  )
    .option('--start <sec>', 'start of the selection, in seconds', seconds)
    .option('--end <sec>', 'end of the selection, in seconds', seconds)
    .addOption(
      new Option('--window <which>', 'the best selection: a single shot with steady motion').choices([
        'best',
      ]),
    )
    .option('--image-link <url>', 'your own URL of exactly the image that would be sent')
    .option('--video-link <url>', 'your own URL of exactly the video that would be sent (see fit)');

/** The choices that do not depend on the model. */
export const commonChoices = (
  options: ChoiceOptions,
): Pick<Choices, 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing'> => ({
  prompt: options.prompt ?? '',
  negativePrompt: options.negativePrompt ?? '',
  keepAudio: options.audio,
  framing: {
    image: options.imageShape ?? defaultFraming.image,
    video: options.videoShape ?? defaultFraming.video,
  },
});

/** The user's own links to exactly the files that would be sent. */
const linksIn = ({ imageLink, videoLink }: InputOptions): Result<PastedLinks> => {
  const links = pastedLinksSchema.safeParse({ image: imageLink, video: videoLink });
  return links.success ? ok(links.data) : fail('link-not-allowed', { reason: 'not-https' });
};

export const openImage = async (app: InputsApp, file: string): Promise<Result<Inputs['image']>> => {
  const image = await app.handlers['media.open']({ path: resolve(file) });
  if (!image.ok) return image;
  const { facts } = image.value;
  return facts.kind === 'image'
    ? ok({ ...image.value, facts })
    : fail('file-is-video', { subject: image.value.name });
};

export const openVideo = async (app: InputsApp, file: string): Promise<Result<Inputs['video']>> => {
  const opened = await app.handlers['media.open']({ path: resolve(file) });
  if (!opened.ok) return opened;
  const isAnimation = opened.value.facts.kind === 'image' && opened.value.facts.isAnimated;
  const video = isAnimation
    ? await app.handlers['media.openAnimation']({ sourceId: opened.value.id })
    : opened;
  if (!video.ok) return video;
  const { facts } = video.value;
  return facts.kind === 'video'
    ? ok({ ...video.value, facts })
    : fail('file-is-image', { subject: video.value.name });
};

export const openInputs = async (
  app: InputsApp,
  options: Pick<InputOptions, 'image' | 'video'>,
): Promise<Result<Inputs>> => {
  const image = await openImage(app, options.image);
  if (!image.ok) return image;
  const video = await openVideo(app, options.video);
  return video.ok ? ok({ image: image.value, video: video.value }) : video;
};

export const findModels = async (app: InputsApp, id: string): Promise<Result<readonly ModelSpec[]>> => {
  const models = await app.handlers['models.list']({});
  if (!models.ok || id === 'all') return models;
  const found = models.value.filter((model) => model.id === id);
  return found.length === 0 ? fail('model-unknown', { subject: id }) : ok(found);
};

/** The inputs of a run from the options of one command. `notes`: sentences for the user. */
export const readRequest = async (
  app: InputsApp,
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
