/** A clip made of a kept result to show to others: beside its reference or another result, or with the reference's sound put back. */
import { z } from 'zod';
import { itemIdSchema } from './item.ts';

/** Drawn into the picture, in the language of the person who asks. */
const labelSchema = z.string().trim().min(1).max(40);

export const exportChoicesSchema = z.object({
  /** `result`: the result alone, its pictures copied as they are where they fit under the limit. */
  layout: z.enum(['side-by-side', 'stacked', 'wipe', 'result']),
  /** `beside`: that of the reference, or of the other result that takes its place. */
  audio: z.enum(['result', 'beside', 'none']),
  hasLabels: z.boolean(),
  /** The model's name is added to that of the result. Two results are called by their models' names instead. */
  labels: z
    .object({ reference: labelSchema, result: labelSchema })
    .default({ reference: 'Reference', result: 'Result' }),
  /** Never above this, in bytes; null: as large as it takes. */
  maxBytes: z.int().min(100_000).nullable(),
});
export type ExportChoices = z.infer<typeof exportChoicesSchema>;
export type ExportLayout = ExportChoices['layout'];
export type ExportAudio = ExportChoices['audio'];

export const exportIdSchema = z.uuid().brand<'ExportId'>();
export type ExportId = z.infer<typeof exportIdSchema>;

export const madeExportSchema = z.object({
  exportId: exportIdSchema,
  /** A file name for people. */
  name: z.string(),
  sizeBytes: z.int().positive(),
  durationSec: z.number().positive(),
});
export type MadeExport = z.infer<typeof madeExportSchema>;

/** One that is being made. */
export const exportProgressSchema = z.object({
  itemId: itemIdSchema,
  fraction: z.number().min(0).max(1).nullable(),
});
export type ExportProgress = z.infer<typeof exportProgressSchema>;
