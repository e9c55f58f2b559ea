/** A source: a file from the user, known to the page only by an opaque id. */
import { z } from 'zod';
import { seenFactsSchema } from './facts.ts';

export const sourceIdSchema = z.string().min(1).max(100).brand<'SourceId'>();
export type SourceId = z.infer<typeof sourceIdSchema>;

export const sourceSchema = z.object({
  id: sourceIdSchema,
  /** File name without folders, as the user knows it. */
  name: z.string(),
  facts: seenFactsSchema,
});
export type Source = z.infer<typeof sourceSchema>;
