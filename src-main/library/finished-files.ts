/** Files that the user takes from this program, such as exports: each is kept for a day, known by an id. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../ports.ts';
import { removeLeftover } from '../storage/busy-retry.ts';
import { shrinkFolder } from '../storage/cache-folder.ts';

const retentionMs = 24 * 3600 * 1000;

export type FinishedFiles<Id extends string> = {
  /** Full path of the file with this id, whether or not it exists. */
  readonly pathFor: (id: Id) => string;
  /** `name`: the file name of a download. */
  readonly add: (id: Id, name: string) => void;
  /** null: there is no such file, or it was removed. `path`: full path; `name`: the file name of a download. */
  readonly pathOf: (id: Id) => { readonly path: string; readonly name: string } | null;
  /** Removes a file before it expires. */
  readonly discard: (id: Id) => Promise<void>;
  /** Removes expired files, the oldest where the size limit is exceeded, and partial ones that a killed program left. */
  readonly cleanup: () => Promise<void>;
};

export const createFinishedFiles = <Id extends string>(deps: {
  /** Full path of a folder that holds these files only; names of partial files start with a dot. */
  readonly folder: string;
  readonly extension: string;
  /** Limit for all files together. */
  readonly maxBytes: number;
  readonly now: Clock['now'];
}): FinishedFiles<Id> => {
  const { folder, extension, maxBytes, now } = deps;
  const names = new Map<Id, string>();
  const pathFor = (id: Id): string => join(folder, `${id}${extension}`);
  const removeExpired = async (): Promise<void> => {
    const finished = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
    for (const path of finished.map((name) => join(folder, name))) {
      const found = await stat(path).catch(() => null);
      if (found !== null && now().getTime() - found.mtimeMs > retentionMs) await removeLeftover(path);
    }
    await shrinkFolder({ folder, maxBytes, now: now() });
  };
  let cleaning: Promise<void> | null = null;
  return {
    pathFor,
    add: (id, name) => void names.set(id, name),
    pathOf: (id) => {
      const name = names.get(id);
      const path = pathFor(id);
      return name === undefined || !existsSync(path) ? null : { path, name };
    },
    discard: async (id) => {
      names.delete(id);
      await removeLeftover(pathFor(id));
    },
    // Two at a time would remove files that the other one reads.
    cleanup: () => {
      cleaning ??= removeExpired().finally(() => {
        cleaning = null;
      });
      return cleaning;
    },
  };
};
