/** The costs of the open clip at every model, each with the part that would be taken if it were chosen. */
import { type CostRow, costOf, rankCosts } from '#contract/rules/cost-table.ts';
import { fittingImage } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

/** Empty without a clip, whose length is what costs. A picture that is still missing is stood in for. */
export const modelCostRows = (state: AppState): readonly CostRow[] => {
  const { mirror, draft } = state;
  const image = selectImage(state)?.facts;
  const video = selectVideo(state)?.facts;
  if (video === undefined) return [];
  const { orientation, prompt, negativePrompt, keepAudio, framing } = draft;
  return rankCosts(
    mirror.models.map((model) => {
      const trim = draft.trim ?? bestPartOf(mirror, { ...draft, modelId: model.id });
      return costOf({
        model,
        image: image ?? fittingImage(model),
        video,
        choices: { orientation, trim, prompt, negativePrompt, keepAudio, framing },
      });
    }),
  );
};
