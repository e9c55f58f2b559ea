/** What the run will cost, as far as anybody has published it: the figure, how it came about, where it was read. */
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import { selectEstimate, selectModel } from '../../state/selectors.ts';
import { useAppState, usePlan, useWords } from '../../state/use-app.ts';
import { seconds } from '../../ui/time.ts';
import type { UiWords } from '../../words/en.ts';
import { createFigures } from '../../words/figures.ts';
import styles from './cost.module.css';

const figureOf = (estimate: Estimate | null, words: UiWords['choices']): string => {
  if (estimate === null) return '\u2013';
  if ('unknown' in estimate) return words.costUnknown;
  return estimate.micros === 0 ? words.costFree : usd(estimate.micros);
};

/** The contract's own basis is English; the same figures in the person's language. */
const basisOf = (model: ModelSpec, outputSec: number, words: UiWords['choices']): string => {
  const { price } = model;
  if (price.kind === 'unknown') return price.reason;
  if (price.kind === 'free') return words.basisFree;
  return words.basis(seconds(outputSec), usd(price.microsPerSec));
};

export const Cost = () => {
  const { ui, language } = useWords();
  const estimate = useAppState(selectEstimate);
  const model = useAppState(selectModel);
  const plan = usePlan();
  const isPaid = estimate !== null && 'micros' in estimate && estimate.micros > 0;
  return (
    <div className={styles.cost}>
      <span className={styles.label}>{ui.choices.cost}</span>
      <output className={styles.figure} data-testid="cost" data-paid={isPaid || undefined}>
        {figureOf(estimate, ui.choices)}
      </output>
      {estimate !== null && model && plan ? (
        <p className={styles.basis}>{basisOf(model, plan.expected.outputSec, ui.choices)}</p>
      ) : null}
      {isPaid ? (
        <p className={styles.origin}>
          {ui.choices.costFrom(estimate.source, createFigures(language).day(estimate.asOf))}{' '}
          {ui.choices.estimate}
        </p>
      ) : null}
    </div>
  );
};
