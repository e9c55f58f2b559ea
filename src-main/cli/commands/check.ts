import type { Orientation } from '#contract/model/choices.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';
import { commonChoices, findModels, type InputOptions, openInputs } from './inputs.ts';
import { chooseTrim } from './part.ts';
import { estimateSentence, planSentences } from './wording.ts';

export type CheckOptions = InputOptions & {
  readonly model: string;
  readonly orientation: Orientation | 'all';
};

export const check =
  (options: CheckOptions): Command =>
  async ({ app, output }) => {
    const models = await findModels(app, options.model);
    if (!models.ok) return output.failure(models.error);
    const inputs = await openInputs(app, options);
    if (!inputs.ok) return output.failure(inputs.error);
    const { image, video } = inputs.value;
    const orientations: readonly Orientation[] =
      options.orientation === 'all' ? ['image', 'video'] : [options.orientation];

    const rows = [];
    for (const model of models.value)
      for (const orientation of orientations) {
        const part = await chooseTrim(app, { options, video, model, orientation });
        if (!part.ok) return output.failure(part.error);
        const choices = { orientation, trim: part.value.trim, ...commonChoices(options) };
        const plan = planFit({ image: image.facts, video: video.facts, model, choices });
        const estimate = estimateCost(model.price, plan.expected.outputSec);
        rows.push({ model: model.id, orientation, ...plan, estimate, notes: part.value.notes });
      }
    const sentences = rows.flatMap((row) => [
      `${row.model}, ${row.orientation}: ${row.verdict}, ${row.expected.outputSec.toFixed(2)} s, ${estimateSentence(row.estimate)}`,
      ...row.notes.map((note) => `  ${note}`),
      ...planSentences(row),
    ]);
    output.answer(
      rows.map(({ notes: _notes, ...row }) => row),
      sentences,
    );
    return rows.some((row) => row.verdict !== 'impossible') ? exitStatus.done : exitStatus.inputRefused;
  };
