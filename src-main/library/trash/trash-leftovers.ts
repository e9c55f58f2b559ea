/** What a program that was killed left aside in the library: items half deleted, and items half moved in. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { Log } from '../../ports.ts';
import { realDisk } from '../../storage/atomic.ts';
import type { Database } from '../../storage/database.ts';
import { isThere } from '../../storage/path.ts';
import { toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';

/** An item on its way out: `.deleting-<id>`, or with a number where an earlier one of that id is still there. */
export const freeDeletingPath = (libraryFolder: string, id: string): string => {
  const path = join(libraryFolder, `.deleting-${id}`);
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? path : `${path}.${attempt}`;
    if (!isThere(candidate)) return candidate;
  }
};

const deletingName = /^\.deleting-([0-9A-Za-z-]{8,64})(\.\d+)?$/;
/** As keeping a result names them, in which an id is a time and a part of a hash; others have names of their own kind. */
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

/** `end`: false leaves it. One that cannot be removed waits for the next start. Answers how many are gone. */
const cleanup = async (
  { location, log }: CleanupDeps,
  pattern: RegExp,
  end: (leftover: Leftover, libraryFolder: string) => boolean,
): Promise<Result<number>> => {
  const ready = location.ready();
  if (!ready.ok) return ready;
  try {
    let swept = 0;
    for (const leftover of await leftoversIn(ready.value, pattern)) {
      if (!end(leftover, ready.value)) continue;
      await realDisk.remove(leftover.path).then(
        () => {
          swept += 1;
        },
        (cause: unknown) => log.warn('a leftover in the library could not be removed', { cause }),
      );
    }
    return ok(swept);
  } catch (cause) {
    log.warn('the library could not be looked through for leftovers', { cause });
    return { ok: false, error: toLibraryError(cause, location) };
  }
};

const folderSchema = z.object({ folder: z.string() });

/** A folder that is on its way out goes; a row that still names the place it has left goes first. For the start of the program. */
export const cleanupDeleting = (deps: CleanupDeps & { readonly db: Database }): Promise<Result<number>> => {
  /** Alone, so that a program that is deleting just now has come to its end. */
  const endRow = ({ id }: Leftover, libraryFolder: string): boolean =>
    deps.db.transaction((sql) => {
      const row = folderSchema.safeParse(sql.all('SELECT folder FROM items WHERE id = ?', id)[0]);
      if (!row.success || isThere(join(libraryFolder, row.data.folder))) return;
      sql.run('DELETE FROM items WHERE id = ?', id);
      deps.log.warn('the deletion of an item that was cut off is brought to its end', { id });
    }).ok;
  return cleanup(deps, deletingName, endRow);
};

/**
 * `isBusy`: whether a job that is not at rest, in this program or in another that is open, may be filling the folder of
 * this item (`isItemIdOf` of item-folder.ts tells which job an id is from).
 */
export const cleanupIncoming = (
  deps: CleanupDeps & { readonly isBusy: (itemId: string) => boolean },
): Promise<Result<number>> => cleanup(deps, incomingName, ({ id }) => !deps.isBusy(id));
