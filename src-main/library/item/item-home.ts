import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Full path of an item's folder; null: it is a link, or lies behind one, and is none of ours. Throws where it is not there. */
export const itemHome = (libraryFolder: string, folder: string): string | null => {
  const library = realpathSync(libraryFolder);
  const path = join(library, ...folder.split('/'));
  return realpathSync(path) === path && path.startsWith(`${library}${sep}`) ? path : null;
};
