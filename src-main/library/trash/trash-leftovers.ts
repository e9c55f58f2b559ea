/** Temporary folders that a killed program left in the library: partly deleted items, and items not moved in. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { Log } from '../../ports.ts';
import { realDisk } from '../../storage/atomic.ts';
import type { Database } from '../../storage/database.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';

/** The folder of an item that is being deleted: `.deleting-<id>`, with a number where that name is taken. */
export const freeDeletingPath = (libraryFolder: string, id: string): string => {
  const path = join(libraryFolder, `.deleting-${id}`);
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : `${path}.${attempt}`;
    if (!pathExistsSync(candidate)) return candidate;
  }
};

const deletingName = /^\.deleting-([0-9A-Za-z-]{8,64})(\.\d+)?$/;
/** Temporary folders of saved results: their id is a time and a part of a hash. Those of moves have other names. */
const incomingName = /^\.incoming-([0-9a-z]{9,}-[0-9a-f]{12})$/;

type CleanupDeps = {
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly log: Log;
};

type Leftover = { readonly path: string; readonly id: string };

const leftoversIn = async (folder: string, pattern: RegExp): Promise<readonly Leftover[]> =>
  (await readdir(folder)).flatMap((name) => {
    const id = pattern.exec(name)?.[1];
    return id === undefined ? [] : [{ path: join(folder, name), id }];
  });

/** `end`: false keeps the folder. A folder that cannot be removed stays until the next start. Returns the number of removed folders. */
const cleanup = async (
  { location, log }: CleanupDeps,
  pattern: RegExp,
  end: (leftover: Leftover, libraryFolder: string) => boolean,
): Promise<Result<number>> => {
  const ready = location.ready();
  if (!ready.ok) return ready;
  try {
    let removed = 0;
    for (const leftover of await leftoversIn(ready.value, pattern)) {
      if (!end(leftover, ready.value)) continue;
      await realDisk.remove(leftover.path).then(
        () => {
          removed += 1;
        },
        (cause: unknown) => log.warn('temporary library folder not removed', { cause }),
      );
    }
    return ok(removed);
  } catch (cause) {
    log.warn('temporary library folders not listed', { cause });
    return { ok: false, error: toLibraryError(cause, location) };
  }
};

const folderSchema = z.object({ folder: z.string() });

/** Completes interrupted deletions at the start of the program: first the row that still names the former folder, then the files. */
export const cleanupDeleting = (deps: CleanupDeps & { readonly db: Database }): Promise<Result<number>> => {
  /** The transaction waits for another program that is deleting. */
  const endRow = ({ id }: Leftover, libraryFolder: string): boolean =>
    deps.db.transaction((sql) => {
      const row = folderSchema.safeParse(sql.all('SELECT folder FROM items WHERE id = ?', id)[0]);
      if (!row.success || pathExistsSync(join(libraryFolder, row.data.folder))) return;
      sql.run('DELETE FROM items WHERE id = ?', id);
      deps.log.warn('interrupted deletion completed', { id });
    }).ok;
  return cleanup(deps, deletingName, endRow);
};

/**
 * `isBusy`: whether a job that is not settled, in this program or in another that is open, may be filling the folder of
 * this item (`isItemIdOf` in item-folder.ts maps ids to jobs).
 */
export const cleanupIncoming = (
  deps: CleanupDeps & { readonly isBusy: (itemId: string) => boolean },
): Promise<Result<number>> => cleanup(deps, incomingName, ({ id }) => !deps.isBusy(id));
