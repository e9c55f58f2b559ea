/** Prices are data with source and date. What nobody has published stays unknown. */
import { z } from 'zod';

/** Where a figure was read, and when (ISO date). */
export const originSchema = z.object({ source: z.string(), asOf: z.iso.date() });
export type Origin = z.infer<typeof originSchema>;

/** Why a figure is not quite the provider's: we continued its table, or the person typed it in. */
export const caveatSchema = z.enum(['our-reading', 'own-figure']);
export type Caveat = z.infer<typeof caveatSchema>;

export const priceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free'), ...originSchema.shape }),
  /** Billed by the second of output; `microsPerSec` in millionths of a US dollar. */
  z.object({
    kind: z.literal('per-second'),
    microsPerSec: z.int().positive(),
    /** `second`: each begun second counts as a whole one. */
    rounding: z.enum(['none', 'second']),
    ...originSchema.shape,
    caveat: caveatSchema.optional(),
  }),
  /** Billed by begun steps of so many seconds. Nobody has published a price for results longer than `publishedToSec`. */
  z.object({
    kind: z.literal('per-step'),
    stepSec: z.number().positive(),
    microsPerStep: z.int().positive(),
    publishedToSec: z.number().positive(),
    ...originSchema.shape,
  }),
  z.object({ kind: z.literal('per-run'), microsPerRun: z.int().positive(), ...originSchema.shape }),
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
]);
export type Price = z.infer<typeof priceSchema>;

export const estimateSchema = z.union([
  z.object({
    currency: z.literal('USD'),
    /** Millionths of a US dollar. */
    micros: z.int().nonnegative(),
    /** How the figure came about, for example `10.0 s x $0.112/s`. */
    basis: z.string(),
    ...originSchema.shape,
    caveat: caveatSchema.optional(),
  }),
  z.object({ unknown: z.string() }),
]);
export type Estimate = z.infer<typeof estimateSchema>;
