/** Every model's price for the same video, cheapest first, with a button to select the model. */
import { Scale } from 'lucide-react';
import { type RefObject, useId } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { usd } from '#contract/rules/cost.ts';
import { type CostRow, costOf, rankCosts } from '#contract/rules/cost-table.ts';
import type { CostMessages } from '../../messages/en/costs.ts';
import type { PageMessages } from '../../messages/en/messages.ts';
import { createFigures } from '../../messages/figures.ts';
import { sentence } from '../../messages/phrase.ts';
import { hintWords, unitPrice } from '../../messages/price-text.ts';
import { fittingImage } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { seconds } from '../../ui/time.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import styles from './model-costs.module.css';
import table from './table-dialog.module.css';
import { TableDialog, useModelRows } from './table-dialog.tsx';

/** Empty without a video, on whose length the cost depends. A missing image is replaced by a placeholder. */
const modelCostRows = (state: AppState): readonly CostRow[] => {
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

const originOf = (
  model: ModelSpec,
  { costs, language }: Pick<PageMessages, 'costs' | 'language'>,
): string => {
  const { price } = model;
  const messages = costs.run;
  if (price.kind === 'unknown') return costs.unknownBecause({ ...model, price });
  if (price.kind === 'free') return messages.basisFree;
  return price.kind === 'per-second' && price.caveat === 'own-figure'
    ? messages.ownFigure
    : messages.from(price.source, createFigures(language).day(price.asOf));
};

const costInWords = ({ estimate }: CostRow, messages: CostMessages['run']): string => {
  if ('unknown' in estimate) return messages.unknown;
  return estimate.micros === 0 ? messages.free : usd(estimate.micros);
};

type ModelCostsRowProps = {
  readonly row: CostRow;
  readonly isChosen: boolean;
  /** Whether every price is known; only then is the cheapest one marked. */
  readonly isAllKnown: boolean;
  readonly onChoose: (row: CostRow) => void;
  /** The selected row. */
  readonly here: RefObject<HTMLTableCellElement | null>;
};

const ModelCostsRow = ({ row, isChosen, isAllKnown, onChoose, here }: ModelCostsRowProps) => {
  const { ui, language, costs: messages } = useMessages();
  const originId = useId();
  const { model, verdict, outputSec, estimate, hint, isCheapest } = row;
  const caveat = 'caveat' in estimate ? estimate.caveat : undefined;
  const origin = originOf(model, { costs: messages, language });
  return (
    // The button in the row does the same for keyboard and screen readers.
    <tr
      className={classNames(table.row, styles.row)}
      data-first
      data-chosen={isChosen || undefined}
      onClick={() => onChoose(row)}
    >
      <th scope="row" ref={isChosen ? here : undefined} className={styles.model}>
        <Tooltip text={origin}>
          <Button
            variant="plain"
            size="small"
            className={table.choose}
            aria-pressed={isChosen}
            aria-describedby={originId}
          >
            {model.name}
          </Button>
        </Tooltip>
        <span id={originId} className="visually-hidden">
          {origin}
        </span>
      </th>
      <td>
        <VerdictMark verdict={verdict} label={ui.inputs[verdict]} />
      </td>
      <td className={table.figure}>{seconds(outputSec)}</td>
      <td className={classNames(table.figure, styles.unit)} title={origin}>
        {model.price.kind === 'unknown' ? '\u2013' : sentence(unitPrice(model.price, messages))}
      </td>
      <td className={table.figure} title={origin}>
        {costInWords(row, messages.run)}
      </td>
      <td className={styles.note}>
        {isCheapest ? (
          <span className={styles.cheapest}>
            {isAllKnown ? messages.table.cheapest : messages.table.cheapestKnown}
          </span>
        ) : null}
        {caveat ? <div>{messages.table.caveats[caveat]}</div> : null}
        {hint ? <div>{hintWords(hint, messages.run)}</div> : null}
      </td>
    </tr>
  );
};

type RowsProps = Pick<ModelCostsRowProps, 'here'> & {
  readonly model: ModelSpec;
  readonly onChosen: () => void;
};

const Rows = ({ model, onChosen, here }: RowsProps) => {
  const { actions } = useApp();
  const rows = useModelRows(modelCostRows);
  const isAllKnown = rows.every(({ verdict, estimate }) => verdict === 'impossible' || 'micros' in estimate);
  const choose = (row: CostRow) => {
    actions.change({ modelId: row.model.id });
    onChosen();
  };
  return (
    <tbody>
      {rows.map((row) => (
        <ModelCostsRow
          key={row.model.id}
          row={row}
          isChosen={row.model.id === model.id}
          isAllKnown={isAllKnown}
          onChoose={choose}
          here={here}
        />
      ))}
    </tbody>
  );
};

/** `model`: the selected one. */
export const ModelCosts = ({ model }: { readonly model: ModelSpec }) => {
  const messages = useMessages().costs.table;
  return (
    <TableDialog
      messages={messages}
      columns={[
        { label: messages.model },
        { label: messages.fit },
        { label: messages.length, isFigure: true },
        { label: messages.unitPrice, isFigure: true },
        { label: messages.cost, isFigure: true },
        { label: messages.note },
      ]}
      icon={<Scale size={14} aria-hidden="true" />}
    >
      {({ close, here }) => <Rows model={model} onChosen={close} here={here} />}
    </TableDialog>
  );
};
