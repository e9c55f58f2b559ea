/** Addresses, relative to the page, at which each host streams media with range requests. */
import type { ExportId } from './model/export.ts';
import type { ItemId } from './model/item.ts';
import type { BundleId } from './model/library-work.ts';
import type { SourceId } from './model/source.ts';

export type ItemFile = 'result' | 'poster' | 'image' | 'video';

export const sourceAddress = (id: SourceId): string => `/media/source/${encodeURIComponent(id)}`;

/** One frame of a source as a small JPEG; the host rounds `atSec` to milliseconds. */
export const frameAddress = (id: SourceId, atSec: number, heightPx: number): string =>
  `/media/frame/${encodeURIComponent(id)}?at=${atSec.toFixed(3)}&height=${Math.round(heightPx)}`;

/** The keyframe before `atSec`, which is decoded several times faster. */
export const nearFrameAddress = (id: SourceId, atSec: number, heightPx: number): string =>
  `${frameAddress(id, atSec, heightPx)}&near=1`;

/** An image in a format that every browser shows; the source itself may be HEIC or TIFF. */
export const stillAddress = (id: SourceId): string => `/media/still/${encodeURIComponent(id)}`;

/** The small copy that `media.preview` makes. */
export const previewAddress = (id: SourceId): string => `/media/preview/${encodeURIComponent(id)}`;

/** A finished export, as a download. */
export const exportAddress = (id: ExportId): string => `/media/export/${encodeURIComponent(id)}?download=1`;

/** A finished bundle, as a download. */
export const bundleAddress = (id: BundleId): string => `/media/bundle/${encodeURIComponent(id)}?download=1`;

/** The fitted image or video, as a download, while `fit.changed` reports `ready`. */
export const fittedAddress = (file: 'image' | 'video'): string => `/media/fitted/${file}?download=1`;

export const itemAddress = (id: ItemId, file: ItemFile): string =>
  `/media/item/${encodeURIComponent(id)}/${file}`;

/** The result as a download, with a readable file name. */
export const itemDownloadAddress = (id: ItemId): string => `${itemAddress(id, 'result')}?download=1`;
