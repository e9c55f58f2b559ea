/** All models and orientations: whether these files fit, the planned changes, and the cost. */
import { Rows3 } from 'lucide-react';
import type { RefObject } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import { orientationSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import { type MatrixCell, planMatrix } from '#contract/rules/matrix.ts';
import type { FramingMessages } from '../../messages/en/framing.ts';
import { unitPrice } from '../../messages/price-text.ts';
import { fittingImage, fittingVideo } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import table from './table-dialog.module.css';
import { TableDialog, useModelRows } from './table-dialog.tsx';

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

const isKept = (steps: readonly (ImageStep | VideoStep)[]): boolean =>
  steps.every(({ kind }) => kind === 'keep');

const inShort = (
  steps: readonly (ImageStep | VideoStep)[],
  messages: FramingMessages['matrix']['short'],
): string =>
  steps
    .map((step) => {
      if (step.kind !== 'encode') return messages[step.kind];
      if ('videoCodec' in step) return 'H.264';
      return step.container === 'jpg' ? 'JPEG' : 'PNG';
    })
    .join(', ');

const Done = ({ cell }: { readonly cell: MatrixCell }) => {
  const { domain, framing } = useMessages();
  const messages = framing.matrix;
  const { plan } = cell;
  const hasImage = useAppState((state) => selectImage(state) !== null);
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  const blocking = plan.reasons.find(({ severity }) => severity === 'blocking');
  if (blocking) return domain.reason(blocking).because;
  const isAllKept = isKept(plan.image.steps) && isKept(plan.video.steps);
  const notices = plan.reasons.filter(({ severity }) => severity === 'notice');
  return (
    <>
      {isAllKept ? messages.nothing : null}
      {hasVideo && !isAllKept ? <div>{messages.video(inShort(plan.video.steps, messages.short))}</div> : null}
      {hasImage && !isAllKept ? <div>{messages.image(inShort(plan.image.steps, messages.short))}</div> : null}
      {notices.map((notice) => (
        <div key={notice.code} className="hint">
          {domain.reason(notice).because}
        </div>
      ))}
    </>
  );
};

const useCost = (): ((estimate: Estimate, model: ModelSpec) => string) => {
  const { ui, costs, framing } = useMessages();
  const messages = framing.matrix;
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  return (estimate, { price }) => {
    if ('unknown' in estimate) return messages.noPrice;
    if (price.kind === 'free') return ui.choices.costFree;
    // The cost depends on the video's length.
    return hasVideo ? usd(estimate.micros) : unitPrice(price, costs);
  };
};

type MatrixRowProps = {
  readonly cell: MatrixCell;
  readonly isChosen: boolean;
  readonly onChoose: (cell: MatrixCell) => void;
  /** The selected cell. */
  readonly here: RefObject<HTMLTableCellElement | null>;
};

const MatrixRow = ({ cell, isChosen, onChoose, here }: MatrixRowProps) => {
  const { ui, framing } = useMessages();
  const messages = framing.matrix;
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  const costOf = useCost();
  const { model, orientation, plan, estimate } = cell;
  const isFirst = orientation === 'image';
  return (
    // The button in the row does the same for keyboard and screen readers.
    <tr
      className={table.row}
      data-chosen={isChosen || undefined}
      data-first={isFirst || undefined}
      onClick={() => onChoose(cell)}
    >
      {isFirst ? (
        <th scope="rowgroup" rowSpan={2} className={table.model}>
          {model.name}
          <div className={classNames('hint', table.provider)}>{providerNames[model.provider]}</div>
        </th>
      ) : null}
      <td ref={isChosen ? here : undefined}>
        <Button
          variant="plain"
          size="small"
          className={table.choose}
          aria-pressed={isChosen}
          aria-label={messages.choose(model.name, messages.orientations[orientation])}
        >
          {messages.orientations[orientation]}
        </Button>
      </td>
      <td>
        <VerdictMark verdict={plan.verdict} label={ui.inputs[plan.verdict]} />
      </td>
      <td className={table.figure}>{hasVideo ? seconds(plan.expected.outputSec) : '\u2013'}</td>
      <td className={table.done}>
        <Done cell={cell} />
      </td>
      <td className={table.figure}>{costOf(estimate, model)}</td>
    </tr>
  );
};

type RowsProps = Pick<MatrixRowProps, 'here'> & { readonly model: ModelSpec; readonly onChosen: () => void };

const Rows = ({ model, onChosen, here }: RowsProps) => {
  const { actions } = useApp();
  const chosen = useAppState((state) => state.draft.orientation);
  const models = useMirror((mirror) => mirror.models);
  const cells = useModelRows(matrixCells);
  const choose = ({ model: { id }, orientation }: MatrixCell) => {
    actions.change({ modelId: id, orientation });
    onChosen();
  };
  return (
    <>
      {models.map(({ id }) => (
        <tbody key={id}>
          {cells
            .filter((cell) => cell.model.id === id)
            .map((cell) => (
              <MatrixRow
                key={cell.orientation}
                cell={cell}
                isChosen={id === model.id && cell.orientation === chosen}
                onChoose={choose}
                here={here}
              />
            ))}
        </tbody>
      ))}
    </>
  );
};

/** `model`: the selected one. */
export const FitMatrix = ({ model }: { readonly model: ModelSpec }) => {
  const { framing } = useMessages();
  const hasFile = useAppState((state) => selectImage(state) !== null || selectVideo(state) !== null);
  if (!hasFile) return null;
  const messages = framing.matrix;
  return (
    <TableDialog
      messages={messages}
      columns={[
        { label: messages.model },
        { label: messages.orientation },
        { label: messages.verdict },
        { label: messages.length, isFigure: true },
        { label: messages.done },
        { label: messages.cost, isFigure: true },
      ]}
      className={table.open}
      icon={<Rows3 size={14} aria-hidden="true" />}
    >
      {({ close, here }) => <Rows model={model} onChosen={close} here={here} />}
    </TableDialog>
  );
};
