/** The fit matrix: the same two files judged for every model and both orientations. */
import { type Choices, type Orientation, orientationSchema } from '../model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '../model/facts.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import type { Plan } from '../model/plan.ts';
import type { Estimate } from '../model/price.ts';
import { estimateCost } from './cost.ts';
import { onlyTaken } from './limits.ts';
import { planFit } from './plan.ts';

export type MatrixCell = {
  readonly model: ModelSpec;
  readonly orientation: Orientation;
  readonly plan: Plan;
  readonly estimate: Estimate;
};

/** Models in the order given, each with `image` before `video`. `choices.trim` null: as much as each accepts. */
export const planMatrix = (request: {
  readonly image: SeenImageFacts;
  readonly video: SeenVideoFacts;
  readonly models: readonly ModelSpec[];
  readonly choices: Pick<Choices, 'trim' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing'>;
}): readonly MatrixCell[] =>
  request.models.flatMap((model) =>
    orientationSchema.options.map((orientation) => {
      const plan = planFit({
        ...request,
        model,
        choices: onlyTaken({ ...request.choices, orientation }, model),
      });
      return { model, orientation, plan, estimate: estimateCost(model.price, plan.expected.outputSec) };
    }),
  );
