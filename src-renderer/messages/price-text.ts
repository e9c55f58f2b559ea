/** Prices as text, with the words of a language. */
import { assertNever } from '#contract/assert-never.ts';
import type { Price } from '#contract/model/price.ts';
import { usd, usdInFull } from '#contract/rules/cost.ts';
import type { CostHint } from '#contract/rules/cost-hint.ts';
import type { CostMessages } from './en/costs.ts';

/** The price of a unit, such as `$0.112/s`; the cost of a run is another figure. */
export const unitPrice = (price: Price, { units }: Pick<CostMessages, 'units'>): string => {
  switch (price.kind) {
    case 'free':
      return units.free;
    case 'per-second': {
      const second = usdInFull(price.microsPerSec);
      return price.rounding === 'second' ? units.perBegunSecond(second) : units.perSecond(second);
    }
    case 'per-step':
      return units.perStep(usdInFull(price.microsPerStep), `${price.stepSec} s`);
    case 'per-run':
      return units.perRun(usdInFull(price.microsPerRun));
    case 'unknown':
      return units.unknown;
    default:
      return assertNever(price);
  }
};

/** Rounded up, so that a manual trim by this length reaches the saving. */
export const shorterInWords = ({ shorterSec }: Pick<CostHint, 'shorterSec'>): string => {
  const tenths = Math.ceil(shorterSec * 10 - 1e-6) / 10;
  const hundredths = Math.ceil(shorterSec * 100 - 1e-6) / 100;
  return `${shorterSec < 0.1 ? hundredths : tenths.toFixed(1)} s`;
};

export const hintWords = (hint: CostHint, messages: CostMessages['run']): string => {
  const say = hint.isPublished ? messages.hint : messages.hintByOurReading;
  return say(shorterInWords(hint), usd(hint.savesMicros));
};
