import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type DownloadDeps, downloadResult } from '#main/net/download.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '#test/main/storage/temp-folder.ts';

const whole = Buffer.alloc(5000, 'the new video ');

/** Serves one file with ranges; its ETag is `"new"`. */
const serve = async () => {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const isSame = [undefined, '"new"'].includes(String(request.headers['if-range'] ?? '"new"'));
    const from = isSame ? Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const range = from > 0 ? { 'content-range': `bytes ${from}-4999/5000` } : {};
    response.writeHead(from > 0 ? 206 : 200, { etag: '"new"', 'content-length': 5000 - from, ...range });
    response.end(whole.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { ranges, url: `http://127.0.0.1:${port}/a.mp4` };
};

const download = (url: string, to: string, more: Partial<DownloadDeps> = {}) =>
  downloadResult(
    { fetchLink: fetch, clock: createFakeClock(), lookup: async () => [], isLocalAllowed: true, ...more },
    { url, to, signal: new AbortController().signal, onProgress: () => undefined },
  );

test('does not request a result that is already complete, even when its link is dead', async () => {
  const folder = tempFolder();
  const to = join(folder, 'result.mp4');
  await writeFile(to, whole);
  const fetchLink = async () => new Response(null, { status: 403 });
  expect(await download('https://cdn.example/gone.mp4', to, { fetchLink, isLocalAllowed: false })).toEqual({
    ok: true,
    value: { sizeBytes: 5000 },
  });
  expect([(await readFile(to)).equals(whole), await readdir(folder)]).toEqual([true, ['result.mp4']]);
});

test('breaks off a steady but slow transfer and retries until the attempts are used up', async () => {
  const ranges: unknown[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = from > 0 ? { 'content-range': `bytes ${from}-4999/5000` } : {};
    response.writeHead(from > 0 ? 206 : 200, { etag: '"new"', ...range });
    const drip = setInterval(() => response.write('.'), 5);
    response.on('close', () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const retryPolicy = { silenceMs: 60_000, windowMs: 100, minBytesPerSec: 1_000_000 };
  const to = join(tempFolder(), 'result.mp4');
  expect(await download(`http://127.0.0.1:${port}/a.mp4`, to, { retryPolicy })).toMatchObject({
    ok: false,
    error: { code: 'result-cut-off' },
  });
  expect(ranges.map((range) => typeof range)).toEqual(['undefined', 'string', 'string', 'string', 'string']);
});

test('does not break off a long transfer that is fast enough', async () => {
  const { url } = await serve();
  const retryPolicy = { silenceMs: 60_000, windowMs: 60_000, minBytesPerSec: 1_000_000 };
  expect(await download(url, join(tempFolder(), 'result.mp4'), { retryPolicy })).toMatchObject({ ok: true });
});

test('names a long host in a short error detail', async () => {
  const host = `${'long.'.repeat(1000)}example`;
  const fetchLink = async () =>
    new Response(null, { status: 302, headers: { location: `http://${host}/x` } });
  const lookup = async () => ['93.184.216.34'];
  const result = await download('https://cdn.example/a.mp4', join(tempFolder(), 'result.mp4'), {
    fetchLink,
    lookup,
    isLocalAllowed: false,
  });
  expect(result).toEqual(
    fail('result-gone', { reason: 'private-address', host: expect.stringMatching(/^.{2000}$/) }),
  );
});

test.each([
  ['of the same file is resumed', '"new"', 'bytes=1000-', whole.subarray(0, 1000)],
  ['of another file is discarded', '"old"', 'bytes=1000-', Buffer.alloc(1000, 'A')],
  ['of an unknown file is discarded', '', undefined, Buffer.alloc(1000, 'A')],
])('part %s: the result is correct', async (_what, tag, range, part) => {
  const { ranges, url } = await serve();
  const folder = tempFolder();
  const to = join(folder, 'result.mp4');
  await writeFile(`${to}.part`, part);
  await writeFile(`${to}.part.tag`, tag);
  expect(await download(url, to)).toEqual({ ok: true, value: { sizeBytes: 5000 } });
  expect((await readFile(to)).equals(whole)).toBe(true);
  expect([ranges, await readdir(folder)]).toEqual([[range], ['result.mp4']]);
});
