/** In Spanish, which spending limits would be exceeded, and by how much. */
import type { SpendingExcess } from '../../model/spending.ts';
import { type ExcessNames, excessInWords } from '../excess-text.ts';

const names: ExcessNames = {
  run: 'ejecución',
  day: 'día',
  month: 'mes',
  unknown: 'ejecuciones de precio desconocido',
  of: 'de',
};

export const overLimit = (excess: SpendingExcess): string => excessInWords(excess, names);
