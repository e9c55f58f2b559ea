/** Serves media addresses (contract/media-address.ts): only opened sources and library items, by their ids. */
import type { Result } from '#contract/errors.ts';
import type { ItemFile } from '#contract/media-address.ts';
import { type ExportId, exportIdSchema } from '#contract/model/export.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { type BundleId, bundleIdSchema } from '#contract/model/library-work.ts';
import { type SourceId, sourceIdSchema } from '#contract/model/source.ts';
import type { LocalFile } from '../artifacts.ts';
import type { Sources } from '../media/sources.ts';
import { fileResponse } from '../storage/file-response.ts';

/** null: not a media address. */
export type MediaRoutes = (request: Request) => Promise<Response | null>;

export type ItemFileRequest = { readonly itemId: ItemId; readonly file: ItemFile };
/** `path`: full path; `downloadName`: the file name for the user. */
export type ItemFileAnswer = { readonly path: string; readonly downloadName: string };

const contentTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  bmp: 'image/bmp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  // Browsers play MOV content as this type, but refuse the correct type.
  mov: 'video/mp4',
  webm: 'video/webm',
  mkv: 'video/webm',
};
const contentTypeOf = (extension: string): string => contentTypes[extension] ?? 'application/octet-stream';

const notFound = () => new Response('Not found', { status: 404 });

/** The size of the preview pane on a high-density screen, in pixels. */
const stillSidePx = 1600;

const itemFiles: readonly ItemFile[] = ['result', 'poster', 'image', 'video'];

export const createMediaRoutes = (deps: {
  readonly sources: Pick<Sources, 'get'>;
  readonly frame: (request: {
    readonly path: string;
    readonly atSec: number;
    readonly heightPx: number;
    /** The keyframe before that time is sufficient. */
    readonly isNear: boolean;
    readonly container: string;
    readonly hasRestarts: boolean;
    readonly videoStream: number;
    readonly signal: AbortSignal;
  }) => Promise<Result<Uint8Array>>;
  /** An image as a small JPEG or PNG. */
  readonly still: (request: {
    readonly path: string;
    readonly facts: SeenImageFacts;
    readonly sidePx: number;
    readonly signal: AbortSignal;
  }) => Promise<Result<Uint8Array>>;
  /** Full path of the preview copy of a source; null: no copy exists. */
  readonly preview: (id: SourceId) => string | null;
  /** null: the export does not exist. `path`: full path; `name`: the file name for the user. */
  readonly exported: (id: ExportId) => { readonly path: string; readonly name: string } | null;
  /** A zip file of items; null: the bundle does not exist. */
  readonly bundled: (id: BundleId) => { readonly path: string; readonly name: string } | null;
  /** A file as it would be sent now. */
  readonly fitted: (file: 'image' | 'video') => LocalFile | null;
  readonly itemFile: (request: ItemFileRequest) => Promise<Result<ItemFileAnswer>>;
}): MediaRoutes => {
  const openSource = (id: string) => {
    const parsed = sourceIdSchema.safeParse(id);
    return parsed.success ? deps.sources.get(parsed.data) : null;
  };

  const source = async (request: Request, id: string): Promise<Response> => {
    const found = openSource(id);
    if (!found) return notFound();
    return fileResponse({ path: found.path, request, contentType: contentTypeOf(found.facts.container) });
  };

  const frame = async (request: Request, id: string, query: URLSearchParams): Promise<Response> => {
    const found = openSource(id);
    const atSec = Number(query.get('at'));
    const heightPx = Number(query.get('height'));
    const isSensible = atSec >= 0 && heightPx >= 16 && heightPx <= 1080;
    if (found?.facts.kind !== 'video' || !isSensible) return notFound();
    const { container, hasRestarts, videoStream } = found.facts;
    const isNear = query.get('near') === '1';
    const { signal } = request;
    const jpeg = await deps.frame({
      path: found.path,
      atSec,
      heightPx,
      isNear,
      container,
      hasRestarts,
      videoStream,
      signal,
    });
    if (!jpeg.ok) return notFound();
    // A copy, because a Response body must not be a view of memory that ffmpeg's pipe still owns.
    return new Response(new Uint8Array(jpeg.value), {
      headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=3600, immutable' },
    });
  };

  const still = async (request: Request, id: string): Promise<Response> => {
    const found = openSource(id);
    if (found?.facts.kind !== 'image') return notFound();
    const { path, facts } = found;
    const image = await deps.still({ path, facts, sidePx: stillSidePx, signal: request.signal });
    if (!image.ok) return notFound();
    return new Response(new Uint8Array(image.value), {
      headers: {
        'content-type': facts.hasAlpha ? 'image/png' : 'image/jpeg',
        'cache-control': 'private, max-age=3600, immutable',
      },
    });
  };

  const preview = async (request: Request, id: string): Promise<Response> => {
    const parsed = sourceIdSchema.safeParse(id);
    const path = parsed.success ? deps.preview(parsed.data) : null;
    return path === null ? notFound() : fileResponse({ path, request, contentType: 'video/mp4' });
  };

  const exported = async (request: Request, id: string): Promise<Response> => {
    const parsed = exportIdSchema.safeParse(id);
    const found = parsed.success ? deps.exported(parsed.data) : null;
    if (found === null) return notFound();
    const { path, name: downloadName } = found;
    return fileResponse({ path, request, contentType: 'video/mp4', downloadName });
  };

  const bundled = async (request: Request, id: string): Promise<Response> => {
    const parsed = bundleIdSchema.safeParse(id);
    const found = parsed.success ? deps.bundled(parsed.data) : null;
    if (found === null) return notFound();
    const { path, name: downloadName } = found;
    return fileResponse({ path, request, contentType: 'application/zip', downloadName });
  };

  const fitted = async (request: Request, name: string): Promise<Response> => {
    const file = name === 'image' || name === 'video' ? deps.fitted(name) : null;
    if (file === null) return notFound();
    const { path, contentType, name: downloadName } = file;
    return fileResponse({ path, request, contentType, downloadName });
  };

  const item = async (
    request: Request,
    id: string,
    name: string,
    query: URLSearchParams,
  ): Promise<Response> => {
    const itemId = itemIdSchema.safeParse(id);
    const file = itemFiles.find((known) => known === name);
    if (!itemId.success || file === undefined) return notFound();
    const found = await deps.itemFile({ itemId: itemId.data, file });
    if (!found.ok) return notFound();
    const extension = found.value.path.split('.').at(-1) ?? '';
    return fileResponse({
      path: found.value.path,
      request,
      contentType: contentTypeOf(extension),
      ...(query.has('download') ? { downloadName: found.value.downloadName } : {}),
    });
  };

  return async (request) => {
    const url = new URL(request.url);
    const [root, kind, id, name] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (root !== 'media') return null;
    if (kind === 'source' && id !== undefined) return source(request, id);
    if (kind === 'frame' && id !== undefined) return frame(request, id, url.searchParams);
    if (kind === 'still' && id !== undefined) return still(request, id);
    if (kind === 'preview' && id !== undefined) return preview(request, id);
    if (kind === 'export' && id !== undefined) return exported(request, id);
    if (kind === 'bundle' && id !== undefined) return bundled(request, id);
    if (kind === 'fitted' && id !== undefined) return fitted(request, id);
    if (kind === 'item' && id !== undefined && name !== undefined)
      return item(request, id, name, url.searchParams);
    return notFound();
  };
};
