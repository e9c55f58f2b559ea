/** Copies a result to a folder that the user chose, under a descriptive name. Existing files are never overwritten. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { numberedName, resultName } from '#contract/rules/naming.ts';
import type { Log } from '../../ports.ts';
import { copyFile, removeLeftover, rename } from '../../storage/busy-retry.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { withNameLimit } from '../../storage/path.ts';
import type { OpenFile } from './open-file.ts';

/** `folder`: full path, created when missing. Returns the full path of the copy. */
export type CopyOut = (itemId: ItemId, folder: string) => Promise<Result<{ readonly path: string }>>;

/**
 * Tries names until one is free, and creates an empty file, so that no other process can take the name before the copy
 * is renamed to it.
 */
const reserve = async (pathOf: (attempt: number) => string): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const path = pathOf(attempt);
      await (await open(path, 'wx')).close();
      return path;
    } catch (cause) {
      if (errnoOf(cause) !== 'EEXIST') throw cause;
    }
  }
};

const copyTo = async (from: string, folder: string, pathOf: (attempt: number) => string): Promise<string> => {
  const temp = join(folder, `.${randomUUID()}.part`);
  try {
    await copyFile(from, temp, constants.COPYFILE_EXCL);
    const path = await reserve(pathOf);
    await rename(temp, path).catch(async (cause: unknown) => {
      await removeLeftover(path);
      throw cause;
    });
    return path;
  } finally {
    await removeLeftover(temp);
  }
};

export const createCopyOut =
  (deps: {
    readonly itemOf: (id: ItemId) => Result<Item>;
    readonly openFile: Pick<OpenFile, 'file'>;
    readonly log: Log;
  }): CopyOut =>
  async (itemId, folder) => {
    const item = deps.itemOf(itemId);
    if (!item.ok) return item;
    const result = await deps.openFile.file({ itemId, file: 'result' });
    if (!result.ok) return result;
    const { image, video, choices } = item.value;
    try {
      await mkdir(folder, { recursive: true });
      const path = await withNameLimit((maxBytes) => {
        const names = { imageName: image.name, videoName: video.name, modelId: choices.modelId };
        const name = resultName(names, { maxBytes });
        return copyTo(result.value.path, folder, (attempt) =>
          join(folder, numberedName(name, attempt, maxBytes)),
        );
      });
      return ok({ path });
    } catch (cause) {
      deps.log.warn('result not copied', { cause });
      return { ok: false, error: toFileError(cause, basename(folder)) };
    }
  };
