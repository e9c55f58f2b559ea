/** Notices: what the program came upon by itself and did about it. Each stays until a person has put it away. */
import { z } from 'zod';

const count = z.int().nonnegative();

export const noticeSchema = z.discriminatedUnion('kind', [
  /** The database was damaged. `jobsLost`: at least so many. `aside`: the damaged file's name in the data folder. */
  z.object({
    kind: z.literal('database-repaired'),
    jobsSaved: count,
    jobsLost: count,
    aside: z.string(),
  }),
  /** The database was gone; a new one was begun. */
  z.object({ kind: z.literal('database-begun-again') }),
  /** The database may be an older copy; so many jobs were held back, because they may have been sent and paid. */
  z.object({ kind: z.literal('database-perhaps-older'), heldBack: count }),
  /** So many results were found again in their folders. */
  z.object({ kind: z.literal('catalogue-rebuilt'), found: count }),
  /** Folders of the library that are not in the list. */
  z.object({ kind: z.literal('items-left-alone'), newer: count, others: count }),
  /** The library's disk or folder is away; nothing is kept before it is back. */
  z.object({ kind: z.literal('library-away'), folder: z.string() }),
  z.object({ kind: z.literal('library-read-only'), folder: z.string() }),
]);
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];

export const noticeKindSchema = z.enum(noticeSchema.options.map(({ shape }) => shape.kind.value));
