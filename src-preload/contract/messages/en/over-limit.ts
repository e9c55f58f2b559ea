/** In English, which spending limits would be exceeded, and by how much. */
import type { SpendingExcess } from '../../model/spending.ts';
import { type ExcessNames, excessInWords } from '../excess-text.ts';

const names: ExcessNames = {
  run: 'run',
  day: 'day',
  month: 'month',
  unknown: 'runs without a known price',
  of: 'of',
};

export const overLimit = (excess: SpendingExcess): string => excessInWords(excess, names);
