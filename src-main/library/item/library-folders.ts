/** Where in a library items rest: two levels down, in a folder for each month or in what a person has called it since. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { itemFileName } from './item-folder.ts';
import { isServiceName } from './sync-service.ts';

export const isMonth = (name: string): boolean => /^\d{4}-\d{2}$/.test(name);

/** What begins with a dot is on its way, or a system's own. */
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
 * What is plainly an item in a folder by a name of somebody's own; the rest in it, and what cannot be looked at, is none
 * of ours. `library`: full path. Relative to it, with forward slashes.
 */
export const itemsUnderOtherName = async (library: string, name: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const inside of await foldersIn(join(library, name)))
    if (await isItem(join(library, name, inside))) found.push(`${name}/${inside}`);
  return found;
};
