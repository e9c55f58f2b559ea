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

/** The key frame before `atSec`, which comes several times sooner. */
export const nearFrameAddress = (id: SourceId, atSec: number, heightPx: number): string =>
  `${frameAddress(id, atSec, heightPx)}&near=1`;

/** A picture as something every browser shows; the source itself is not, where it is HEIC or TIFF. */
export const stillAddress = (id: SourceId): string => `/media/still/${encodeURIComponent(id)}`;

/** The small copy that `media.preview` makes. */
export const previewAddress = (id: SourceId): string => `/media/preview/${encodeURIComponent(id)}`;

/** A finished export, as a download. */
export const exportAddress = (id: ExportId): string => `/media/export/${encodeURIComponent(id)}?download=1`;

/** A finished bundle, as a download. */
export const bundleAddress = (id: BundleId): string => `/media/bundle/${encodeURIComponent(id)}?download=1`;

/** The picture or clip as it would be sent, as a download, while `fit.changed` says that it is ready. */
export const fittedAddress = (file: 'image' | 'video'): string => `/media/fitted/${file}?download=1`;

export const itemAddress = (id: ItemId, file: ItemFile): string =>
  `/media/item/${encodeURIComponent(id)}/${file}`;

/** The result as a download, under a name a person can use. */
export const itemDownloadAddress = (id: ItemId): string => `${itemAddress(id, 'result')}?download=1`;
