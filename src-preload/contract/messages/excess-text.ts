/** Which spending limits would be exceeded, and by how much: `day: $5.60 of $5.00, runs without a known price: 2`. */
import type { Breach, SpendingExcess } from '../model/spending.ts';
import { usd } from '../rules/cost.ts';
import { wouldBeInWords } from '../rules/spend-check.ts';

export type ExcessNames = Readonly<Record<Breach['limit'] | 'unknown' | 'of', string>>;

const listed = ({ breaches, unknownCosts }: SpendingExcess, names: ExcessNames): string =>
  [
    ...breaches.map(
      (breach) => `${names[breach.limit]}: ${wouldBeInWords(breach)} ${names.of} ${usd(breach.limitMicros)}`,
    ),
    ...(unknownCosts === 0 ? [] : [`${names.unknown}: ${unknownCosts}`]),
  ].join(', ');

/** In brackets after a space; empty for an empty text. */
const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

export const excessInWords = (excess: SpendingExcess, names: ExcessNames): string =>
  inBrackets(listed(excess, names));
