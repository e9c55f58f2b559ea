/** What was spent, what is committed, and the user's spending limits. Amounts in millionths of a US dollar. */
import { z } from 'zod';

const micros = z.int().nonnegative();
const limit = z.int().positive().nullable();

/** null: no limit. Calendar days and months, by this computer's clock. */
export const spendingLimitsSchema = z.object({
  runMicros: limit.default(null),
  dayMicros: limit.default(null),
  monthMicros: limit.default(null),
});
export type SpendingLimits = z.infer<typeof spendingLimitsSchema>;

export const spentSchema = z.object({
  /** Runs that were sent and not refused. */
  runs: z.int().nonnegative(),
  /** Sum of our estimates. */
  estimateMicros: micros,
  /** Sum of the providers' bills; 0 for runs without a reported bill. */
  billedMicros: micros,
  /** The bill where there is one, otherwise the estimate: the amount that counts towards a limit. */
  countedMicros: micros,
  /** Runs of unknown price: they count as 0. */
  unknownRuns: z.int().nonnegative(),
});
export type Spent = z.infer<typeof spentSchema>;

export const spendingSchema = z.object({
  day: spentSchema,
  month: spentSchema,
  /** Agreed to and not sent yet. */
  waitingMicros: micros,
});
export type Spending = z.infer<typeof spendingSchema>;

/**
 * A limit that runs would exceed: `wouldBeMicros` is the whole amount that counts towards the limit, including them.
 */
export const breachSchema = z.object({
  limit: z.enum(['run', 'day', 'month']),
  limitMicros: micros,
  wouldBeMicros: micros,
});
export type Breach = z.infer<typeof breachSchema>;

/** Which spending limits runs would exceed, and how many runs have no known cost while a limit is set. */
export const spendingExcessSchema = z.object({
  breaches: z.array(breachSchema),
  unknownCosts: z.int().nonnegative(),
});
export type SpendingExcess = z.infer<typeof spendingExcessSchema>;
