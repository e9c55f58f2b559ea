/** Which spending limits would be exceeded, and by how much: `day: $5.60 of $5.00, runs without a known price: 2`. */
import type { Breach, SpendingExcess } from '../model/spending.ts';
import { usd } from '../rules/cost.ts';
import { wouldBeInWords } from '../rules/spend-check.ts';

type Names = Readonly<Record<Breach['limit'] | 'unknown' | 'of', string>>;

const namesEn: Names = {
  run: 'run',
  day: 'day',
  month: 'month',
  unknown: 'runs without a known price',
  of: 'of',
};
const namesEs: Names = {
  run: 'ejecución',
  day: 'día',
  month: 'mes',
  unknown: 'ejecuciones de precio desconocido',
  of: 'de',
};

const listed = ({ breaches, unknownCosts }: SpendingExcess, names: Names): string =>
  [
    ...breaches.map(
      (breach) => `${names[breach.limit]}: ${wouldBeInWords(breach)} ${names.of} ${usd(breach.limitMicros)}`,
    ),
    ...(unknownCosts === 0 ? [] : [`${names.unknown}: ${unknownCosts}`]),
  ].join(', ');

/** In brackets after a space; empty for an empty text. */
const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

export const overLimitEn = (excess: SpendingExcess): string => inBrackets(listed(excess, namesEn));
export const overLimitEs = (excess: SpendingExcess): string => inBrackets(listed(excess, namesEs));
