/** An item's id and one of its files to a checked full path: nothing outside the item's own folder can be reached. */
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ItemFile } from '#contract/media-address.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { resultFileName } from '#contract/rules/naming.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LibraryPlace } from '../place/place.ts';

const nameOf = (item: Item, file: ItemFile): string => {
  switch (file) {
    case 'result':
    case 'poster':
    case 'image':
    case 'video':
      return item[file].file;
    default:
      return assertNever(file);
  }
};

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

export type OpenFile = {
  /** `path`: full path; `downloadName`: a name for people. */
  readonly file: (request: {
    readonly itemId: ItemId;
    readonly file: ItemFile;
  }) => Promise<Result<{ readonly path: string; readonly downloadName: string }>>;
  /** Full path of the item's folder. */
  readonly folder: (itemId: ItemId) => Result<string>;
};

export const createOpenFile = (deps: {
  readonly place: LibraryPlace;
  readonly catalogue: Pick<Catalogue, 'get' | 'folderOf'>;
}): OpenFile => {
  const { place, catalogue } = deps;
  const folder = (itemId: ItemId): Result<string> => {
    const found = catalogue.folderOf(itemId);
    return found.ok ? ok(join(place.folder(), found.value)) : found;
  };
  return {
    folder,
    file: async ({ itemId, file }) => {
      const item = catalogue.get(itemId);
      if (!item.ok) return item;
      const home = folder(itemId);
      if (!home.ok) return home;
      const name = nameOf(item.value, file);
      try {
        // Links are followed first: one that leads out of the item's folder, or a folder that leads out of the library, is refused.
        const [library, inLibrary, path] = await Promise.all([
          realpath(place.folder()),
          realpath(home.value),
          realpath(join(home.value, name)),
        ]);
        if (!isInside(library, inLibrary) || !isInside(inLibrary, path))
          return fail('item-files-missing', { subject: name });
        const { image, video, choices } = item.value;
        const downloadName =
          file === 'result'
            ? resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId })
            : name;
        return ok({ path, downloadName });
      } catch {
        // A library that is gone as a whole is another thing than one item whose files are.
        const ready = place.ready();
        return ready.ok ? fail('item-files-missing', { subject: name }) : ready;
      }
    },
  };
};
