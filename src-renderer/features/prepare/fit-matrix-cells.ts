/** The cells of the fit matrix as the page shows them: each with the part that would be taken if it were chosen. */
import { orientationSchema } from '#contract/model/choices.ts';
import { type MatrixCell, planMatrix } from '#contract/rules/matrix.ts';
import { fittingImage, fittingVideo } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';

/** A file that is still missing is stood in for, so that the other one is judged by itself. */
export const matrixCells = (state: AppState): readonly MatrixCell[] => {
  const { mirror, draft } = state;
  const image = selectImage(state)?.facts;
  const video = selectVideo(state)?.facts;
  return mirror.models.flatMap((model) =>
    orientationSchema.options.flatMap((orientation) => {
      const trim = draft.trim ?? bestPartOf(mirror, { ...draft, modelId: model.id, orientation });
      const cells = planMatrix({
        image: image ?? fittingImage(model),
        video: video ?? fittingVideo(model),
        models: [model],
        choices: {
          trim: video ? trim : null,
          prompt: draft.prompt,
          negativePrompt: draft.negativePrompt,
          keepAudio: draft.keepAudio,
          framing: draft.framing,
        },
      });
      return cells.filter((cell) => cell.orientation === orientation);
    }),
  );
};
