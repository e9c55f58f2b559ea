/** Prices are data with source and date. An unpublished price stays unknown. */
import { z } from 'zod';

/** Where a figure was read, and when (ISO date). */
export const originSchema = z.object({ source: z.string(), asOf: z.iso.date() });
export type Origin = z.infer<typeof originSchema>;

/** Why a figure is not the provider's own: it extends the provider's table, or the user entered it. */
export const caveatSchema = z.enum(['our-reading', 'own-figure']);
export type Caveat = z.infer<typeof caveatSchema>;

export const priceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free'), ...originSchema.shape }),
  /** Billed per second of output; `microsPerSec` in millionths of a US dollar. */
  z.object({
    kind: z.literal('per-second'),
    microsPerSec: z.int().positive(),
    /** `second`: each started second is billed as a whole one. */
    rounding: z.enum(['none', 'second']),
    ...originSchema.shape,
    caveat: caveatSchema.optional(),
  }),
  /** Billed per started step of this many seconds. No price is published for results longer than `publishedToSec`. */
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
    /** How the figure was calculated, for example `10.0 s x $0.112/s`. */
    basis: z.string(),
    ...originSchema.shape,
    caveat: caveatSchema.optional(),
  }),
  z.object({ unknown: z.string() }),
]);
export type Estimate = z.infer<typeof estimateSchema>;
