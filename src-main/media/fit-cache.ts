/**
 * Cache of fitted files, by content and steps: the same work is never done twice, for any model. Each file is in a
 * folder named by its key, with a JSON file that describes it; the oldest are removed when there are too many.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { LocalFile } from '../artifacts.ts';
import type { Log } from '../ports.ts';
import { copyFile, removeFile, removeLeftover, removeTree, rename } from '../storage/busy-retry.ts';
import { markUsed, shrinkFolder } from '../storage/cache-folder.ts';
import { errnoOf } from '../storage/file-error.ts';
import { parseJson } from '../storage/json-file.ts';
import type { Place } from './finish.ts';

/** Incremented when the same steps create a different file, or the verification changes. */
const fitVersion = 5;
const note = 'made.json';

const noteSchema = z.object({
  name: z.string().regex(/^[\w-]+\.\w+$/),
  contentType: z.enum(['image/jpeg', 'image/png', 'video/mp4', 'video/quicktime']),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type FitOne<R> = (request: R) => Promise<Result<LocalFile>>;

export type FitCache = {
  /** The same fitter, called only on a cache miss. `partsOf`: everything that determines its output. */
  readonly remember: <R extends Place>(fitOne: FitOne<R>, partsOf: (request: R) => unknown) => FitOne<R>;
};

/** A hard link costs nothing; where the disk does not support one, a copy. */
const deliver = async (from: string, to: string): Promise<void> => {
  await removeFile(to);
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
};

export const createFitCache = (deps: {
  /** Full path; created when missing. */
  readonly folder: string;
  /** Full path on the same disk, for incomplete files. */
  readonly tempFolder: string;
  readonly maxBytes: number;
  readonly now: () => Date;
  readonly log: Log;
}): FitCache => {
  const { folder, tempFolder, maxBytes, now, log } = deps;

  const keyOf = (parts: unknown): string =>
    createHash('sha256')
      .update(JSON.stringify([fitVersion, parts]))
      .digest('hex');

  /** null: not cached, or no longer complete. */
  const find = async (key: string): Promise<LocalFile | null> => {
    const own = join(folder, key);
    try {
      const found = parseJson(await readFile(join(own, note), 'utf8'), noteSchema);
      if (found === null) {
        log.warn('cached fitted file not usable', { key });
        return null;
      }
      const path = join(own, found.name);
      const { size } = await stat(path);
      if (size !== found.sizeBytes) return null;
      await markUsed(own, now());
      return { ...found, path };
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOENT') log.warn('cached fitted file not usable', { key, cause });
      return null;
    }
  };

  /** Under a temporary name until it is complete, so that a folder with a key as its name is valid. */
  const put = async (key: string, made: LocalFile): Promise<void> => {
    const tempPath = join(tempFolder, randomUUID());
    try {
      await mkdir(tempPath, { recursive: true });
      await mkdir(folder, { recursive: true });
      await deliver(made.path, join(tempPath, made.name));
      const { name, contentType, sizeBytes, sha256 } = made;
      await writeFile(join(tempPath, note), JSON.stringify({ name, contentType, sizeBytes, sha256 }));
      await removeTree(join(folder, key));
      await rename(tempPath, join(folder, key));
      await markUsed(join(folder, key), now());
      await shrinkFolder({ folder, maxBytes, now: now() });
    } catch (cause) {
      // The file itself was made; it is only not reused.
      log.warn('fitted file not cached', { key, cause });
    } finally {
      await removeLeftover(tempPath);
    }
  };

  return {
    remember: (fitOne, partsOf) => async (request) => {
      const key = keyOf(partsOf(request));
      const found = await find(key);
      if (found) {
        const path = join(request.folder, found.name);
        try {
          await mkdir(request.folder, { recursive: true });
          await deliver(found.path, path);
          return ok({ ...found, path });
        } catch (cause) {
          log.warn('cached fitted file not copied', { key, cause });
        }
      }
      const made = await fitOne(request);
      if (made.ok) await put(key, made.value);
      return made;
    },
  };
};
