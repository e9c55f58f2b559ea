import type { Orientation } from '#contract/model/choices.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import { estimateCost, usd } from '#contract/rules/cost.ts';
import { type CostHint, costHint } from '#contract/rules/cost-hint.ts';
import { planFit } from '#contract/rules/plan.ts';
import { exitStatus } from '../exit-status.ts';
import type { AddCommand, FileCommand } from './command.ts';
import { commonChoices, findModels, type InputOptions, openInputs, withInputs } from './inputs.ts';
import { estimateSentence, planSentences } from './text.ts';
import { chooseTrim } from './trim.ts';

type CheckOptions = InputOptions & {
  readonly model: string;
  readonly orientation: Orientation | 'all';
};

type Row = Priced &
  Plan & {
    readonly model: string;
    readonly hint: CostHint | null;
    readonly notes: readonly string[];
  };

type Priced = Pick<Plan, 'verdict'> & { readonly orientation: Orientation; readonly estimate: Estimate };

/** Millionths of a US dollar; null: free, unknown or impossible. */
const microsOf = ({ verdict, estimate }: Priced): number | null =>
  verdict === 'impossible' || 'unknown' in estimate || estimate.micros === 0 ? null : estimate.micros;

const minOf = (rows: readonly Priced[], orientation: Orientation): number =>
  Math.min(
    ...rows
      .filter((row) => row.orientation === orientation)
      .map(microsOf)
      .filter((micros) => micros !== null),
  );
const isMin = (row: Priced, minimum: number | undefined): boolean => microsOf(row) === minimum;

const hintSentence = ({ shorterSec, savesMicros }: CostHint): string =>
  `${Number(shorterSec.toFixed(2))} s shorter saves ${usd(savesMicros)}`;

const check =
  (options: CheckOptions): FileCommand =>
  async ({ app, output }) => {
    const models = await findModels(app, options.model);
    if (!models.ok) return output.failure(models.error);
    const inputs = await openInputs(app, options);
    if (!inputs.ok) return output.failure(inputs.error);
    const { image, video } = inputs.value;
    const orientations: readonly Orientation[] =
      options.orientation === 'all' ? ['image', 'video'] : [options.orientation];

    const rows: Row[] = [];
    for (const model of models.value)
      for (const orientation of orientations) {
        const part = await chooseTrim(app, { options, video, model, orientation });
        if (!part.ok) return output.failure(part.error);
        const choices = { orientation, trim: part.value.trim, ...commonChoices(options) };
        const plan = planFit({ image: image.facts, video: video.facts, model, choices });
        const estimate = estimateCost(model.price, plan.expected.outputSec);
        const hint = costHint({ model, orientation, window: plan.window, fps: video.facts.fps });
        rows.push({ model: model.id, orientation, ...plan, estimate, hint, notes: part.value.notes });
      }
    const cheapest = Object.fromEntries(
      orientations.map((orientation) => [orientation, minOf(rows, orientation)]),
    );
    const sentences = rows.flatMap((row) => [
      `${row.model}, ${row.orientation}: ${row.verdict}, ${row.expected.outputSec.toFixed(2)} s, ${estimateSentence(row.estimate)}${isMin(row, cheapest[row.orientation]) ? ', the cheapest' : ''}`,
      ...(row.hint === null ? [] : [`  ${hintSentence(row.hint)}`]),
      ...row.notes.map((note) => `  ${note}`),
      ...planSentences(row),
    ]);
    output.answer(
      rows.map(({ notes: _notes, ...row }) => ({
        ...row,
        isCheapest: isMin(row, cheapest[row.orientation]),
      })),
      sentences,
    );
    return rows.some((row) => row.verdict !== 'impossible') ? exitStatus.done : exitStatus.inputRefused;
  };

export const addCheck: AddCommand = (cli, pick) =>
  withInputs(cli.command('check').description('check compatibility, changes and cost for each model'), [
    'image',
    'video',
    'all',
  ])
    .option('--model <id>', 'model id, or all', 'all')
    .action((options) => pick.filesAndModels(options, check(options)));
