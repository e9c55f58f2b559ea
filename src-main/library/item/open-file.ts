/** Resolves one of an item's files to a checked full path: nothing outside the item's folder can be reached. */
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ItemFile } from '#contract/media-address.ts';
import type { ItemId } from '#contract/model/item.ts';
import { resultFileName } from '#contract/rules/naming.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LibraryLocation } from '../location/location.ts';
import { isPlaceholder } from './sync-service.ts';

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** For hosts on this machine; never sent to the page. */
type ItemPaths = { readonly folder: string } & { readonly [file in ItemFile]: string };

export type OpenFile = {
  /** `path`: full path; `downloadName`: a descriptive name. `item-file-empty` for an empty file. */
  readonly file: (request: {
    readonly itemId: ItemId;
    readonly file: ItemFile;
  }) => Promise<Result<{ readonly path: string; readonly downloadName: string }>>;
  /** Full path of the item's folder, with links resolved and checked. */
  readonly home: (itemId: ItemId) => Promise<Result<string>>;
  /** Full path of the item's folder, whether or not it exists. */
  readonly folder: (itemId: ItemId) => Result<string>;
  /** Full paths of the item's folder and of all its files. */
  readonly paths: (itemId: ItemId) => Promise<Result<ItemPaths>>;
};

export const createOpenFile = (deps: {
  readonly location: LibraryLocation;
  readonly catalogue: Pick<Catalogue, 'get' | 'folderOf'>;
  /** Requests to a drive that does not answer fail early, because each would block a thread. */
  readonly isSilent?: (folder: string) => boolean;
}): OpenFile => {
  const { location, catalogue } = deps;
  const folder = (itemId: ItemId): Result<string> => {
    const found = catalogue.folderOf(itemId);
    return found.ok ? ok(join(location.folder(), found.value)) : found;
  };
  /** Resolves links first: a folder that leads out of the library is refused. */
  const home = async (itemId: ItemId): Promise<Result<string>> => {
    const asListed = folder(itemId);
    if (!asListed.ok) return asListed;
    const present = location.folder();
    if (deps.isSilent?.(present)) return fail('library-away', { subject: basename(present) });
    try {
      const [library, path] = await Promise.all([realpath(present), realpath(asListed.value)]);
      return isInside(library, path) ? ok(path) : fail('item-files-missing');
    } catch {
      // Distinguishes a missing library from the missing files of one item.
      const ready = location.ready();
      return ready.ok ? fail('item-files-missing') : ready;
    }
  };
  const openOne: OpenFile['file'] = async ({ itemId, file }) => {
    const item = catalogue.get(itemId);
    if (!item.ok) return item;
    const name = item.value[file].file;
    const empty = fail('item-file-empty', { subject: name });
    const missing = fail('item-files-missing', { subject: name });
    const inLibrary = await home(itemId);
    if (!inLibrary.ok) return inLibrary.error.code === 'item-files-missing' ? missing : inLibrary;
    try {
      const path = await realpath(join(inLibrary.value, name));
      if (!isInside(inLibrary.value, path)) return missing;
      const { size } = await stat(path);
      // A result can be shown without its poster.
      if (size === 0 && file !== 'poster') return empty;
      const { image, video, choices } = item.value;
      const downloadName =
        file === 'result'
          ? resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId })
          : name;
      return ok({ path, downloadName });
    } catch {
      const ready = location.ready();
      if (!ready.ok) return ready;
      return (await isPlaceholder(join(inLibrary.value, name))) ? empty : missing;
    }
  };
  return {
    folder,
    home,
    file: openOne,
    paths: async (itemId) => {
      const own = folder(itemId);
      if (!own.ok) return own;
      const [result, poster, image, video] = await Promise.all([
        openOne({ itemId, file: 'result' }),
        openOne({ itemId, file: 'poster' }),
        openOne({ itemId, file: 'image' }),
        openOne({ itemId, file: 'video' }),
      ]);
      if (!result.ok) return result;
      if (!poster.ok) return poster;
      if (!image.ok) return image;
      if (!video.ok) return video;
      return ok({
        folder: own.value,
        result: result.value.path,
        poster: poster.value.path,
        image: image.value.path,
        video: video.value.path,
      });
    },
  };
};
