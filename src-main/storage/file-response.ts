/** Streams a file as a web Response with range requests (RFC 9110), for browser mode and the desktop's protocol. */
import type { BigIntStats } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import parseRange from 'range-parser';
import { errnoOf } from './file-error.ts';
import { openForReading } from './path.ts';

type FileRequest = {
  /** Full path; checked by the caller. */
  readonly path: string;
  readonly request: Request;
  readonly contentType: string;
  /** Sends it as a download with this name. */
  readonly downloadName?: string;
};

type Part = { readonly start: number; readonly end: number };

const chunkBytes = 256 * 1024;

const etagOf = (file: BigIntStats): string => `"${file.size.toString(36)}-${file.mtimeNs.toString(36)}"`;

/** Whole seconds, as in HTTP dates. */
const modifiedMs = (file: BigIntStats): number => Number(file.mtimeMs / 1000n) * 1000;

const isUnchanged = (headers: Headers, file: BigIntStats): boolean => {
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null)
    return ifNoneMatch
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''))
      .some((tag) => tag === '*' || tag === etagOf(file));
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return !Number.isNaN(since) && modifiedMs(file) <= since;
};

/** Whether the file is unchanged: parts of two versions must not be combined. */
const isSameAsIfRange = (headers: Headers, file: BigIntStats): boolean => {
  const ifRange = headers.get('if-range');
  return ifRange === null || ifRange === etagOf(file) || Date.parse(ifRange) === modifiedMs(file);
};

/** null: the whole file. A request for several ranges gets the whole file, which RFC 9110 allows. */
const requestedPart = (request: Request, file: BigIntStats): Part | null | 'unsatisfiable' => {
  const range = request.headers.get('range');
  if (request.method !== 'GET' || range === null || !isSameAsIfRange(request.headers, file)) return null;
  const size = Number(file.size);
  // range-parser rejects a suffix longer than the file, which means the whole file.
  const suffix = /^bytes=-(\d+)$/i.exec(range);
  if (suffix !== null && size > 0 && Number(suffix[1]) > size) return { start: 0, end: size - 1 };
  const parts = parseRange(size, range);
  if (parts === -1) return /^bytes=/i.test(range) ? 'unsatisfiable' : null;
  if (parts === -2 || parts.type.toLowerCase() !== 'bytes' || parts.length > 1) return null;
  return parts[0] ?? null;
};

const quotedName = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/**
 * The file is opened on the first read and closed at the end, on an error, and when the reader or the client goes
 * away; an unread body holds no file open.
 */
const streamPart = (path: string, part: Part, signal: AbortSignal): ReadableStream<Uint8Array> => {
  let handle: FileHandle | null = null;
  let position = part.start;
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', closeOnAbort);
    const opened = handle;
    handle = null;
    await opened?.close();
  };
  const closeOnAbort = () => void close().catch(() => undefined);

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          if (handle === null) {
            signal.throwIfAborted();
            handle = await openForReading(path);
            signal.addEventListener('abort', closeOnAbort, { once: true });
          }
          const readBytes = Math.min(chunkBytes, part.end - position + 1);
          const { bytesRead, buffer } = await handle.read(new Uint8Array(readBytes), 0, readBytes, position);
          signal.throwIfAborted();
          if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
          position += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          if (position > part.end) {
            await close();
            controller.close();
          }
        } catch (cause) {
          await close();
          throw cause;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
};

const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });

export const fileResponse = async (fileRequest: FileRequest): Promise<Response> => {
  const { path, request } = fileRequest;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'Method not allowed', { allow: 'GET, HEAD' });
  const file = await stat(path, { bigint: true }).catch(errnoOf);
  if (file === null || typeof file === 'string')
    return file === 'EACCES' || file === 'EPERM' ? plain(403, 'Not readable') : plain(404, 'Not found');
  if (!file.isFile()) return plain(404, 'Not found');

  const size = Number(file.size);
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    etag: etagOf(file),
    'last-modified': new Date(modifiedMs(file)).toUTCString(),
    'x-content-type-options': 'nosniff',
  });
  if (isUnchanged(request.headers, file)) return new Response(null, { status: 304, headers });
  const part = requestedPart(request, file);
  if (part === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }

  headers.set('content-type', fileRequest.contentType);
  if (fileRequest.downloadName !== undefined)
    headers.set('content-disposition', quotedName(fileRequest.downloadName));
  if (part !== null) headers.set('content-range', `bytes ${part.start}-${part.end}/${size}`);
  const sent = part ?? { start: 0, end: size - 1 };
  const length = sent.end - sent.start + 1;
  headers.set('content-length', String(length));
  const hasBody = request.method === 'GET' && length > 0;
  return new Response(hasBody ? streamPart(path, sent, request.signal) : null, {
    status: part === null ? 200 : 206,
    headers,
  });
};
