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
const asked: { name: string; input: unknown }[] = [];
const listeners = new Set<Announcement>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-web-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Understudy</title>');
  await writeFile(join(folder, 'secret.html'), 'not yours');
  // Only what browser mode itself uses; the rooms have tests of their own.
  const app = {
    serve: async (name: string, input: unknown) => {
      asked.push({ name, input });
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

/** fetch does not let a test lie about Host. */
const statusWith = (headers: Record<string, string>, path = '/'): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: server.port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });

test('the classes of answers stay those of Node: rooms read answers of providers with them', async () => {
  const answer = await fetch(server.address, { redirect: 'manual' });
  expect([answer instanceof Response, globalThis.Response.name]).toEqual([true, 'Response']);
});

describe('browser mode lets in', () => {
  test('the address that was printed, once, and goes on with a cookie that no script can read', async () => {
    const answer = await fetch(server.address, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(cookie).toMatch(/^understudy-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('the page, with a policy that allows nothing from elsewhere', async () => {
    const answer = await fetch(`${origin()}/`, { headers: ourHeaders() });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Understudy');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a call from its own page', async () => {
    const answer = await fetch(`${origin()}/call/jobs.list`, {
      method: 'POST',
      headers: ourHeaders(),
      body: '{}',
    });
    expect(await answer.json()).toEqual({ ok: true, value: { echoed: 'jobs.list' } });
    expect(asked.at(-1)).toEqual({ name: 'jobs.list', input: {} });
  });

  test('a dropped file, streamed to disk byte for byte', async () => {
    const bytes = Buffer.alloc(3_000_000, 'understudy');
    const answer = await fetch(`${origin()}/files?name=clip.mp4`, {
      method: 'POST',
      headers: ourHeaders(),
      body: bytes,
    });
    expect(await answer.json()).toMatchObject({ ok: true });
    expect(asked.at(-1)).toEqual({ name: 'media.open', input: { path: join(folder, 'drop', 'clip.mp4') } });
    expect((await readFile(join(folder, 'drop', 'clip.mp4'))).equals(bytes)).toBe(true);
  });

  test('events, as they happen', async () => {
    const answer = await fetch(`${origin()}/events`, { headers: ourHeaders() });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader?.read())?.value ?? '';
    for (const listener of listeners) listener('library.changed', { total: 7 });
    while (!text.includes('total')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('event: library.changed\ndata: {"total":7}');
    await reader?.cancel();
  });
});

describe('browser mode keeps out', () => {
  test.each([
    ['no cookie', {}],
    ['a wrong cookie', { cookie: 'understudy-1=guess' }],
  ])('%s', async (_name, headers) => {
    expect((await fetch(`${origin()}/`, { headers, redirect: 'manual' })).status).toBe(403);
  });

  test('a wrong token', async () => {
    expect((await fetch(`${origin()}/?token=guess`, { redirect: 'manual' })).status).toBe(403);
  });

  test('another site whose name was pointed at this computer', async () => {
    const host = `evil.example:${server.port}`;
    expect(await statusWith({ ...ourHeaders(), host })).toBe(403);
    expect(await statusWith(ourHeaders())).toBe(200);
  });

  test('a page of another origin', async () => {
    const headers = { ...ourHeaders(), origin: 'http://evil.example' };
    const answer = await fetch(`${origin()}/call/jobs.list`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  test('a change without the header that only our page can set', async () => {
    const { 'x-understudy': _left, ...headers } = ourHeaders();
    const answer = await fetch(`${origin()}/call/jobs.list`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  // What a browser says of a request, and whether it is let in with the right cookie.
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  test.each([
    ['a link on another site', '/', { ...link, 'sec-fetch-site': 'cross-site' }, 200],
    ['a link of another program on this machine', '/', { ...link, 'sec-fetch-site': 'same-site' }, 200],
    ['the page itself', '/', { ...link, 'sec-fetch-site': 'same-origin' }, 200],
    ['a typed address', '/', { ...link, 'sec-fetch-site': 'none' }, 200],
    ['a program that is no browser', '/', {}, 200],
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
    ['the stream of events', '/events', { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-site' }, 403],
  ])('or lets in %s', async (_, path, headers, status) => {
    expect(await statusWith({ ...ourHeaders(), ...headers }, path)).toBe(status);
  });

  test('every answer forbids other origins to embed it', async () => {
    for (const path of ['/', '/media/item/x/result', '/?token=guess'])
      expect(
        (await fetch(origin() + path, { headers: ourHeaders() })).headers.get('cross-origin-resource-policy'),
      ).toBe('same-origin');
  });

  test('calls that name a path of the machine', async () => {
    const before = asked.length;
    const body = JSON.stringify({ path: '/etc/passwd' });
    const answer = await fetch(`${origin()}/call/media.open`, {
      method: 'POST',
      headers: ourHeaders(),
      body,
    });
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(asked.length).toBe(before);
  });

  test.each(['/../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '/%2e%2e%2fsecret.html'])(
    'a path that climbs out of the page: %s',
    async (path) => {
      expect(await statusWith(ourHeaders(), path)).toBe(404);
    },
  );

  test('its token from the log', () => {
    expect(logged.length).toBeGreaterThan(0);
    const token = new URL(server.address).searchParams.get('token') ?? 'none';
    expect(logged.filter((line) => line.includes(token))).toEqual([]);
  });
});
