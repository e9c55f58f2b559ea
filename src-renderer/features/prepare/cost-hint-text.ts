/** Text of the hint that a shorter video costs less. */
import { usd } from '#contract/rules/cost.ts';
import type { CostHint } from '#contract/rules/cost-hint.ts';
import type { CostMessages } from '../../messages/costs.ts';

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
