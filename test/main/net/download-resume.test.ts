/** Hosts that break a download off in different ways: it resumes where the length is the same, and finishes. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { downloadResult } from '#main/net/download.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '#test/main/storage/temp-folder.ts';

/** No two parts of it are equal, so a misplaced byte is detected. */
const video = (seed: number, length = 20_000): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8) * 7 + seed) & 0xff));
const whole = video(1);

type RangeRequest = { readonly range: string | undefined; readonly ifRange: string | undefined };
type Answer = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
  /** Breaks off after so many bytes. */
  readonly cutAt?: number;
};
type Host = (request: RangeRequest, count: number) => Answer;

const serve = async (host: Host) => {
  const requests: RangeRequest[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const one = { range: request.headers.range, ifRange: request.headers['if-range']?.toString() };
    requests.push(one);
    const { status, headers, bytes, cutAt } = host(one, requests.length);
    response.writeHead(status, headers);
    if (cutAt === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, cutAt), () => response.socket?.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { requests, url: `http://127.0.0.1:${port}/a.mp4` };
};

const startOf = ({ range }: RangeRequest): number => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
const half = whole.length / 2;

/** Supports ranges; `tell` adds headers about the file, `range` changes those about the part. */
const ranging =
  (
    tell: (count: number) => Record<string, string>,
    more: {
      readonly cutAt?: (request: RangeRequest, left: number) => number | undefined;
      readonly contentRange?: (from: number) => string | null;
      readonly honoursIfRange?: boolean;
    } = {},
  ): Host =>
  (request, count) => {
    const stated = tell(count);
    const isSame = !more.honoursIfRange || request.ifRange === undefined || request.ifRange === stated.etag;
    const from = isSame ? startOf(request) : 0;
    const bytes = whole.subarray(from);
    const cutsWithoutRange = ({ range }: RangeRequest) => (range === undefined || !isSame ? half : undefined);
    const cutAt = (more.cutAt ?? cutsWithoutRange)(request, bytes.length);
    const isPart = request.range !== undefined && isSame;
    const contentRange = (more.contentRange ?? ((at) => `bytes ${at}-${whole.length - 1}/${whole.length}`))(
      from,
    );
    return {
      status: isPart ? 206 : 200,
      headers: {
        ...stated,
        'content-length': String(bytes.length),
        ...(isPart && contentRange !== null ? { 'content-range': contentRange } : {}),
      },
      bytes,
      ...(cutAt === undefined || cutAt >= bytes.length ? {} : { cutAt }),
    };
  };

const download = async (url: string, to: string, clock = createFakeClock()) =>
  downloadResult(
    { fetchLink: fetch, clock, lookup: async () => [], isLocalAllowed: true },
    { url, to, signal: new AbortController().signal, onProgress: () => undefined },
  );

const everyOther = (length: number) => () => length;

const hosts: readonly (readonly [what: string, host: Host, maxRequests: number])[] = [
  ['no validator at all', ranging(() => ({})), 2],
  ['a weak ETag only', ranging(() => ({ etag: 'W/"same"' })), 2],
  ['a weak ETag that changes', ranging((count) => ({ etag: `W/"${count}"` })), 2],
  ['a strong ETag', ranging(() => ({ etag: '"same"' }), { honoursIfRange: true }), 2],
  ['Last-Modified only', ranging(() => ({ 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' })), 2],
  [
    'another strong ETag each time, If-Range kept',
    ranging((count) => ({ etag: `"${count}"` }), { honoursIfRange: true }),
    4,
  ],
  ['another strong ETag each time, If-Range ignored', ranging((count) => ({ etag: `"${count}"` })), 4],
  ['another Last-Modified each time', ranging((count) => ({ 'last-modified': `day ${count}` })), 4],
  ['connections of 3,000 bytes', ranging(() => ({}), { cutAt: everyOther(3000) }), 7],
  [
    'connections of 1,000 bytes and a strong ETag',
    ranging(() => ({ etag: '"same"' }), { cutAt: everyOther(1000) }),
    20,
  ],
  [
    'a range without a stated length',
    ranging(() => ({}), { contentRange: (from) => `bytes ${from}-${whole.length - 1}/*` }),
    2,
  ],
  [
    'ranges that begin earlier than requested',
    (request, count) => {
      const at = Math.max(0, startOf(request) - 100);
      const base = ranging(() => ({}))({ ...request, range: request.range && `bytes=${at}-` }, count);
      return base;
    },
    2,
  ],
  [
    'pieces of 4,000 bytes at most',
    (request) => {
      const from = startOf(request);
      if (request.range === undefined)
        return {
          status: 200,
          headers: { 'content-length': String(whole.length) },
          bytes: whole,
          cutAt: half,
        };
      const bytes = whole.subarray(from, from + 4000);
      const contentRange = `bytes ${from}-${from + bytes.length - 1}/${whole.length}`;
      return {
        status: 206,
        headers: { 'content-range': contentRange, 'content-length': String(bytes.length) },
        bytes,
      };
    },
    4,
  ],
  [
    'no ranges, and a whole answer the third time',
    (_request, count) => ({
      status: 200,
      headers: { 'content-length': String(whole.length) },
      bytes: whole,
      ...(count < 3 ? { cutAt: half } : {}),
    }),
    3,
  ],
  [
    'ranges that begin too late, and whole answers without one',
    (request, count) =>
      request.range === undefined
        ? {
            status: 200,
            headers: { 'content-length': String(whole.length) },
            bytes: whole,
            ...(count < 3 ? { cutAt: half } : {}),
          }
        : {
            status: 206,
            headers: { 'content-range': `bytes ${half + 500}-${whole.length - 1}/${whole.length}` },
            bytes: whole.subarray(half + 500),
          },
    3,
  ],
];

test.each(hosts)(
  'host with %s: the file arrives whole and without repeated bytes',
  async (_what, host, maximum) => {
    const { requests, url } = await serve(host);
    const folder = tempFolder();
    const to = join(folder, 'result.mp4');
    expect(await download(url, to)).toEqual({ ok: true, value: { sizeBytes: whole.length } });
    expect((await readFile(to)).equals(whole)).toBe(true);
    expect(await readdir(folder)).toEqual(['result.mp4']);
    expect(requests.length).toBeLessThanOrEqual(maximum);
  },
);

test('discards a part of a file of another length, even when everything else is the same', async () => {
  const { url } = await serve(ranging(() => ({}), { cutAt: () => undefined }));
  const to = join(tempFolder(), 'result.mp4');
  await writeFile(`${to}.part`, video(2, 5000));
  await writeFile(`${to}.part.tag`, '\n19999\n0');
  expect(await download(url, to)).toEqual({ ok: true, value: { sizeBytes: whole.length } });
  expect((await readFile(to)).equals(whole)).toBe(true);
});

test('downloads a file that is replaced once by one of the same length whole, without mixing the two', async () => {
  const other = video(9);
  const { url } = await serve((request, count) => {
    const bytes = count === 1 ? whole : other;
    const etag = count === 1 ? '"one"' : '"two"';
    const isSame = request.ifRange === etag;
    const from = isSame ? startOf(request) : 0;
    const headers = { etag, 'content-length': String(bytes.length - from) };
    const contentRange = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    return {
      status: isSame ? 206 : 200,
      headers: isSame ? { ...headers, 'content-range': contentRange } : headers,
      bytes: bytes.subarray(from),
      ...(count < 3 ? { cutAt: half } : {}),
    };
  });
  const to = join(tempFolder(), 'result.mp4');
  expect(await download(url, to)).toMatchObject({ ok: true });
  expect((await readFile(to)).equals(other)).toBe(true);
});

test('does not request a part that is already complete', async () => {
  const { requests, url } = await serve(ranging(() => ({})));
  const to = join(tempFolder(), 'result.mp4');
  await writeFile(`${to}.part`, whole);
  await writeFile(`${to}.part.tag`, `\n${whole.length}\n0`);
  expect([await download(url, to), requests.length]).toEqual([
    { ok: true, value: { sizeBytes: whole.length } },
    0,
  ]);
});

test('takes the part for the whole file when the host answers that there is no range beyond it', async () => {
  const { url } = await serve(() => ({
    status: 416,
    headers: { 'content-range': `bytes */${whole.length}` },
    bytes: Buffer.alloc(0),
  }));
  const to = join(tempFolder(), 'result.mp4');
  await writeFile(`${to}.part`, whole);
  await writeFile(`${to}.part.tag`, '"same"');
  expect(await download(url, to)).toEqual({ ok: true, value: { sizeBytes: whole.length } });
});

test.each([408, 425, 429, 503])(
  'retries a host that answers %i no earlier than its Retry-After',
  async (status) => {
    const { requests, url } = await serve((one, count) =>
      count < 3
        ? { status, headers: { 'retry-after': '40' }, bytes: Buffer.alloc(0) }
        : ranging(() => ({}), { cutAt: () => undefined })(one, count),
    );
    const clock = createFakeClock();
    const before = clock.now().getTime();
    expect(await download(url, join(tempFolder(), 'result.mp4'), clock)).toMatchObject({ ok: true });
    expect([requests.length, clock.now().getTime() - before]).toEqual([3, 80_000]);
  },
);
