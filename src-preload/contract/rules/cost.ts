/** The cost of a run, where prices are published. */
import { assertNever } from '../assert-never.ts';
import type { Estimate, Price } from '../model/price.ts';

/** `1_120_000` micro dollars as `$1.12`; a third digit only where it is not 0. */
export const usd = (micros: number): string => {
  const dollars = micros / 1_000_000;
  const digits = Math.round(micros) % 10_000 === 0 ? 2 : 3;
  return `$${dollars.toFixed(digits)}`;
};

/** A unit price with all of its digits: `117_600` as `$0.1176`. A rounded price would not multiply to the amount. */
export const usdInFull = (micros: number): string => {
  const [dollars = '0', digits = ''] = (micros / 1_000_000).toFixed(6).split('.');
  return `$${dollars}.${digits.replace(/0+$/, '').padEnd(2, '0')}`;
};

/** `0.112`, `$0.112` or `0,112` as 112_000 micro dollars; null where it is not a positive amount. */
export const parseUsd = (text: string): number | null => {
  const match = /^\s*\$?\s*(\d{1,6}(?:[.,]\d{1,6})?|[.,]\d{1,6})\s*$/.exec(text);
  const micros = match ? Math.round(Number(match[1]?.replace(',', '.')) * 1_000_000) : 0;
  return micros > 0 ? micros : null;
};

/** A millisecond over a step comes from the video's last frame and does not start a step. */
const sameSec = 0.001;
/** Number of started steps of this many seconds. */
export const begunSteps = (outputSec: number, stepSec: number): number =>
  Math.max(1, Math.ceil((outputSec - sameSec) / stepSec));

type Known = Extract<Estimate, { micros: number }>;
const known = (
  price: Exclude<Price, { kind: 'unknown' }>,
  rest: Pick<Known, 'micros' | 'basis' | 'caveat'>,
): Known => ({
  currency: 'USD',
  source: price.source,
  asOf: price.asOf,
  ...rest,
});

/** `outputSec`: the expected length of the result in seconds. */
export const estimateCost = (price: Price, outputSec: number): Estimate => {
  switch (price.kind) {
    case 'free':
      return known(price, { micros: 0, basis: 'runs on this computer' });
    case 'per-second': {
      const billedSec = price.rounding === 'second' ? begunSteps(outputSec, 1) : outputSec;
      return known(price, {
        micros: Math.round(billedSec * price.microsPerSec),
        basis: `${billedSec.toFixed(1)} s x ${usdInFull(price.microsPerSec)}/s`,
        ...(price.caveat ? { caveat: price.caveat } : {}),
      });
    }
    case 'per-step': {
      const steps = begunSteps(outputSec, price.stepSec);
      const isBeyond = steps * price.stepSec > price.publishedToSec;
      return known(price, {
        micros: steps * price.microsPerStep,
        basis: `${steps} x ${usdInFull(price.microsPerStep)} per ${price.stepSec} s (rounded up)`,
        ...(isBeyond ? { caveat: 'our-reading' as const } : {}),
      });
    }
    case 'per-run':
      return known(price, { micros: price.microsPerRun, basis: 'per generation' });
    case 'unknown':
      return { unknown: price.reason };
    default:
      return assertNever(price);
  }
};

/** A bill as the provider reports it: an amount, or the number of billed seconds of output. */
export type Billed =
  | { readonly kind: 'micros'; readonly micros: number }
  | { readonly kind: 'seconds'; readonly sec: number };

/** In millionths of a US dollar; null where the price of a second is unknown. */
export const billedMicros = (billed: Billed | null, price: Price): number | null => {
  if (billed === null) return null;
  if (billed.kind === 'micros') return billed.micros;
  // The user's own figure for a second does not make a bill.
  const isProviderPrice = price.kind === 'per-second' && price.caveat !== 'own-figure';
  return isProviderPrice ? Math.round(billed.sec * price.microsPerSec) : null;
};

/** The user's own figures by model id, with one added; null: removed. In millionths of a US dollar per second. */
export const withOwnPrice = (
  ownPrices: Readonly<Record<string, number>>,
  modelId: string,
  microsPerSec: number | null,
): Record<string, number> => {
  const { [modelId]: _before, ...others } = ownPrices;
  return microsPerSec === null ? others : { ...others, [modelId]: microsPerSec };
};
