/** Notices: what the program detected by itself and how it handled it. Each stays until the user dismisses it. */
import { z } from 'zod';

const count = z.int().nonnegative();

export const noticeSchema = z.discriminatedUnion('kind', [
  /** The database was damaged. `jobsLost`: minimum number. `aside`: the damaged file's name in the data folder. */
  z.object({
    kind: z.literal('database-repaired'),
    jobsSaved: count,
    jobsLost: count,
    aside: z.string(),
  }),
  /** The database was missing; a new one was created. */
  z.object({ kind: z.literal('database-begun-again') }),
  /** The database may be an older copy; this many jobs were held back, because they may have been sent and paid. */
  z.object({ kind: z.literal('database-perhaps-older'), heldBack: count }),
  /** Number of results found in their folders. */
  z.object({ kind: z.literal('catalogue-rebuilt'), found: count }),
  /** Folders of the library that are not listed. */
  z.object({ kind: z.literal('items-left-alone'), newer: count, others: count }),
  /** The library's disk or folder is not available; results are stored only once it is back. */
  z.object({ kind: z.literal('library-away'), folder: z.string() }),
  z.object({ kind: z.literal('library-read-only'), folder: z.string() }),
]);
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];

export const noticeKindSchema = z.enum(noticeSchema.options.map(({ shape }) => shape.kind.value));
