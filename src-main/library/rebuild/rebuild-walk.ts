/** Lists the folders of a library that may hold an item, by their position. Links are not followed. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeftAlone } from '#contract/model/library-work.ts';
import type { Log } from '../../ports.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { isMonth, isShown, itemsUnderOtherName } from '../item/library-folders.ts';

export type Walk = {
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
