/** Removes rows whose folder is missing from the catalogue, unless the library itself is missing. */
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Database } from '../../storage/database.ts';
import { errnoOf } from '../../storage/file-error.ts';
import type { LibraryLocation } from '../location/location.ts';

export type ListedFolder = { readonly id: string; readonly folder: string };

/** A folder that cannot be read, because of its permissions or of the disk, counts as present. */
const isGone = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (cause) {
    return errnoOf(cause) === 'ENOTDIR';
  }
};

/** Identifies the folder, so that another one at the same path, such as an empty mount point, is detected. null: it is missing. */
export const identityOf = (folder: string): string | null => {
  try {
    const found = statSync(folder, { throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev}:${found.ino}`;
  } catch {
    return null;
  }
};

const folderSchema = z.object({ folder: z.string() });

/** `identity`: of the library when the walk began. Returns the number of removed rows. */
export const dropVanished = (request: {
  readonly db: Database;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly libraryFolder: string;
  readonly identity: string | null;
  /** Rows of the catalogue that the walk did not find. */
  readonly missing: readonly ListedFolder[];
}): Result<number> => {
  const { db, location, libraryFolder, identity, missing } = request;
  const gone = missing.filter(({ folder }) => isGone(join(libraryFolder, folder)));
  if (gone.length === 0) return ok(0);
  const dropped = db.transaction((sql): Result<number> => {
    const still = gone.filter(({ id, folder }) => {
      const row = folderSchema.safeParse(sql.all('SELECT folder FROM items WHERE id = ?', id)[0]);
      return row.success && row.data.folder === folder && isGone(join(libraryFolder, folder));
    });
    // Checked last: when the disk is removed or the library is moved, every folder is missing.
    const ready = location.ready();
    if (!ready.ok) return ready;
    if (ready.value !== libraryFolder) return fail('library-busy');
    if (identityOf(libraryFolder) !== identity) return fail('library-away', { subject: 'library' });
    for (const { id } of still) sql.run('DELETE FROM items WHERE id = ?', id);
    return ok(still.length);
  });
  return dropped.ok ? dropped.value : dropped;
};
