/** Amounts from providers, in millionths of a US dollar. */
import type { Billed } from '#contract/rules/cost.ts';

/** A million dollars: larger or negative values are not valid amounts. */
const maxMicros = 1_000_000_000_000;

/** A whole number; null: not a value that can be shown or added up. */
export const amountOf = (micros: number): number | null =>
  micros >= 0 && micros <= maxMicros ? Math.round(micros) : null;

export const billedAmount = (usd: number): Billed | null => {
  const micros = amountOf(usd * 1_000_000);
  return micros === null ? null : { kind: 'micros', micros };
};
