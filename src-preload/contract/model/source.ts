/** A source: a file the user gave, known to the page by an opaque id only. */
import { z } from 'zod';
import { seenFactsSchema } from './facts.ts';

export const sourceIdSchema = z.string().min(1).max(100).brand<'SourceId'>();
export type SourceId = z.infer<typeof sourceIdSchema>;

export const sourceSchema = z.object({
  id: sourceIdSchema,
  /** File name without folders, as the person knows it. */
  name: z.string(),
  facts: seenFactsSchema,
});
export type Source = z.infer<typeof sourceSchema>;
