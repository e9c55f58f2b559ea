/** Prefit: the files for the current draft are made before Generate is pressed. */
import { z } from 'zod';
import { appErrorSchema } from '../errors.ts';

export const prefitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('working'), fraction: z.number().min(0).max(1).nullable() }),
  /** The sizes of the files as they will be sent. */
  z.object({ kind: z.literal('ready'), imageBytes: z.int(), videoBytes: z.int() }),
  z.object({ kind: z.literal('failed'), error: appErrorSchema }),
]);
export type PrefitStatus = z.infer<typeof prefitSchema>;
