/** Reads a folder of the library together with its row in the catalogue. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import { type Item, type ItemId, itemIdSchema, itemSchema } from '#contract/model/item.ts';
import type { Log } from '../../ports.ts';
import type { Database } from '../../storage/database.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readDescription } from '../item/item-folder.ts';
import { parseMarks } from '../item/marks.ts';
import { readMarksFile } from '../item/marks-file.ts';
import { type FolderContents, idOf } from './rebuild-judge.ts';

const rowSchema = z.object({ id: itemIdSchema, folder: z.string(), marks: z.string() });

/** The rows of the catalogue, by id. `marks`: as text. */
export type Listed = ReadonlyMap<string, z.infer<typeof rowSchema>>;

export const readListed = (db: Database): Result<Listed> =>
  db.read((sql) => {
    const rows = sql.all('SELECT id, folder, marks FROM items').map((row) => rowSchema.parse(row));
    return new Map(rows.map((row) => [row.id, row]));
  });

export const createFolderReader = (deps: {
  readonly libraryFolder: string;
  readonly listed: Listed;
  /** All folders that the walk found. */
  readonly folders: ReadonlySet<string>;
  readonly catalogue: Pick<Catalogue, 'get'>;
  readonly log: Log;
}): ((folder: string) => Promise<FolderContents>) => {
  const { libraryFolder, listed, folders, catalogue, log } = deps;

  const listedItem = (id: ItemId): Item | null => {
    const kept = catalogue.get(id);
    // Without its marks.
    return kept.ok ? itemSchema.parse(kept.value) : null;
  };

  return async (folder) => {
    const home = join(libraryFolder, folder);
    const row = listed.get(idOf(folder));
    // Where the folder in the catalogue is missing, the user has moved the item or renamed its month.
    const own = row && (row.folder === folder || !folders.has(row.folder)) ? row : null;
    const known = {
      knownMarks: own === null ? null : parseMarks(own.marks),
      knownItem: () => (own === null ? null : listedItem(own.id)),
    };
    try {
      const [description, marksFile] = await Promise.all([readDescription(home), readMarksFile(home)]);
      return { folder, description, marksFile, ...known };
    } catch (cause) {
      log.error('library folder not readable', { folder, cause });
      return { folder, description: { kind: 'unfit' }, marksFile: { kind: 'unfit' }, ...known };
    }
  };
};
