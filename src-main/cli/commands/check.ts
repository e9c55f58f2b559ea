import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';
import { findModels, type InputOptions, openInputs, trimFrom } from './inputs.ts';
import { estimateSentence, planSentences } from './wording.ts';

export type CheckOptions = InputOptions & {
  readonly model: string;
  readonly sound: boolean;
  readonly prompt?: string;
};

export const check =
  (options: CheckOptions): Command =>
  async ({ app, output }) => {
    const models = await findModels(app, options.model);
    if (!models.ok) return output.failure(models.error);
    const inputs = await openInputs(app, options);
    if (!inputs.ok) return output.failure(inputs.error);
    const trim = trimFrom(options, inputs.value.video.facts.durationSec);
    if (!trim.ok) return output.failure(trim.error);

    const rows = models.value.map((model) => {
      const plan = planFit({
        image: inputs.value.image.facts,
        video: inputs.value.video.facts,
        model,
        choices: {
          orientation: options.orientation,
          trim: trim.value,
          prompt: options.prompt ?? '',
          keepSound: options.sound,
        },
      });
      const estimate = estimateCost(model.price, plan.expected.outputSec);
      return { model: model.id, orientation: options.orientation, ...plan, estimate };
    });
    const sentences = rows.flatMap((row) => [
      `${row.model}: ${row.verdict}, ${row.expected.outputSec.toFixed(2)} s, ${estimateSentence(row.estimate)}`,
      ...planSentences(row),
    ]);
    output.answer(rows, sentences);
    return rows.some((row) => row.verdict !== 'impossible') ? exitStatus.done : exitStatus.inputRefused;
  };
