/** understudy-bundle.json: the contents of a bundle with sizes and hashes, against which an import verifies the bundle. */
import { z } from 'zod';
import { itemIdSchema } from '#contract/model/item.ts';

export const manifestName = 'understudy-bundle.json';

/** An import holds the whole manifest in memory. */
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
  /** Each item is in a folder named by its id. */
  items: z
    .array(z.object({ id: itemIdSchema, files: z.array(fileSchema).min(1).max(50) }))
    .max(maxBundledItems),
});
export type Manifest = z.infer<typeof manifestSchema>;
