/** What was spent, what may still be, and where a person wants to be asked first. Amounts in millionths of a US dollar. */
import { z } from 'zod';

const micros = z.int().nonnegative();
const limit = z.int().positive().nullable();

/** null: no cap. Days and months are the calendar's, by this machine's clock. */
export const spendingLimitsSchema = z.object({
  runMicros: limit.default(null),
  dayMicros: limit.default(null),
  monthMicros: limit.default(null),
});
export type SpendingLimits = z.infer<typeof spendingLimitsSchema>;

export const spentSchema = z.object({
  /** Runs that were sent and not refused. */
  runs: z.int().nonnegative(),
  /** By our estimates. */
  estimateMicros: micros,
  /** By the providers' bills; nothing for runs of which they tell none. */
  billedMicros: micros,
  /** The bill where there is one, the estimate elsewhere: what counts towards a cap. */
  countedMicros: micros,
  /** Runs of which nobody knows the price: they count as nothing. */
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

/** What runs would break: `wouldBeMicros` is all that counts towards the cap, with them. */
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
