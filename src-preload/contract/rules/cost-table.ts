/**
 * One image and one video at every model, for comparison: whether they fit, how long the result is and what it costs.
 */
import type { Choices, Trim } from '../model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '../model/facts.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import type { Plan } from '../model/plan.ts';
import type { Estimate } from '../model/price.ts';
import { estimateCost } from './cost.ts';
import { type CostHint, costHint } from './cost-hint.ts';
import { onlyTaken } from './limits.ts';
import { planFit } from './plan.ts';

export type CostRow = {
  readonly model: ModelSpec;
  readonly verdict: Plan['verdict'];
  readonly outputSec: number;
  readonly estimate: Estimate;
  readonly hint: CostHint | null;
  /**
   * The lowest known price at which the two can be sent; several may share it. A model that runs on this computer
   * does not count.
   */
  readonly isCheapest: boolean;
};

/** A row before the comparison with the others. */
export type SingleCost = Omit<CostRow, 'isCheapest'>;

type SharedChoices = Pick<Choices, 'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing'>;

export const costOf = (request: {
  readonly model: ModelSpec;
  readonly image: SeenImageFacts;
  readonly video: SeenVideoFacts;
  /** `trim` null: as much as the model accepts, from the video's start. */
  readonly choices: SharedChoices & Pick<Choices, 'trim'>;
}): SingleCost => {
  const { model, video, choices } = request;
  const { verdict, window, expected } = planFit({ ...request, choices: onlyTaken(choices, model) });
  const hint = costHint({ model, orientation: choices.orientation, window, fps: video.fps });
  const { outputSec } = expected;
  return {
    model,
    verdict,
    outputSec,
    estimate: estimateCost(model.price, outputSec),
    hint: verdict === 'impossible' ? null : hint,
  };
};

/** Sort order: can be sent at a known price, can be sent, cannot be sent. */
const rankOf = ({ verdict, estimate }: SingleCost): number => {
  if (verdict === 'impossible') return 2;
  return 'unknown' in estimate ? 1 : 0;
};
const microsOf = ({ estimate }: SingleCost): number =>
  'unknown' in estimate ? Number.MAX_SAFE_INTEGER : estimate.micros;

/**
 * Cheapest first, unknown prices after the known ones, rows that cannot be sent last; otherwise in the order given.
 */
export const rankCosts = (rows: readonly SingleCost[]): readonly CostRow[] => {
  const isPriced = (row: SingleCost) => rankOf(row) === 0 && row.model.price.kind !== 'free';
  const minMicros = Math.min(...rows.filter(isPriced).map(microsOf));
  return rows
    .map((row) => ({ ...row, isCheapest: isPriced(row) && microsOf(row) === minMicros }))
    .sort((a, b) => rankOf(a) - rankOf(b) || microsOf(a) - microsOf(b));
};

/** `trimOf`: the part that would be sent to each model; null: as much as it accepts, from the video's start. */
export const costTable = (request: {
  readonly models: readonly ModelSpec[];
  readonly image: SeenImageFacts;
  readonly video: SeenVideoFacts;
  readonly choices: SharedChoices;
  readonly trimOf: (model: ModelSpec) => Trim | null;
}): readonly CostRow[] => {
  const { models, image, video, choices, trimOf } = request;
  return rankCosts(
    models.map((model) => costOf({ model, image, video, choices: { ...choices, trim: trimOf(model) } })),
  );
};
