/** A video made of a library item to share: beside its reference or another result, or with the reference's audio. */
import { z } from 'zod';
import { itemIdSchema } from './item.ts';

/** Drawn into the video, in the user's language. */
const labelSchema = z.string().trim().min(1).max(40);

export const exportChoicesSchema = z.object({
  /** `result`: the result alone; its video track is copied where it fits under the size limit. */
  layout: z.enum(['side-by-side', 'stacked', 'wipe', 'result']),
  /** `beside`: the audio of the reference, or of the other result in its place. */
  audio: z.enum(['result', 'beside', 'none']),
  hasLabels: z.boolean(),
  /**
   * The model's name is appended to the label of the result. Two results are labelled with their models' names
   * instead.
   */
  labels: z
    .object({ reference: labelSchema, result: labelSchema })
    .default({ reference: 'Reference', result: 'Result' }),
  /** Never exceeded, in bytes; null: no limit. */
  maxBytes: z.int().min(100_000).nullable(),
});
export type ExportChoices = z.infer<typeof exportChoicesSchema>;
export type ExportLayout = ExportChoices['layout'];
export type ExportAudio = ExportChoices['audio'];

export const exportIdSchema = z.uuid().brand<'ExportId'>();
export type ExportId = z.infer<typeof exportIdSchema>;

export const madeExportSchema = z.object({
  exportId: exportIdSchema,
  /** File name that is shown to the user. */
  name: z.string(),
  sizeBytes: z.int().positive(),
  durationSec: z.number().positive(),
});
export type MadeExport = z.infer<typeof madeExportSchema>;

/** A running export. */
export const exportProgressSchema = z.object({
  itemId: itemIdSchema,
  fraction: z.number().min(0).max(1).nullable(),
});
export type ExportProgress = z.infer<typeof exportProgressSchema>;
