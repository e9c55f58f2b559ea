/** `<data>/library-move.json`: what a move of the library is about, for the next start if this program does not live to its end. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { MoveDisk } from './move-disk.ts';

const moveNoteSchema = z.object({
  version: z.literal(1),
  /** Full paths. */
  from: z.string().min(1),
  to: z.string().min(1),
  /** Whether the folder was made for it. */
  isMade: z.boolean(),
  /** Which folders of items were whole in the new place before it was changed over to; null: that far it has not come. */
  moved: z.array(z.string()).nullable(),
});
export type MoveNote = z.infer<typeof moveNoteSchema>;

export type MoveNotes = {
  /** null: there is none, or it makes no sense. */
  readonly read: () => MoveNote | null;
  /** These throw errors of the file system. */
  readonly write: (note: Omit<MoveNote, 'version'>) => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** In one step, which outlives a power cut. */
export const replaceOn = async (disk: MoveDisk, path: string, text: string): Promise<void> => {
  const aside = `${path}.new`;
  await disk.remove(aside);
  await disk.write(aside, text);
  await disk.flushFile(aside);
  await disk.rename(aside, path);
  await disk.flushFolder(dirname(path));
};

export const createMoveNotes = (dataFolder: string, disk: MoveDisk): MoveNotes => {
  const path = join(dataFolder, 'library-move.json');
  return {
    read: () => {
      try {
        return moveNoteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    write: (note) => replaceOn(disk, path, JSON.stringify({ version: 1, ...note })),
    remove: async () => {
      await disk.remove(path);
      await disk.flushFolder(dataFolder);
    },
  };
};
