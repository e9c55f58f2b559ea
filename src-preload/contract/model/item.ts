/** An item: a kept result with its inputs, as a folder of plain files. This is also the shape of its item.json. */
import { z } from 'zod';
import { choicesSchema } from './choices.ts';
import { imageFactsSchema, videoFactsSchema } from './facts.ts';
import { marksSchema } from './marks.ts';
import { providerIdSchema } from './model-spec.ts';
import { planSchema } from './plan.ts';
import { estimateSchema } from './price.ts';
import { transferRecordSchema } from './transfer-record.ts';

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
  /** The person's own files before they were fitted: what results of one pair of files have in common; null: made before this was kept. */
  inputs: z.object({ imageSha256: sha256, videoSha256: sha256 }).nullable().default(null),
  estimate: estimateSchema,
  /** Where the files went, who could read them and until when. */
  transferRecords: z.array(transferRecordSchema).default([]),
  /** What the provider said it billed, in millionths of a US dollar; null where it does not tell. */
  billedMicros: z.int().nonnegative().nullable(),
  /** From when the provider took the request until the result was kept, however long the program was closed meanwhile; null: not known. */
  tookSec: z.number().nonnegative().nullable().default(null),
  /** True for the offline demonstration: no AI made this. */
  isDemo: z.boolean(),
});
export type Item = z.infer<typeof itemSchema>;

/** An item with what the person says of it: how the library hands it out. */
export const keptItemSchema = itemSchema.extend({ marks: marksSchema });
export type KeptItem = z.infer<typeof keptItemSchema>;
