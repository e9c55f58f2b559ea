/** `<data>/library-move.json`: the journal of a move of the library, from which the next start recovers if the program ends midway. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MoveDisk } from './move-disk.ts';

const moveNoteSchema = z.object({
  version: z.literal(1),
  /** Full paths. */
  from: z.string().min(1),
  to: z.string().min(1),
  /** Whether the move created the target folder. */
  isMade: z.boolean(),
  /** The folders of items that were whole in the new location before the cutover; null: the cutover was not reached. */
  moved: z.array(z.string()).nullable(),
});
export type MoveJournalEntry = z.infer<typeof moveNoteSchema>;

export type MoveJournal = {
  /** null: missing or malformed. */
  readonly read: () => MoveJournalEntry | null;
  /** Throws errors of the file system, as does `remove`. */
  readonly write: (entry: Omit<MoveJournalEntry, 'version'>) => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Replaces a file atomically and flushes it, so that it survives a power cut. */
export const replaceOn = async (disk: MoveDisk, path: string, text: string): Promise<void> => {
  const aside = `${path}.new`;
  await disk.remove(aside);
  await disk.write(aside, text);
  await disk.flushFile(aside);
  await disk.rename(aside, path);
  await disk.flushFolder(dirname(path));
};

export const createMoveJournal = (dataFolder: string, disk: MoveDisk): MoveJournal => {
  const path = join(dataFolder, 'library-move.json');
  return {
    read: () => {
      try {
        return moveNoteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    write: (entry) => replaceOn(disk, path, JSON.stringify({ version: 1, ...entry })),
    remove: async () => {
      await disk.remove(path);
      await disk.flushFolder(dataFolder);
    },
  };
};
