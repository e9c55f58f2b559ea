/**
 * Lists the folders of a library that may hold an item, by their position, and reads each with its row in the catalogue.
 * Links are not followed.
 */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import { type Item, type ItemId, itemIdSchema, itemSchema } from '#contract/model/item.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import type { Log } from '../../ports.ts';
import type { Database } from '../../storage/database.ts';
import { errnoOf } from '../../storage/file-error.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readDescription } from '../item/item-folder.ts';
import { isMonth, isShown, itemsUnderOtherName } from '../item/library-folders.ts';
import { parseMarks } from '../item/marks.ts';
import { readMarksFile } from '../item/marks-file.ts';
import { type FolderContents, idOf } from './rebuild-judge.ts';

type Walk = {
  /** Relative to the library, with forward slashes; sorted. */
  readonly folders: readonly string[];
  readonly leftAlone: readonly LeftAlone[];
  /** The library is empty. No rows are removed then: its disk may be away, or it was just created. */
  readonly isEmpty: boolean;
};

/** An empty list for a missing folder. */
const entriesIn = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });

const foldersAmong = (entries: readonly Dirent[]): readonly string[] =>
  entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
const linksAmong = (entries: readonly Dirent[]): readonly string[] =>
  entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);

/** Throws if the library itself cannot be read. */
export const walkLibrary = async (libraryFolder: string, log: Log): Promise<Walk> => {
  const entriesAtTop = (await entriesIn(libraryFolder)).filter(({ name }) => isShown(name));
  const months = entriesAtTop.filter(({ name }) => isMonth(name));
  const folders: string[] = [];
  const links = [...linksAmong(months)];
  for (const month of foldersAmong(months)) {
    // A folder that cannot be read does not keep the others out of the catalogue.
    const entries = await entriesIn(join(libraryFolder, month)).catch((cause: unknown) => {
      log.error('library folder not readable', { folder: month, cause });
      return [];
    });
    const shown = entries.filter(({ name }) => isShown(name));
    folders.push(...foldersAmong(shown).map((name) => `${month}/${name}`));
    links.push(...linksAmong(shown).map((name) => `${month}/${name}`));
  }
  for (const name of foldersAmong(entriesAtTop))
    if (!isMonth(name)) folders.push(...(await itemsUnderOtherName(libraryFolder, name)));
  return {
    folders: folders.sort(),
    leftAlone: links.map((folder) => ({ folder, why: 'misplaced' as const })),
    isEmpty: entriesAtTop.length === 0,
  };
};

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
