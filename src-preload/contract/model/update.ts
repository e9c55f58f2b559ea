/** What is known of newer versions of the program. */
import { z } from 'zod';
import { appErrorSchema } from '../errors.ts';

const version = z.string().min(1).max(100);

export const updateStatusSchema = z.discriminatedUnion('kind', [
  /** This build has no feed of versions: it never looks for one. */
  z.object({ kind: z.literal('no-feed') }),
  z.object({ kind: z.literal('unchecked') }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('current') }),
  /** `canInstall`: this build can update itself; otherwise the user downloads it from `page`. */
  z.object({ kind: z.literal('available'), version, canInstall: z.boolean(), page: z.url() }),
  z.object({ kind: z.literal('downloading'), version, fraction: z.number().min(0).max(1).nullable() }),
  /** Downloaded; it is installed when the program quits. */
  z.object({ kind: z.literal('ready'), version }),
  z.object({ kind: z.literal('failed'), error: appErrorSchema }),
]);
export type UpdateStatus = z.infer<typeof updateStatusSchema>;
