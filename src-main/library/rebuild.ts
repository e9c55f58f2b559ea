/** Makes the catalogue again from the folders, for a database that is new or was lost. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import { errnoOf, toFileError } from '../files/file-error.ts';
import type { Log } from '../ports.ts';
import type { Catalogue } from './catalogue.ts';
import { readItem } from './item-folder.ts';

type RebuildDeps = { readonly libraryFolder: string; readonly catalogue: Catalogue; readonly log: Log };

/** Names of the folders in `folder`; none where it does not exist. */
const foldersIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
};

const itemFolders = async (libraryFolder: string): Promise<readonly string[]> => {
  const months = (await foldersIn(libraryFolder)).filter((name) => /^\d{4}-\d{2}$/.test(name));
  const lists = await Promise.all(
    months.map(async (month) =>
      (await foldersIn(join(libraryFolder, month))).map((name) => `${month}/${name}`),
    ),
  );
  return lists.flat().sort();
};

/** Adds every item folder that makes sense; what does not is left where it is and named in the log. */
export const rebuildCatalogue = async (deps: RebuildDeps): Promise<Result<{ readonly added: number }>> => {
  const { libraryFolder, catalogue, log } = deps;
  try {
    let added = 0;
    for (const folder of await itemFolders(libraryFolder)) {
      const item = await readItem(join(libraryFolder, folder));
      if (item === null || !folder.endsWith(`/${item.id}`)) {
        log.warn('a folder of the library holds no item that makes sense', { folder });
        continue;
      }
      const inserted = catalogue.insert(item, folder);
      if (!inserted.ok) return inserted;
      added += 1;
    }
    return ok({ added });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'library') };
  }
};

/** For the start of the program: does nothing where the catalogue already knows an item. */
export const rebuildIfEmpty = async (deps: RebuildDeps): Promise<Result<{ readonly added: number }>> => {
  const total = deps.catalogue.count();
  if (!total.ok) return total;
  return total.value > 0 ? ok({ added: 0 }) : rebuildCatalogue(deps);
};
