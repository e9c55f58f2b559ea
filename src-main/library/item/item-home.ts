import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Full path of an item's folder; null: the path contains a symbolic link. Throws where the folder does not exist. */
export const itemHome = (libraryFolder: string, folder: string): string | null => {
  const library = realpathSync(libraryFolder);
  const path = join(library, ...folder.split('/'));
  return realpathSync(path) === path && path.startsWith(`${library}${sep}`) ? path : null;
};
