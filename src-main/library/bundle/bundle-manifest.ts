/** understudy-bundle.json, which says what a bundle of items holds, so that whoever takes it in can tell whether it is whole. */
import { z } from 'zod';
import { itemIdSchema } from '#contract/model/item.ts';

export const manifestName = 'understudy-bundle.json';

/** Kept in memory as a whole by whoever takes it in. */
export const maxBundledItems = 40_000;

const fileSchema = z.object({
  name: z.string().min(1).max(255),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BundledFile = z.infer<typeof fileSchema>;

export const manifestSchema = z.object({
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Each in a folder named by its id. */
  items: z
    .array(z.object({ id: itemIdSchema, files: z.array(fileSchema).min(1).max(50) }))
    .max(maxBundledItems),
});
export type Manifest = z.infer<typeof manifestSchema>;
