import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { App } from '#main/app.ts';
import type { Announcement } from '#main/ipc/events.ts';
import type { Log } from '#main/ports.ts';
import { startWebServer, type WebServer } from '#main/web/server.ts';

const logged: string[] = [];
const log: Log = {
  info: (message, data) => void logged.push(message + JSON.stringify(data)),
  warn: (message, data) => void logged.push(message + JSON.stringify(data)),
  error: (message, data) => void logged.push(message + JSON.stringify(data)),
};

let folder: string;
let server: WebServer;
let cookie: string;
const received: { name: string; input: unknown }[] = [];
const listeners = new Set<Announcement>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-web-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Understudy</title>');
  await writeFile(join(folder, 'secret.html'), 'not yours');
  // Only the members that browser mode uses.
  const app = {
    serve: async (name: string, input: unknown) => {
      received.push({ name, input });
      return ok({ echoed: name });
    },
    subscribe: (listener: Announcement) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dropPath: async (name: string) => {
      await mkdir(join(folder, 'drop'), { recursive: true });
      return join(folder, 'drop', name);
    },
    mediaRoutes: async () => null,
  } as unknown as App;
  server = await startWebServer({ app, rendererFolder: join(folder, 'page'), port: 0, log });
  const first = await fetch(server.address, { redirect: 'manual' });
  cookie = first.headers.get('set-cookie') ?? '';
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const origin = () => `http://127.0.0.1:${server.port}`;
const ourHeaders = () => ({
  cookie: cookie.split(';')[0] ?? '',
  'x-understudy': '1',
  'content-type': 'application/json',
});

/** Uses node:http, because fetch cannot set a false Host header. */
const statusWith = (headers: Record<string, string>, path = '/'): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: server.port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

test('does not replace the global Response of Node, which providers use', async () => {
  const answer = await fetch(server.address, { redirect: 'manual' });
  expect([answer instanceof Response, globalThis.Response.name]).toEqual([true, 'Response']);
});

describe('browser mode accepts', () => {
  test('the printed address with the token, and then an HttpOnly cookie', async () => {
    const answer = await fetch(server.address, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(cookie).toMatch(/^understudy-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('the page, with a policy that allows no other origin', async () => {
    const answer = await fetch(`${origin()}/`, { headers: ourHeaders() });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Understudy');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a call from the page', async () => {
    const answer = await fetch(`${origin()}/call/jobs.list`, {
      method: 'POST',
      headers: ourHeaders(),
      body: '{}',
    });
    expect(await answer.json()).toEqual({ ok: true, value: { echoed: 'jobs.list' } });
    expect(received.at(-1)).toEqual({ name: 'jobs.list', input: {} });
  });

  test('an uploaded file, unchanged on disk', async () => {
    const bytes = Buffer.alloc(3_000_000, 'understudy');
    const answer = await fetch(`${origin()}/files?name=video.mp4`, {
      method: 'POST',
      headers: ourHeaders(),
      body: bytes,
    });
    expect(await answer.json()).toMatchObject({ ok: true });
    expect(received.at(-1)).toEqual({
      name: 'media.open',
      input: { path: join(folder, 'drop', 'video.mp4') },
    });
    expect((await readFile(join(folder, 'drop', 'video.mp4'))).equals(bytes)).toBe(true);
  });

  test('an event stream', async () => {
    const answer = await fetch(`${origin()}/events`, { headers: ourHeaders() });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader?.read())?.value ?? '';
    for (const listener of listeners) listener('library.changed', { total: 7 });
    while (!text.includes('total')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('event: library.changed\ndata: {"total":7}');
    await reader?.cancel();
  });
});

describe('browser mode rejects', () => {
  test.each([
    ['no cookie', {}],
    ['a wrong cookie', { cookie: 'understudy-1=guess' }],
  ])('%s', async (_name, headers) => {
    expect((await fetch(`${origin()}/`, { headers, redirect: 'manual' })).status).toBe(403);
  });

  test('a wrong token', async () => {
    expect((await fetch(`${origin()}/?token=guess`, { redirect: 'manual' })).status).toBe(403);
  });

  test('a host name of another site that resolves to this computer', async () => {
    const host = `evil.example:${server.port}`;
    expect(await statusWith({ ...ourHeaders(), host })).toBe(403);
    expect(await statusWith(ourHeaders())).toBe(200);
  });

  test('a page of another origin', async () => {
    const headers = { ...ourHeaders(), origin: 'http://evil.example' };
    const answer = await fetch(`${origin()}/call/jobs.list`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  test('a change without the header that only the page can set', async () => {
    const { 'x-understudy': _left, ...headers } = ourHeaders();
    const answer = await fetch(`${origin()}/call/jobs.list`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  // Fetch metadata of a request, and the status with a valid cookie.
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  test.each([
    ['a link on another site', '/', { ...link, 'sec-fetch-site': 'cross-site' }, 200],
    ['a link of another program on this machine', '/', { ...link, 'sec-fetch-site': 'same-site' }, 200],
    ['the page itself', '/', { ...link, 'sec-fetch-site': 'same-origin' }, 200],
    ['a typed address', '/', { ...link, 'sec-fetch-site': 'none' }, 200],
    ['a program that is not a browser', '/', {}, 200],
    ['a frame', '/', { ...link, 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' }, 403],
    [
      'a script',
      '/',
      { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-site' },
      403,
    ],
    ['a link to a result', '/media/item/x/result', { ...link, 'sec-fetch-site': 'cross-site' }, 403],
    [
      'an embedded video',
      '/media/item/x/result',
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'video', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    [
      'an embedded image on another port',
      '/media/item/x/poster',
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-site' },
      403,
    ],
    ['the event stream', '/events', { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' }, 403],
  ])('or accepts by fetch metadata: %s', async (_, path, headers, status) => {
    expect(await statusWith({ ...ourHeaders(), ...headers }, path)).toBe(status);
  });

  test('embedding by other origins, on every response', async () => {
    for (const path of ['/', '/media/item/x/result', '/?token=guess'])
      expect(
        (await fetch(origin() + path, { headers: ourHeaders() })).headers.get('cross-origin-resource-policy'),
      ).toBe('same-origin');
  });

  test('page calls with a path of the computer', async () => {
    const before = received.length;
    const body = JSON.stringify({ path: '/etc/passwd' });
    const answer = await fetch(`${origin()}/call/media.open`, {
      method: 'POST',
      headers: ourHeaders(),
      body,
    });
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(received.length).toBe(before);
  });

  test.each(['/../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '/%2e%2e%2fsecret.html'])(
    'a path outside the page folder: %s',
    async (path) => {
      expect(await statusWith(ourHeaders(), path)).toBe(404);
    },
  );

  test('logging of the token', () => {
    expect(logged.length).toBeGreaterThan(0);
    const token = new URL(server.address).searchParams.get('token') ?? 'none';
    expect(logged.filter((line) => line.includes(token))).toEqual([]);
  });
});
