/** One model in the comparison: whether the video fits, how much of it is used, and the cost. */
import { type RefObject, useId } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { usd } from '#contract/rules/cost.ts';
import type { CostRow } from '#contract/rules/cost-table.ts';
import { type CostMessages, costMessages, unitPrice, unknownPrice } from '../../messages/costs.ts';
import { createFigures } from '../../messages/figures.ts';
import { sentence } from '../../messages/settings.ts';
import { type Language, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { seconds } from '../../ui/time.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { hintWords } from './cost-hint-text.ts';
import table from './fit-matrix.module.css';
import styles from './model-costs.module.css';

const originOf = (model: ModelSpec, language: Language): string => {
  const { price } = model;
  const messages = costMessages[language].run;
  if (price.kind === 'unknown') return unknownPrice({ ...model, price }, language);
  if (price.kind === 'free') return messages.basisFree;
  return price.kind === 'per-second' && price.caveat === 'own-figure'
    ? messages.ownFigure
    : messages.from(price.source, createFigures(language).day(price.asOf));
};

const costInWords = ({ estimate }: CostRow, messages: CostMessages['run']): string => {
  if ('unknown' in estimate) return messages.unknown;
  return estimate.micros === 0 ? messages.free : usd(estimate.micros);
};

export type ModelCostsRowProps = {
  readonly row: CostRow;
  readonly isChosen: boolean;
  /** Whether every price is known; only then is the cheapest one marked. */
  readonly isAllKnown: boolean;
  readonly onChoose: (row: CostRow) => void;
  /** The selected row. */
  readonly here: RefObject<HTMLTableCellElement | null>;
};

export const ModelCostsRow = ({ row, isChosen, isAllKnown, onChoose, here }: ModelCostsRowProps) => {
  const { ui, language } = useMessages();
  const messages = costMessages[language];
  const originId = useId();
  const { model, verdict, outputSec, estimate, hint, isCheapest } = row;
  const caveat = 'caveat' in estimate ? estimate.caveat : undefined;
  const origin = originOf(model, language);
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
        {model.price.kind === 'unknown' ? '\u2013' : sentence(unitPrice(model.price, language))}
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
