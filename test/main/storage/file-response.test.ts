import { readdirSync, readlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileResponse } from '#main/storage/file-response.ts';
import { workToSettle } from './file-work.ts';
import { tempFolder } from './temp-folder.ts';

const video = (content: string | Uint8Array = '0123456789'): string => {
  const path = join(tempFolder(), 'clip.mp4');
  writeFileSync(path, content);
  utimesSync(path, new Date('2026-11-21T10:00:00Z'), new Date('2026-11-21T10:00:00Z'));
  return path;
};

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fileResponse({
    path,
    contentType: 'video/mp4',
    request: new Request('http://127.0.0.1/media/clip', { headers, ...init }),
  });

const seen = async (response: Response) => ({
  status: response.status,
  range: response.headers.get('content-range'),
  length: response.headers.get('content-length'),
  text: await response.text(),
});

/** Number of open files of this process under this path; null: unknown on this system. */
const openHandles = (path: string): number | null => {
  if (process.platform !== 'linux') return null;
  const linkOf = (name: string) => {
    try {
      return readlinkSync(join('/proc/self/fd', name));
    } catch {
      return '';
    }
  };
  return readdirSync('/proc/self/fd').filter((name) => linkOf(name) === path).length;
};

/** Waits until all file operations have ended, including closing. */
const settledHandles = async (path: string): Promise<number> => {
  await workToSettle();
  return openHandles(path) ?? 0;
};

test('sends the whole file with its length, its type and support for ranges', async () => {
  const response = await ask(video());
  expect(Object.fromEntries(response.headers)).toEqual({
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    'content-length': '10',
    'content-type': 'video/mp4',
    etag: expect.stringMatching(/^"[0-9a-z]+-[0-9a-z]+"$/),
    'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT',
    'x-content-type-options': 'nosniff',
  });
  expect(await seen(response)).toEqual({ status: 200, range: null, length: '10', text: '0123456789' });
});

test.each([
  ['bytes=0-3', '0-3', '0123'],
  ['bytes=4-', '4-9', '456789'],
  ['bytes=-3', '7-9', '789'],
  ['bytes=-500', '0-9', '0123456789'],
  ['bytes=8-500', '8-9', '89'],
  ['bytes=9-9', '9-9', '9'],
  ['bytes= 2-4', '2-4', '234'],
  ['Bytes=0-0', '0-0', '0'],
])('%s gets that range only', async (range, part, text) => {
  expect(await seen(await ask(video(), { range }))).toEqual({
    status: 206,
    range: `bytes ${part}/10`,
    length: String(text.length),
    text,
  });
});

test.each(['bytes=10-', 'bytes=500-600', 'bytes=-0'])(
  '%s is outside the file and is refused with the size',
  async (range) => {
    expect(await seen(await ask(video(), { range }))).toEqual({
      status: 416,
      range: 'bytes */10',
      length: null,
      text: '',
    });
  },
);

test.each(['bytes', 'bytes=', 'bytes=a-b', 'seconds=0-3', 'bytes=0-1,4-5', 'bytes=--1', 'bytes=1.5-3'])(
  '%s is not supported or names several ranges, and gets the whole file',
  async (range) => {
    expect(await seen(await ask(video(), { range }))).toMatchObject({ status: 200, text: '0123456789' });
  },
);

test('an empty file has an empty body and no ranges', async () => {
  expect(await seen(await ask(video('')))).toEqual({ status: 200, range: null, length: '0', text: '' });
  expect(await seen(await ask(video(''), { range: 'bytes=0-' }))).toMatchObject({
    status: 416,
    range: 'bytes */0',
  });
});

test('HEAD states the whole length and sends no body', async () => {
  const response = await ask(video(), { range: 'bytes=0-3' }, { method: 'HEAD' });
  expect(await seen(response)).toEqual({ status: 200, range: null, length: '10', text: '' });
});

test('refuses methods other than GET and HEAD', async () => {
  const response = await ask(video(), {}, { method: 'DELETE' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('a missing file or a folder is not found', async () => {
  const folder = tempFolder();
  expect((await ask(join(folder, 'missing.mp4'))).status).toBe(404);
  expect((await ask(folder)).status).toBe(404);
});

test('answers 304 for a cached file until it changes', async () => {
  const path = video();
  const etag = (await ask(path)).headers.get('etag') ?? '';
  expect((await ask(path, { 'if-none-match': `"other", W/${etag}` })).status).toBe(304);
  expect((await ask(path, { 'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT' })).status).toBe(304);
  expect((await ask(path, { 'if-modified-since': 'Sat, 21 Nov 2026 09:59:59 GMT' })).status).toBe(200);
  writeFileSync(path, '9876543210');
  expect((await ask(path, { 'if-none-match': etag })).status).toBe(200);
});

test('sends a range only of the version that the client began with', async () => {
  const path = video();
  const etag = (await ask(path)).headers.get('etag') ?? '';
  expect((await ask(path, { range: 'bytes=0-3', 'if-range': etag })).status).toBe(206);
  expect((await ask(path, { range: 'bytes=0-3', 'if-range': '"another"' })).status).toBe(200);
  expect((await ask(path, { range: 'bytes=0-3', 'if-range': 'Sat, 21 Nov 2026 10:00:00 GMT' })).status).toBe(
    206,
  );
});

test('a download has a name that cannot break the header', async () => {
  const response = await fileResponse({
    path: video(),
    contentType: 'video/mp4',
    request: new Request('http://127.0.0.1/'),
    downloadName: 'Ñandú "dances" (1)\r\nX: y.mp4',
  });
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="_and_ _dances_ (1)__X: y.mp4"; filename*=UTF-8''%C3%91and%C3%BA%20%22dances%22%20%281%29%0D%0AX%3A%20y.mp4`,
  );
});

test('sends a large file byte for byte', async () => {
  const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
  const response = await ask(video(bytes), { range: 'bytes=1000-2999998' });
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(1000, 2_999_999))).toBe(true);
});

test('an unread body holds no file open', async () => {
  const path = video(new Uint8Array(3_000_000));
  const response = await ask(path);
  // A wrong read would have begun by then.
  expect([response.status, await settledHandles(path)]).toEqual([200, 0]);
});

test('closes the file when the reader cancels', async () => {
  const path = video(new Uint8Array(3_000_000));
  const reader = (await ask(path)).body?.getReader();
  await reader?.read();
  expect(openHandles(path) ?? 1).toBe(1);
  await reader?.cancel();
  expect(await settledHandles(path)).toBe(0);
});

test('closes the file when the client disconnects', async () => {
  const path = video(new Uint8Array(3_000_000));
  const client = new AbortController();
  const reader = (await ask(path, {}, { signal: client.signal })).body?.getReader();
  await reader?.read();
  client.abort();
  expect(await settledHandles(path)).toBe(0);
  await expect(reader?.read()).rejects.toThrow();
});

test('closes the file after it has been read completely', async () => {
  const path = video(new Uint8Array(1_000_000));
  await (await ask(path)).arrayBuffer();
  expect(await settledHandles(path)).toBe(0);
});

test('a file that becomes shorter while it is read is an error, not a short body', async () => {
  const path = video(new Uint8Array(3_000_000));
  const reader = (await ask(path)).body?.getReader();
  await reader?.read();
  truncateSync(path, 1000);
  const readAll = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(readAll()).rejects.toThrow();
  expect(await settledHandles(path)).toBe(0);
});
