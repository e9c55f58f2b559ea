/**
 * The estimated cost of the run, how it was calculated, and where the price was read; unknown without a published
 * price.
 */

import { useRef } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Estimate } from '#contract/model/price.ts';
import { begunSteps, usd, usdInFull } from '#contract/rules/cost.ts';
import { costHint } from '#contract/rules/cost-hint.ts';
import type { CostMessages } from '../../messages/en/costs.ts';
import { createFigures } from '../../messages/figures.ts';
import { hintWords, shorterInWords } from '../../messages/price-text.ts';
import { selectEstimate, selectModel, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Row } from '../../ui/layout.tsx';
import { seconds } from '../../ui/time.ts';
import styles from './cost.module.css';
import { CostOwnPrice, CostRefresh } from './missing-price.tsx';
import { ModelCosts } from './model-costs.tsx';

const figureOf = (estimate: Estimate | null, messages: CostMessages['run']): string => {
  if (estimate === null) return '\u2013';
  if ('unknown' in estimate) return messages.unknown;
  return estimate.micros === 0 ? messages.free : usd(estimate.micros);
};

/** The contract's own `basis` text is English; this is the same in the page's language. */
const basisOf = (
  { price, provider, livePrice }: ModelSpec,
  outputSec: number,
  { run: messages, unknownBecause }: CostMessages,
): string => {
  switch (price.kind) {
    case 'unknown':
      return unknownBecause({ price, provider, livePrice });
    case 'free':
      return messages.basisFree;
    case 'per-second':
      return price.rounding === 'second'
        ? messages.basisWholeSeconds(`${begunSteps(outputSec, 1)} s`, usdInFull(price.microsPerSec))
        : messages.basisSeconds(seconds(outputSec), usdInFull(price.microsPerSec));
    case 'per-step':
      return messages.basisSteps(
        begunSteps(outputSec, price.stepSec),
        usdInFull(price.microsPerStep),
        `${price.stepSec} s`,
      );
    case 'per-run':
      return messages.basisRun;
    default:
      return assertNever(price);
  }
};

type Paid = Extract<Estimate, { micros: number }>;

/** The source of the price, and why it may differ from the provider's. */
const originOf = (
  estimate: Paid,
  { price, provider }: ModelSpec,
  messages: CostMessages['run'],
  day: string,
) => {
  if (estimate.caveat === 'own-figure') return [messages.ownFigure];
  const name = providerNames[provider];
  const reading =
    price.kind === 'per-step'
      ? messages.beyondTable(name, `${price.publishedToSec} s`)
      : messages.ourReading(name);
  return [messages.from(estimate.source, day), ...(estimate.caveat === 'our-reading' ? [reading] : [])];
};

const Origin = ({ estimate, model }: { readonly estimate: Paid; readonly model: ModelSpec }) => {
  const { language, costs } = useMessages();
  const messages = costs.run;
  const day = createFigures(language).day(estimate.asOf);
  return (
    <p className={classNames('hint', styles.origin)}>
      {[...originOf(estimate, model, messages, day), messages.estimate].join(' ')}
    </p>
  );
};

/** Saving by a slightly shorter video, applied by one press. `onShortened`: the button was removed. */
const Hint = ({ model, onShortened }: { readonly model: ModelSpec; readonly onShortened: () => void }) => {
  const { actions } = useApp();
  const messages = useMessages().costs.run;
  const plan = usePlan();
  const fps = useAppState((state) => selectVideo(state)?.facts.fps ?? null);
  const orientation = useAppState((state) => state.draft.orientation);
  if (plan === null || plan.verdict === 'impossible' || fps === null) return null;
  const hint = costHint({ model, orientation, window: plan.window, fps });
  if (hint === null) return null;
  return (
    <p className={styles.hint}>
      {hintWords(hint, messages)}{' '}
      <Button
        size="small"
        aria-label={messages.shortenBy(shorterInWords(hint))}
        onClick={() => {
          actions.change({ trim: hint.trim });
          onShortened();
        }}
      >
        {messages.shorten}
      </Button>
    </p>
  );
};

export const Cost = () => {
  const { costs } = useMessages();
  const messages = costs.run;
  const estimate = useAppState(selectEstimate);
  const model = useAppState(selectModel);
  const plan = usePlan();
  const box = useRef<HTMLDivElement>(null);
  // The button is removed after its action.
  const focusCost = () => box.current?.focus();
  const isPaid = estimate !== null && 'micros' in estimate && estimate.micros > 0;
  const isUnknown = estimate !== null && 'unknown' in estimate;
  const hasOwnFigure = isPaid && estimate.caveat === 'own-figure';
  return (
    <div ref={box} className={styles.cost} tabIndex={-1}>
      <Row gap={1} isWrapping>
        <span className="label">{messages.title}</span>
        {estimate !== null && model ? <ModelCosts model={model} /> : null}
      </Row>
      <output
        className={styles.figure}
        data-testid="cost"
        data-paid={isPaid || undefined}
        data-unknown={isUnknown || undefined}
      >
        {figureOf(estimate, messages)}
      </output>
      {estimate !== null && model && plan ? (
        <p className="note">{basisOf(model, plan.expected.outputSec, costs)}</p>
      ) : null}
      {isPaid && model ? <Origin estimate={estimate} model={model} /> : null}
      {isPaid && model ? <Hint model={model} onShortened={focusCost} /> : null}
      {model && isUnknown && model.livePrice !== 'none' ? (
        <CostRefresh key={`refresh ${model.id}`} model={model} onRefreshed={focusCost} />
      ) : null}
      {model && (isUnknown || hasOwnFigure) ? <CostOwnPrice key={model.id} model={model} /> : null}
    </div>
  );
};
