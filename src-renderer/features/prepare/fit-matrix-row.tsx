/** One model in one orientation: whether the files fit, the planned changes, and the cost. */
import type { RefObject } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import type { MatrixCell } from '#contract/rules/matrix.ts';
import { unitPrice } from '../../messages/costs.ts';
import { type FramingMessages, framingMessages } from '../../messages/framing.ts';
import { selectImage, selectVideo } from '../../state/selectors.ts';
import { useAppState, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import styles from './fit-matrix.module.css';

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
  const { domain, language } = useMessages();
  const messages = framingMessages[language].matrix;
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
        <div key={notice.code} className={styles.notice}>
          {domain.reason(notice).because}
        </div>
      ))}
    </>
  );
};

const useCost = (): ((estimate: Estimate, model: ModelSpec) => string) => {
  const { ui, language } = useMessages();
  const messages = framingMessages[language].matrix;
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  return (estimate, { price }) => {
    if ('unknown' in estimate) return messages.noPrice;
    if (price.kind === 'free') return ui.choices.costFree;
    // The cost depends on the video's length.
    return hasVideo ? usd(estimate.micros) : unitPrice(price, language);
  };
};

export type MatrixRowProps = {
  readonly cell: MatrixCell;
  readonly isChosen: boolean;
  readonly onChoose: (cell: MatrixCell) => void;
  /** The selected cell. */
  readonly here: RefObject<HTMLTableCellElement | null>;
};

export const MatrixRow = ({ cell, isChosen, onChoose, here }: MatrixRowProps) => {
  const { ui, language } = useMessages();
  const messages = framingMessages[language].matrix;
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  const costOf = useCost();
  const { model, orientation, plan, estimate } = cell;
  const isFirst = orientation === 'image';
  return (
    // The button in the row does the same for keyboard and screen readers.
    <tr
      className={styles.row}
      data-chosen={isChosen || undefined}
      data-first={isFirst || undefined}
      onClick={() => onChoose(cell)}
    >
      {isFirst ? (
        <th scope="rowgroup" rowSpan={2} className={styles.model}>
          {model.name}
          <span className={styles.provider}>{providerNames[model.provider]}</span>
        </th>
      ) : null}
      <td ref={isChosen ? here : undefined}>
        <Button
          variant="plain"
          size="small"
          className={styles.choose}
          aria-pressed={isChosen}
          aria-label={messages.choose(model.name, messages.orientations[orientation])}
        >
          {messages.orientations[orientation]}
        </Button>
      </td>
      <td>
        <VerdictMark verdict={plan.verdict} label={ui.inputs[plan.verdict]} />
      </td>
      <td className={styles.figure}>{hasVideo ? seconds(plan.expected.outputSec) : '\u2013'}</td>
      <td className={styles.done}>
        <Done cell={cell} />
      </td>
      <td className={styles.figure}>{costOf(estimate, model)}</td>
    </tr>
  );
};
