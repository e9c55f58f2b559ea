/** Copies results out to a folder of the person's own, under names for people, never over what is there. */
import { randomUUID } from 'node:crypto';
import { constants, type PathLike } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { resultFileName, withoutExtension } from '#contract/rules/naming.ts';
import { copyFile, removeLeftover, rename } from '../../files/busy-retry.ts';
import { errnoOf, toFileError } from '../../files/file-error.ts';
import type { Log } from '../../ports.ts';
import type { ItemPaths } from '../item/item-paths.ts';
import { filesIn } from '../move/move-disk.ts';

/** `path`: full path of what was made. */
type CopiedOut = { readonly path: string };

export type CopyOut = {
  /** The result alone. `folder`: full path, made when missing. */
  readonly result: (itemId: ItemId, folder: string) => Promise<Result<CopiedOut>>;
  /** The item's folder with all its files. */
  readonly whole: (itemId: ItemId, folder: string) => Promise<Result<CopiedOut>>;
};

/** `extension`: with its dot; empty for a folder, in whose name a dot means nothing. */
type Name = { readonly stem: string; readonly extension: string };

/** `stem (2).mp4`; the first has no number. */
const numberedName = ({ stem, extension }: Name, attempt: number): string =>
  attempt === 1 ? `${stem}${extension}` : `${stem} (${attempt})${extension}`;

const isTaken = (cause: unknown): boolean => ['EEXIST', 'ENOTEMPTY'].includes(errnoOf(cause) ?? '');

/** Tries names until one is free. */
const underFreeName = async (
  folder: string,
  name: Name,
  take: (path: string) => Promise<void>,
): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    const path = join(folder, numberedName(name, attempt));
    try {
      await take(path);
      return path;
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
    }
  }
};

/** A name that nobody else can take any more; only then is anything put there. */
const reserveFile = async (path: PathLike): Promise<void> => {
  await (await open(path, 'wx')).close();
};

export const createCopyOut = (deps: {
  readonly itemOf: (id: ItemId) => Result<Item>;
  readonly itemPaths: (id: ItemId) => Promise<Result<ItemPaths>>;
  readonly log: Log;
}): CopyOut => {
  const copyResult = async (from: string, folder: string, name: Name): Promise<string> => {
    const passing = join(folder, `.${randomUUID()}.part`);
    try {
      await copyFile(from, passing, constants.COPYFILE_EXCL);
      const path = await underFreeName(folder, name, reserveFile);
      await rename(passing, path).catch(async (cause: unknown) => {
        await removeLeftover(path);
        throw cause;
      });
      return path;
    } finally {
      await removeLeftover(passing);
    }
  };

  const copyFolder = async (from: string, folder: string, name: Name): Promise<string> => {
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

  const copy =
    (what: 'result' | 'whole') =>
    async (itemId: ItemId, folder: string): Promise<Result<CopiedOut>> => {
      const item = deps.itemOf(itemId);
      if (!item.ok) return item;
      const paths = await deps.itemPaths(itemId);
      if (!paths.ok) return paths;
      const { image, video, choices } = item.value;
      const fileName = resultFileName({
        imageName: image.name,
        videoName: video.name,
        modelId: choices.modelId,
      });
      const stem = withoutExtension(fileName);
      const extension = fileName.slice(stem.length);
      try {
        await mkdir(folder, { recursive: true });
        const path =
          what === 'result'
            ? await copyResult(paths.value.result, folder, { stem, extension })
            : await copyFolder(paths.value.folder, folder, { stem, extension: '' });
        return ok({ path });
      } catch (cause) {
        deps.log.warn('a result could not be copied out', { cause });
        return { ok: false, error: toFileError(cause, basename(folder)) };
      }
    };

  return { result: copy('result'), whole: copy('whole') };
};
