/** All models and orientations: whether these files fit, the planned changes, and the cost. */
import { Rows3 } from 'lucide-react';
import { useMemo } from 'react';
import { orientationSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type MatrixCell, planMatrix } from '#contract/rules/matrix.ts';
import { framingMessages } from '../../messages/framing.ts';
import { fittingImage, fittingVideo } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import styles from './fit-matrix.module.css';
import { MatrixRow, type MatrixRowProps } from './fit-matrix-row.tsx';
import { TableDialog } from './table-dialog.tsx';

/** A missing file is replaced by a placeholder, so that the other one can be checked alone. */
const matrixCells = (state: AppState): readonly MatrixCell[] => {
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

type TableProps = Pick<MatrixRowProps, 'here'> & { readonly model: ModelSpec; readonly onChosen: () => void };

const Table = ({ model, onChosen, here }: TableProps) => {
  const { actions, store } = useApp();
  const { language } = useMessages();
  const messages = framingMessages[language].matrix;
  const draft = useAppState((state) => state.draft);
  const models = useAppState((state) => state.mirror.models);
  const scans = useAppState((state) => state.mirror.scans);
  const cells = useMemo(() => {
    const state = store.getState();
    return matrixCells({ ...state, draft, mirror: { ...state.mirror, models, scans } });
  }, [store, draft, models, scans]);
  const choose = ({ model: { id }, orientation }: MatrixCell) => {
    actions.change({ modelId: id, orientation });
    onChosen();
  };
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{messages.model}</th>
            <th scope="col">{messages.orientation}</th>
            <th scope="col">{messages.verdict}</th>
            <th scope="col" className={styles.figure}>
              {messages.length}
            </th>
            <th scope="col">{messages.done}</th>
            <th scope="col" className={styles.figure}>
              {messages.cost}
            </th>
          </tr>
        </thead>
        {models.map(({ id }) => (
          <tbody key={id}>
            {cells
              .filter((cell) => cell.model.id === id)
              .map((cell) => (
                <MatrixRow
                  key={cell.orientation}
                  cell={cell}
                  isChosen={id === model.id && cell.orientation === draft.orientation}
                  onChoose={choose}
                  here={here}
                />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
};

/** `model`: the selected one. */
export const FitMatrix = ({ model }: { readonly model: ModelSpec }) => {
  const { language } = useMessages();
  const hasFile = useAppState((state) => selectImage(state) !== null || selectVideo(state) !== null);
  if (!hasFile) return null;
  return (
    <TableDialog
      messages={framingMessages[language].matrix}
      className={styles.open}
      icon={<Rows3 size={14} aria-hidden="true" />}
    >
      {({ close, here }) => <Table model={model} onChosen={close} here={here} />}
    </TableDialog>
  );
};
