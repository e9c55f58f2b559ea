/** Addresses, relative to the page, at which each host streams media with range requests. */
import type { ItemId } from './model/item.ts';
import type { SourceId } from './model/source.ts';

export type ItemFile = 'result' | 'poster' | 'image' | 'video';

export const sourceAddress = (id: SourceId): string => `/media/source/${encodeURIComponent(id)}`;

/** One frame of a source as a small JPEG; the host rounds `atSec` to milliseconds. */
export const frameAddress = (id: SourceId, atSec: number, heightPx: number): string =>
  `/media/frame/${encodeURIComponent(id)}?at=${atSec.toFixed(3)}&height=${Math.round(heightPx)}`;

export const itemAddress = (id: ItemId, file: ItemFile): string =>
  `/media/item/${encodeURIComponent(id)}/${file}`;

/** The result as a download, under a name a person can use. */
export const itemDownloadAddress = (id: ItemId): string => `${itemAddress(id, 'result')}?download=1`;
