import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { downloadResult } from '#main/net/download.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '#test/main/files/temp-folder.ts';

const whole = Buffer.alloc(5000, 'the new clip ');

/** Serves one file with ranges; its tag is `"new"`. */
const serve = async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range);
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
  return { asked, url: `http://127.0.0.1:${port}/a.mp4` };
};

const download = (url: string, to: string) =>
  downloadResult(
    { fetchLink: fetch, clock: createFakeClock(), lookup: async () => [], isLocalAllowed: true },
    { url, to, signal: new AbortController().signal, onProgress: () => undefined },
  );

test.each([
  ['of the same file is gone on with', '"new"', 'bytes=1000-', whole.subarray(0, 1000)],
  ['of another file is thrown away', '"old"', 'bytes=1000-', Buffer.alloc(1000, 'A')],
  ['of nobody knows what is thrown away', '', undefined, Buffer.alloc(1000, 'A')],
])('a part %s, and the whole is right', async (_what, tag, range, part) => {
  const { asked, url } = await serve();
  const folder = tempFolder();
  const to = join(folder, 'result.mp4');
  await writeFile(`${to}.part`, part);
  await writeFile(`${to}.part.tag`, tag);
  expect(await download(url, to)).toEqual({ ok: true, value: { sizeBytes: 5000 } });
  expect((await readFile(to)).equals(whole)).toBe(true);
  expect([asked, await readdir(folder)]).toEqual([[range], ['result.mp4']]);
});
