/** Full paths of an item's files, for hosts on this machine; never sent to the page. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { createOpenFile } from './open-file.ts';

export type ItemPaths = {
  readonly folder: string;
  readonly result: string;
  readonly poster: string;
  readonly image: string;
  readonly video: string;
};

export const createItemPaths =
  (openFile: ReturnType<typeof createOpenFile>) =>
  async (itemId: ItemId): Promise<Result<ItemPaths>> => {
    const folder = openFile.folder(itemId);
    if (!folder.ok) return folder;
    const files = await Promise.all(
      (['result', 'poster', 'image', 'video'] as const).map((file) => openFile.file({ itemId, file })),
    );
    const [result, poster, image, video] = files;
    const missing = files.find((file) => !file.ok);
    if (missing && !missing.ok) return missing;
    return result?.ok && poster?.ok && image?.ok && video?.ok
      ? ok({
          folder: folder.value,
          result: result.value.path,
          poster: poster.value.path,
          image: image.value.path,
          video: video.value.path,
        })
      : fail('item-files-missing');
  };
