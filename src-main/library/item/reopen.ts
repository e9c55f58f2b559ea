/** Opens files of an item as sources: its inputs for another run, or one of its videos for a preview. */
import { ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import type { Source } from '#contract/model/source.ts';
import type { OpenFile } from './open-file.ts';

export type Reopen = {
  /** Sources with the names that the files had when they were sent. */
  readonly inputs: (itemId: ItemId) => Promise<Result<{ readonly image: Source; readonly video: Source }>>;
  readonly video: (itemId: ItemId, file: 'result' | 'video') => Promise<Result<Source>>;
};

export const createReopen = (deps: {
  readonly itemOf: (itemId: ItemId) => Result<Item>;
  readonly openFile: Pick<OpenFile, 'file' | 'paths'>;
  readonly openSource: (path: string) => Promise<Result<Source>>;
}): Reopen => {
  const { itemOf, openFile, openSource } = deps;
  return {
    inputs: async (itemId) => {
      const paths = await openFile.paths(itemId);
      if (!paths.ok) return paths;
      const image = await openSource(paths.value.image);
      if (!image.ok) return image;
      const video = await openSource(paths.value.video);
      if (!video.ok) return video;
      const item = itemOf(itemId);
      if (!item.ok) return item;
      return ok({
        image: { ...image.value, name: item.value.image.name },
        video: { ...video.value, name: item.value.video.name },
      });
    },
    video: async (itemId, file) => {
      const found = await openFile.file({ itemId, file });
      return found.ok ? openSource(found.value.path) : found;
    },
  };
};
