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

const itemFolders = async (libraryFolder: string, log: Log): Promise<readonly string[]> => {
  const months = (await foldersIn(libraryFolder)).filter((name) => /^\d{4}-\d{2}$/.test(name));
  const lists = await Promise.all(
    months.map(async (month) => {
      // One folder that cannot be read must not keep the results of all others out of the list.
      const names = await foldersIn(join(libraryFolder, month)).catch((cause: unknown) => {
        log.error('a folder of the library cannot be read', { folder: month, cause });
        return [];
      });
      return names.map((name) => `${month}/${name}`);
    }),
  );
  return lists.flat().sort();
};

/** Adds every item folder that makes sense; what does not is left where it is and named in the log. */
export const rebuildCatalogue = async (deps: RebuildDeps): Promise<Result<{ readonly added: number }>> => {
  const { libraryFolder, catalogue, log } = deps;
  try {
    let added = 0;
    for (const folder of await itemFolders(libraryFolder, log)) {
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
    log.error('the catalogue could not be made again', { cause });
    return { ok: false, error: toFileError(cause, 'library') };
  }
};

/** For the start of the program: does nothing where the catalogue already knows an item, unless it is doubtful. */
export const rebuildIfEmpty = async (
  deps: RebuildDeps & {
    /** It may lack what the folders hold: the database was mended, or is older than they are. */
    readonly isDoubtful?: boolean;
  },
): Promise<Result<{ readonly added: number }>> => {
  const { isDoubtful = false, catalogue, log } = deps;
  const total = catalogue.count();
  if (!total.ok) return total;
  if (total.value > 0 && !isDoubtful) return ok({ added: 0 });
  const rebuilt = await rebuildCatalogue(deps);
  if (rebuilt.ok && rebuilt.value.added > 0)
    log.info('the catalogue was made again from the folders', rebuilt.value);
  return rebuilt;
};
