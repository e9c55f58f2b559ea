/** Notices: what the program detected by itself and how it handled it. Each stays until the user dismisses it. */
import { z } from 'zod';

const count = z.int().nonnegative();
/** Jobs that were sent and that the log of sent requests brought back. */
const returned = count.default(0);

export const noticeSchema = z.discriminatedUnion('kind', [
  /**
   * The database was gone or damaged, and a copy of it took its place. `backedUpAt`: when the copy was made. `aside`: the
   * damaged file's name in the data folder; null: it was gone. `isComplete`: nothing had been written since.
   */
  z.object({
    kind: z.literal('database-restored'),
    backedUpAt: z.iso.datetime(),
    aside: z.string().nullable(),
    isComplete: z.boolean(),
    returned,
    heldBack: count,
  }),
  /** The database was gone or damaged without a usable copy; a new one was begun. */
  z.object({ kind: z.literal('database-begun-again'), returned }),
  /** The database was an older copy; so many unsent jobs were held back. */
  z.object({ kind: z.literal('database-perhaps-older'), heldBack: count, returned }),
  /** So many results were found again in their folders. */
  z.object({ kind: z.literal('catalogue-rebuilt'), found: count }),
  /** Folders of the library that are not listed. */
  z.object({ kind: z.literal('items-left-alone'), newer: count, others: count }),
  /** The library's disk or folder is not available; results are stored only once it is back. */
  z.object({ kind: z.literal('library-away'), folder: z.string() }),
  z.object({ kind: z.literal('library-read-only'), folder: z.string() }),
  /** The page of the desktop window crashed and was loaded again. */
  z.object({ kind: z.literal('page-reloaded') }),
  /** A bug: an exception outside any call, or a crash of a child process; a note of it is in the logs. */
  z.object({ kind: z.literal('unexpected-error') }),
]);
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = Notice['kind'];

export const noticeKindSchema = z.enum(noticeSchema.options.map(({ shape }) => shape.kind.value));
