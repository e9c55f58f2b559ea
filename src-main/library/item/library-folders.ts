/** The folders of items in a library: two levels down, in a folder for each month, which the user may have renamed. */
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf } from '../../storage/file-error.ts';
import { itemFileName } from './item-folder.ts';
import { isServiceName } from './sync-service.ts';

export const isMonth = (name: string): boolean => /^\d{4}-\d{2}$/.test(name);

/** Names that start with a dot are temporary folders or belong to the system. */
export const isShown = (name: string): boolean => !name.startsWith('.') && !isServiceName(name);

/** `folder`: full path. */
const isItem = (folder: string): Promise<boolean> =>
  lstat(join(folder, itemFileName)).then(
    () => true,
    () => false,
  );

/** Whether the path exists. Throws other errors than ENOENT. */
export const pathExists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (cause: unknown) => {
      if (errnoOf(cause) === 'ENOENT') return false;
      throw cause;
    },
  );

const namesOf = async (folder: string, kind: 'isFile' | 'isDirectory'): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  return entries
    .filter((entry) => entry[kind]())
    .map(({ name }) => name)
    .sort();
};

/** Neither links nor folders. None where the folder is missing. */
export const filesIn = (folder: string): Promise<readonly string[]> => namesOf(folder, 'isFile');

export const foldersIn = (folder: string): Promise<readonly string[]> => namesOf(folder, 'isDirectory');

/**
 * The items in a folder that is not named like a month. Other contents, and folders that cannot be read, are ignored.
 * `library`: full path. The paths are relative to it, with forward slashes.
 */
export const itemsUnderOtherName = async (library: string, name: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const inside of await foldersIn(join(library, name)).catch(() => []))
    if (isShown(inside) && (await isItem(join(library, name, inside)))) found.push(`${name}/${inside}`);
  return found;
};

const isItemName = (name: string): boolean => /^[0-9A-Za-z-]{8,64}$/.test(name);

/** Includes items without item.json, and items whose folder the user renamed. */
const itemsInMonth = async (library: string, month: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const name of (await foldersIn(join(library, month))).filter(isShown))
    if (isItemName(name) || (await isItem(join(library, month, name)))) found.push(`${month}/${name}`);
  return found;
};

/** Relative to the library, with forward slashes. Other files in the folder do not belong to the library. */
export const itemFoldersIn = async (library: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const name of (await foldersIn(library)).filter(isShown))
    found.push(...(await (isMonth(name) ? itemsInMonth : itemsUnderOtherName)(library, name)));
  return found;
};

/** The folders that hold, or held, items. `folders`: of items, relative to the library. */
export const monthsIn = async (
  library: string,
  folders: Iterable<string> = [],
): Promise<readonly string[]> => {
  const months = (await foldersIn(library)).filter(isMonth);
  return [...new Set([...months, ...[...folders].map(dirname)])].sort();
};
