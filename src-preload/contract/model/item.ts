/** An item: a result with its inputs, as a folder of plain files. Also the schema of its item.json. */
import { z } from 'zod';
import { choicesSchema } from './choices.ts';
import { transferRecordSchema } from './delivery.ts';
import { imageFactsSchema, videoFactsSchema } from './facts.ts';
import { marksSchema } from './marks.ts';
import { providerIdSchema } from './model-spec.ts';
import { planSchema } from './plan.ts';
import { estimateSchema } from './price.ts';

export const itemIdSchema = z
  .string()
  .regex(/^[0-9A-Za-z-]{8,64}$/)
  .brand<'ItemId'>();
export type ItemId = z.infer<typeof itemIdSchema>;

/** Of a whole file. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A plain file name inside the item's folder: no slashes, no leading dot. */
const fileName = z.string().regex(/^[^/\\.][^/\\]*$/);

export const itemSchema = z.object({
  version: z.literal(1),
  id: itemIdSchema,
  jobId: z.string(),
  createdAt: z.iso.datetime(),
  provider: providerIdSchema,
  modelName: z.string(),
  choices: choicesSchema,
  plan: planSchema,
  /** The files as sent. */
  image: z.object({ file: fileName, name: z.string(), facts: imageFactsSchema }),
  video: z.object({ file: fileName, name: z.string(), facts: videoFactsSchema }),
  result: z.object({ file: fileName, facts: videoFactsSchema }),
  poster: z.object({ file: fileName }),
  /**
   * The user's own files before they were fitted, which identify results of the same pair of files; null: made before
   * this was stored.
   */
  inputs: z.object({ imageSha256: sha256, videoSha256: sha256 }).nullable().default(null),
  estimate: estimateSchema,
  /** Where the files went, who could read them and until when. */
  transferRecords: z.array(transferRecordSchema).default([]),
  /** Cost billed by the provider, in millionths of a US dollar; null: not reported. */
  billedMicros: z.int().nonnegative().nullable(),
  /**
   * Time from the provider's acceptance of the request until the result was stored, including the time the program
   * was closed; null: unknown.
   */
  tookSec: z.number().nonnegative().nullable().default(null),
  /** True for the offline demo: not made by an AI model. */
  isDemo: z.boolean(),
});
export type Item = z.infer<typeof itemSchema>;

/** An item with the user's marks, as the library returns it. */
export const keptItemSchema = itemSchema.extend({ marks: marksSchema });
export type KeptItem = z.infer<typeof keptItemSchema>;
