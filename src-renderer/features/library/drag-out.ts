/** Takes a result's file out of the window by dragging. */
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { resultFileName } from '#contract/rules/naming.ts';

/**
 * What Chromium's browsers take as a file to be fetched when it is dropped outside:
 * https://html.spec.whatwg.org does not know it; see Chromium's ui/base/dragdrop/download_file_info.h.
 */
export const downloadType = 'DownloadURL';

/** `pageAddress`: of this page, because the address must be whole. */
export const downloadData = (item: KeptItem, pageAddress: string): string => {
  const { image, video, choices } = item;
  const name = resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId });
  return `video/mp4:${name}:${new URL(itemDownloadAddress(item.id), pageAddress).href}`;
};
