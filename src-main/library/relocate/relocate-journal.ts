/** `<data>/library-move.json`: the unfinished copy of the library, and the old copies that finished moves have left. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Disk, replaceSync } from '../../storage/atomic.ts';
import { parseJson } from '../../storage/json-file.ts';

const unfinishedSchema = z.object({
  /** Full paths. */
  from: z.string().min(1),
  to: z.string().min(1),
  /** Whether the move created the target folder. */
  isMade: z.boolean(),
  /** The folders of items that were whole in the new location before the cutover; null: the cutover was not reached. */
  moved: z.array(z.string()).nullable(),
});
export type UnfinishedMove = z.infer<typeof unfinishedSchema>;

const oldCopySchema = z.object({
  /** Full path of a former library location. */
  folder: z.string().min(1),
  /** The folders of items that were moved from it: one that the library lacks was deleted since. */
  moved: z.array(z.string()),
});
export type OldCopy = z.infer<typeof oldCopySchema>;

const journalSchema = z.union([
  z.object({
    version: z.literal(2),
    unfinished: unfinishedSchema.nullable(),
    oldCopies: z.array(oldCopySchema),
  }),
  // Versions that deleted the old copy at the end of a move.
  unfinishedSchema
    .extend({ version: z.literal(1) })
    .transform(({ version: _, ...unfinished }) => ({ unfinished, oldCopies: [] })),
]);
export type JournalEntry = {
  readonly unfinished: UnfinishedMove | null;
  readonly oldCopies: readonly OldCopy[];
};

export type RelocateJournal = {
  /** A file that is missing or malformed is read as empty. */
  readonly read: () => JournalEntry;
  /** Throws errors of the file system. An empty entry removes the file. */
  readonly write: (entry: JournalEntry) => void;
};

const nothing: JournalEntry = { unfinished: null, oldCopies: [] };

export const createRelocateJournal = (dataFolder: string, disk: Disk): RelocateJournal => {
  const path = join(dataFolder, 'library-move.json');
  return {
    read: () => {
      try {
        return parseJson(readFileSync(path, 'utf8'), journalSchema) ?? nothing;
      } catch {
        return nothing;
      }
    },
    write: ({ unfinished, oldCopies }) => {
      if (unfinished !== null || oldCopies.length > 0) {
        replaceSync(disk, path, JSON.stringify({ version: 2, unfinished, oldCopies }));
        return;
      }
      disk.removeSync(path);
      disk.flushFolderSync(dirname(path));
    },
  };
};
