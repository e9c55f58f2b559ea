/** Copies results to a folder that the user chose, under descriptive names. Existing files are never overwritten. */
import { randomUUID } from 'node:crypto';
import { constants, type PathLike } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { type FileName, numberedName, resultName } from '#contract/rules/naming.ts';
import type { Log } from '../../ports.ts';
import { copyFile, removeLeftover, rename } from '../../storage/busy-retry.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { withNameLimit } from '../../storage/name-limits.ts';
import type { ItemPaths } from '../item/item-paths.ts';
import { filesIn } from '../item/library-folders.ts';
import type { OpenFile } from '../item/open-file.ts';

/** `path`: full path of the copy. */
type CopiedOut = { readonly path: string };

export type CopyOut = {
  /** The result file only. `folder`: full path, created when missing. */
  readonly result: (itemId: ItemId, folder: string) => Promise<Result<CopiedOut>>;
  /** The item's folder with all its files. */
  readonly whole: (itemId: ItemId, folder: string) => Promise<Result<CopiedOut>>;
};

const isTaken = (cause: unknown): boolean => ['EEXIST', 'ENOTEMPTY'].includes(errnoOf(cause) ?? '');

type Named = { readonly name: FileName; readonly maxBytes: number };

/** Tries names until one is free. */
const underFreeName = async (
  folder: string,
  { name, maxBytes }: Named,
  take: (path: string) => Promise<void>,
): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    const path = join(folder, numberedName(name, attempt, maxBytes));
    try {
      await take(path);
      return path;
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
    }
  }
};

/** Creates an empty file, so that no other process can take the name before the copy is renamed to it. */
const reserveFile = async (path: PathLike): Promise<void> => {
  await (await open(path, 'wx')).close();
};

export const createCopyOut = (deps: {
  readonly itemOf: (id: ItemId) => Result<Item>;
  readonly itemPaths: (id: ItemId) => Promise<Result<ItemPaths>>;
  readonly openFile: Pick<OpenFile, 'file'>;
  readonly log: Log;
}): CopyOut => {
  const copyResult = async (from: string, folder: string, name: Named): Promise<string> => {
    const temp = join(folder, `.${randomUUID()}.part`);
    try {
      await copyFile(from, temp, constants.COPYFILE_EXCL);
      const path = await underFreeName(folder, name, reserveFile);
      await rename(temp, path).catch(async (cause: unknown) => {
        await removeLeftover(path);
        throw cause;
      });
      return path;
    } finally {
      await removeLeftover(temp);
    }
  };

  const copyFolder = async (from: string, folder: string, name: Named): Promise<string> => {
    const path = await underFreeName(folder, name, (free) => mkdir(free).then(() => undefined));
    try {
      for (const file of await filesIn(from))
        await copyFile(join(from, file), join(path, file), constants.COPYFILE_EXCL);
      return path;
    } catch (cause) {
      await removeLeftover(path);
      throw cause;
    }
  };

  /** Full path. A copy of the result needs no other file of the item. */
  const sourceOf = async (what: 'result' | 'whole', itemId: ItemId): Promise<Result<string>> => {
    if (what === 'result') {
      const result = await deps.openFile.file({ itemId, file: 'result' });
      return result.ok ? ok(result.value.path) : result;
    }
    const paths = await deps.itemPaths(itemId);
    return paths.ok ? ok(paths.value.folder) : paths;
  };

  const copy =
    (what: 'result' | 'whole') =>
    async (itemId: ItemId, folder: string): Promise<Result<CopiedOut>> => {
      const item = deps.itemOf(itemId);
      if (!item.ok) return item;
      const from = await sourceOf(what, itemId);
      if (!from.ok) return from;
      const { image, video, choices } = item.value;
      const nameWithin = (maxBytes: number): FileName =>
        resultName({ imageName: image.name, videoName: video.name, modelId: choices.modelId }, { maxBytes });
      try {
        await mkdir(folder, { recursive: true });
        const path = await withNameLimit((maxBytes) => {
          const name = nameWithin(maxBytes);
          return what === 'result'
            ? copyResult(from.value, folder, { name, maxBytes })
            : copyFolder(from.value, folder, { name: { ...name, extension: '' }, maxBytes });
        });
        return ok({ path });
      } catch (cause) {
        deps.log.warn('result not copied', { cause });
        return { ok: false, error: toFileError(cause, basename(folder)) };
      }
    };

  return { result: copy('result'), whole: copy('whole') };
};
