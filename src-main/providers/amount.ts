/** Amounts as providers tell them, in millionths of a US dollar. */
import type { Billed } from '#contract/rules/cost.ts';

/** A million dollars: who tells of more, or of less than nothing, has told something else than an amount. */
const maxMicros = 1_000_000_000_000;

/** A whole one; null: it is none that could be shown or added up. */
export const amountOf = (micros: number): number | null =>
  micros >= 0 && micros <= maxMicros ? Math.round(micros) : null;

export const billedAmount = (usd: number): Billed | null => {
  const micros = amountOf(usd * 1_000_000);
  return micros === null ? null : { kind: 'micros', micros };
};
