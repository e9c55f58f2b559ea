/** What a run will cost, as far as anybody has published it. */
import { assertNever } from '../assert-never.ts';
import type { Estimate, Price } from '../model/price.ts';

/** `1_120_000` micro dollars as `$1.12`; a third digit only where it says something. */
export const usd = (micros: number): string => {
  const dollars = micros / 1_000_000;
  const digits = Math.round(micros) % 10_000 === 0 ? 2 : 3;
  return `$${dollars.toFixed(digits)}`;
};

/** `outputSec`: the expected length of the result in seconds. */
export const estimateCost = (price: Price, outputSec: number): Estimate => {
  switch (price.kind) {
    case 'free':
      return {
        currency: 'USD',
        micros: 0,
        basis: 'runs on this computer',
        source: price.source,
        asOf: price.asOf,
      };
    case 'per-second':
      return {
        currency: 'USD',
        micros: Math.round(outputSec * price.microsPerSec),
        basis: `${outputSec.toFixed(1)} s x ${usd(price.microsPerSec)}/s`,
        source: price.source,
        asOf: price.asOf,
      };
    case 'unknown':
      return { unknown: price.reason };
    default:
      return assertNever(price);
  }
};
