/** A stand-in for a CDN: accepts uploads at signed addresses and serves its files with ranges. */
import { createHash } from 'node:crypto';
import { type Faults, takeOne } from './faults.ts';
import type { Handler, ReceivedRequest, Reply } from './server.ts';

export type Stored = { readonly contentType: string; bytes: Buffer | null };

export type CdnFiles = Map<string, Stored>;

export const notFound: Reply = { status: 404, json: { detail: 'Not Found' } };

export const createCdn = (deps: {
  readonly faults: Faults;
  /** By name; `bytes` is null until the upload has arrived. */
  readonly files: CdnFiles;
}): Handler => {
  const { faults, files } = deps;

  const receive = (received: ReceivedRequest, stored: Stored): Reply => {
    // The upload address contains its own authorization; a key in the request would be a leak.
    if (
      received.headers.authorization !== undefined ||
      received.url.searchParams.get('signature') !== 's3cret'
    )
      return { status: 403, json: { detail: 'Forbidden' } };
    if (received.headers['content-length'] === undefined)
      return { status: 411, json: { detail: 'Length Required' } };
    if (received.headers['content-type'] !== stored.contentType)
      return { status: 400, json: { detail: 'content type' } };
    if (takeOne(faults, 'droppedPuts')) return 'drop';
    if (takeOne(faults, 'putRateLimits')) return { status: 429, headers: { 'retry-after': '7' }, json: {} };
    if (takeOne(faults, 'failingPuts')) return { status: 503, json: {} };
    if (takeOne(faults, 'refusedPuts')) return { status: 403, json: { detail: 'Signature expired' } };
    stored.bytes = received.body;
    return { status: 200, json: {} };
  };

  let unready = 0;
  /** Responses of hosts before a result has reached them. */
  const notReady = (): Reply => {
    const page = (contentType: string, text: string): Reply => ({
      status: 200,
      headers: { 'content-type': contentType },
      bytes: Buffer.from(text),
    });
    const all: readonly Reply[] = [
      { status: 403, json: { detail: 'Forbidden' } },
      page('text/html', '<!doctype html><title>Not here yet</title>'),
      { status: 409, json: {} },
      page('application/json', '{"status":"processing"}'),
      { status: 425, json: {} },
      page('application/xml', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'),
      notFound,
      page('video/mp4', ''),
    ];
    unready += 1;
    return all[(unready - 1) % all.length] ?? notFound;
  };

  let served = 0;
  /** A host that breaks every connection off; the file is completed only by range requests. */
  const serveInPieces = (received: ReceivedRequest, whole: Buffer, contentType: string): Reply => {
    served += 1;
    const etags: Partial<Record<Faults['downloads'], string>> = {
      'weak-etag': 'W/"same"',
      'new-etag-each-time': `"${served}"`,
    };
    const etag = etags[faults.downloads];
    const isSame = [undefined, etag].includes(received.headers['if-range']?.toString());
    const range = isSame ? /^bytes=(\d+)-$/.exec(received.headers.range ?? '') : null;
    const from = Number(range?.[1] ?? 0);
    const bytes = whole.subarray(from);
    const quarter = Math.ceil(whole.length / 4);
    const max = faults.downloads === 'short-connections' ? quarter : range ? whole.length : 2 * quarter;
    const headers = { 'content-type': contentType, ...(etag === undefined ? {} : { etag }) };
    const contentRange = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` };
    return {
      status: range ? 206 : 200,
      headers: range ? { ...headers, ...contentRange } : headers,
      bytes,
      ...(bytes.length > max ? { cutAt: max } : {}),
    };
  };

  const serve = (received: ReceivedRequest, whole: Buffer, contentType: string): Reply => {
    const isResult = received.url.pathname.includes('/result-');
    if (isResult && takeOne(faults, 'missingDownloads')) return notFound;
    if (isResult && takeOne(faults, 'unreadyDownloads')) return notReady();
    if (isResult && faults.downloads !== 'usual') return serveInPieces(received, whole, contentType);
    if (isResult && takeOne(faults, 'redirectedDownloads'))
      return { status: 302, headers: { location: `${received.url.pathname}?again` }, json: {} };
    const etag = `"${createHash('sha256').update(whole).digest('hex').slice(0, 16)}"`;
    const isSameFile = ['undefined', etag].includes(String(received.headers['if-range']));
    const range = isSameFile ? /^bytes=(\d+)-$/.exec(received.headers.range ?? '') : null;
    const from = Number(range?.[1] ?? 0);
    const headers = { 'content-type': contentType, 'accept-ranges': 'bytes', etag };
    if (range && from >= whole.length)
      return { status: 416, headers: { 'content-range': `bytes */${whole.length}` }, json: {} };
    const bytes = whole.subarray(from);
    const cut = isResult && takeOne(faults, 'halfDownloads') ? { cutAt: Math.floor(bytes.length / 2) } : {};
    if (!range) return { status: 200, headers, bytes, ...cut };
    const contentRange = `bytes ${from}-${whole.length - 1}/${whole.length}`;
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, bytes, ...cut };
  };

  return (received) => {
    const stored = files.get(received.url.pathname.slice('/files/'.length));
    if (!stored) return notFound;
    if (received.method === 'PUT') return receive(received, stored);
    if (received.method !== 'GET') return { status: 405, json: { detail: 'Method Not Allowed' } };
    return stored.bytes === null ? notFound : serve(received, stored.bytes, stored.contentType);
  };
};
