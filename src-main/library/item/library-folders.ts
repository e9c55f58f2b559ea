/** The folders of items in a library: two levels down, in a folder for each month, which the user may have renamed. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { itemFileName } from './item-folder.ts';
import { isServiceName } from './sync-service.ts';

export const isMonth = (name: string): boolean => /^\d{4}-\d{2}$/.test(name);

/** Names that start with a dot are temporary folders or belong to the system. */
export const isShown = (name: string): boolean => !name.startsWith('.') && !isServiceName(name);

/** `folder`: full path. */
export const isItem = (folder: string): Promise<boolean> =>
  lstat(join(folder, itemFileName)).then(
    () => true,
    () => false,
  );

const foldersIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory() && isShown(entry.name))
    .map(({ name }) => name);

/**
 * The items in a folder that is not named like a month. Other contents, and folders that cannot be read, are ignored.
 * `library`: full path. The paths are relative to it, with forward slashes.
 */
export const itemsUnderOtherName = async (library: string, name: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const inside of await foldersIn(join(library, name)))
    if (await isItem(join(library, name, inside))) found.push(`${name}/${inside}`);
  return found;
};
