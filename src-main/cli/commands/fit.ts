import { resolve } from 'node:path';
import type { Orientation } from '#contract/model/choices.ts';
import { exitStatus } from '../exit-status.ts';
import type { AddCommand, FileCommand } from './command.ts';
import { type InputOptions, readRequest, withInputs } from './inputs.ts';
import { factsSentence, planSentences } from './text.ts';

type FitOptions = InputOptions & {
  readonly model: string;
  readonly orientation: Orientation;
  readonly out: string;
};

const fitInputs =
  (options: FitOptions): FileCommand =>
  async ({ app, output, signal }) => {
    const request = await readRequest(app, options);
    if (!request.ok) return output.failure(request.error);
    const { inputs, model, choices, links, notes } = request.value;
    for (const note of notes) output.note(note);
    const fitted = await app.fitTo({
      imageId: inputs.image.id,
      videoId: inputs.video.id,
      choices,
      links,
      folder: resolve(options.out),
      signal,
      onProgress: (fraction) => output.progress(`Preparing files ${Math.round((fraction ?? 0) * 100)} %`),
    });
    if (!fitted.ok) return output.failure(fitted.error);
    const { plan, image, video } = fitted.value;
    output.answer({ model: model.id, orientation: choices.orientation, ...plan, files: { image, video } }, [
      `${image.path}: ${factsSentence(image.facts)}`,
      `${video.path}: ${factsSentence(video.facts)}`,
      ...planSentences(plan),
    ]);
    return exitStatus.done;
  };

export const addFit: AddCommand = (cli, pick) =>
  withInputs(cli.command('fit').description('write the converted files that would be sent'))
    .requiredOption('--model <id>', 'model to convert for')
    .requiredOption('--out <folder>', 'output folder')
    .action((options) => pick.filesAndModels(options, fitInputs(options)));
