/** Drags a result's file out of the browser window. */
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { resultFileName } from '#contract/rules/naming.ts';

/**
 * Type that Chromium browsers download when it is dropped outside the page. It is not standardised; see Chromium's
 * ui/base/dragdrop/download_file_info.h.
 */
export const downloadType = 'DownloadURL';

/** `pageAddress`: address of this page, because the download address must be absolute. */
export const downloadData = (item: KeptItem, pageAddress: string): string => {
  const { image, video, choices } = item;
  const name = resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId });
  return `video/mp4:${name}:${new URL(itemDownloadAddress(item.id), pageAddress).href}`;
};
